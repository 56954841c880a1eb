import type { ReactNode } from 'react';

import type { UpgradedNodeView, UpgradedSpend } from '../../../shared/contract/upgrade-answers.ts';
import { keptWords } from '../../../shared/replay/prices/kept-costs.ts';
import { Card } from '../../ui/card.tsx';
import { formatExactUsd, formatUsd, plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';

/** What budgets fill with under the cost maps of both releases; nothing where none is compared. */
export function UpgradeSpend({ nodes }: { readonly nodes: readonly UpgradedNodeView[] }): ReactNode {
  const compared = nodes.flatMap(({ node, spend }) => (spend === null ? [] : [{ node, spend }]));
  if (compared.length === 0) return null;
  return (
    <Card title="What budgets fill with" padded>
      <ul className="replay__notes">
        {compared.map(({ node, spend }) => (
          <li key={node}>
            <Tag>{node}</Tag> <Spend spend={spend} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** More are in their title. */
const MOST_NAMES = 4;

function Spend({ spend }: { readonly spend: UpgradedSpend }): ReactNode {
  const { releases, was, wouldBe, priced, models, kept } = spend;
  const more = models.length - MOST_NAMES;
  const names = `${models.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const keptAs = keptWords(kept);
  return (
    <>
      <strong title={formatExactUsd(was)}>{formatUsd(was)}</strong> as logged,{' '}
      <strong title={formatExactUsd(wouldBe)}>{formatUsd(wouldBe)}</strong> by the cost map of{' '}
      {releases.after}.{' '}
      <span className="soft">
        Priced anew:{' '}
        {priced === 0 ? (
          'none'
        ) : (
          <>
            {plural(priced, 'request')} (<span title={models.join(', ')}>{names}</span>)
          </>
        )}
        . Kept as logged: {keptAs === '' ? 'none' : keptAs}.
      </span>
    </>
  );
}
