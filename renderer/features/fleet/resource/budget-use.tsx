import type { ReactNode } from 'react';

import { isJsonObject } from '../../../../shared/json.ts';
import { spendOf } from '../../../../shared/fleet/browse-columns.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { ShareBar } from '../../../ui/bar.tsx';
import { fillOf } from '../../../ui/format-fill.ts';
import { formatUsd } from '../../../ui/format.ts';
import { Tag } from '../../../ui/tag.tsx';
import { formatPeriod } from '../neutral-words.ts';

/** From 80 % of a budget on it wants someone's eye. */
const TONES = { open: 'good', near: 'caution', full: 'bad' } as const;

/** What the gateway itself counts as spent, against the budget it enforces; nothing where it counts nothing. */
export function BudgetUse({ resource }: { readonly resource: Resource }): ReactNode {
  const spent = spendOf(resource.observed);
  if (spent === null) return null;
  const { budget } = resource.fields;
  const limit = isJsonObject(budget) && typeof budget['limit'] === 'string' ? budget['limit'] : null;
  const period = isJsonObject(budget) && typeof budget['period'] === 'string' ? budget['period'] : null;
  if (limit === null) {
    return (
      <p className="soft">
        The gateway counts {formatUsd(spent)} spent, without a budget to hold it against.
      </p>
    );
  }
  // For the eye only; the gateway decides with its own numbers.
  const share = Number(limit) === 0 ? 1 : Number(spent) / Number(limit);
  const fill = fillOf(spent, limit);
  const tone = TONES[fill.level];
  const colour = { bad: 'var(--bad)', caution: 'var(--caution)', good: 'var(--series-1)' }[tone];
  return (
    <div className="budget-use">
      <div className="budget-use__words">
        <span>
          <span className="strong">{formatUsd(spent)}</span> of {formatUsd(limit)} spent
          {period === null ? ', never reset' : `, reset every ${formatPeriod(period)}`}
        </span>
        <Tag tone={tone}>{Number(limit) === 0 ? 'nothing allowed' : fill.words}</Tag>
      </div>
      <ShareBar share={share} colour={colour} />
      <p className="muted">As the gateway counts, when it was pulled.</p>
    </div>
  );
}
