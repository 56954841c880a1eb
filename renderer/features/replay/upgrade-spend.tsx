import type { ReactNode } from 'react';

import type { UpgradedNodeView, UpgradedSpend } from '../../../shared/contract/upgrade-answers.ts';
import { keptWords } from '../../../shared/replay/prices/kept-costs.ts';
import { Card } from '../../ui/card.tsx';
import { formatExactUsd, formatUsd, plural } from '../../ui/format.ts';

/** What budgets fill with under the cost maps of both releases; nothing where none is compared. */
export function UpgradeSpend({ nodes }: { readonly nodes: readonly UpgradedNodeView[] }): ReactNode {
  const compared = nodes.flatMap(({ node, spend }) => (spend === null ? [] : [{ node, spend }]));
  if (compared.length === 0) return null;
  return (
    <Card title="What budgets fill with" padded>
      <ul className="upgrade__spend">
        {compared.map(({ node, spend }) => (
          <li key={node}>
            <h3>{node}</h3>
            <Spend spend={spend} />
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
      <dl>
        <div>
          <dt>As logged</dt>
          <dd title={formatExactUsd(was)}>{formatUsd(was)}</dd>
        </div>
        <div>
          <dt>By the cost map of {releases.after}</dt>
          <dd title={formatExactUsd(wouldBe)}>{formatUsd(wouldBe)}</dd>
        </div>
      </dl>
      <p className="muted">
        Priced anew:{' '}
        {priced === 0 ? (
          'none'
        ) : (
          <>
            {plural(priced, 'request')} (<span title={models.join(', ')}>{names}</span>)
          </>
        )}
        . Kept as logged: {keptAs === '' ? 'none' : keptAs}.
      </p>
    </>
  );
}
