import type { ReactNode } from 'react';

import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { dayInterval, daysOf } from '../../../shared/audit/months.ts';
import { clipIntervals } from '../../../shared/audit/coverage.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatDay, formatMonth } from '../../ui/format-time.ts';
import { formatCompact, plural } from '../../ui/format.ts';
import { openCoverage } from '../archive/coverage-state.ts';

/** How one day of one node stands in the archive. */
export type DayCover = 'full' | 'part' | 'none';

/** Which days of the month are in the archive, node by node. */
export function CoverageCard({
  nodes,
  month,
}: {
  readonly nodes: readonly NodeCoverage[];
  readonly month: string;
}): ReactNode {
  if (nodes.length === 0) return null;
  const days = daysOf(month);
  return (
    <Card
      title="Coverage"
      aside={
        <Button tone="quiet" icon="calendar" onClick={() => openCoverage({ month })}>
          {formatMonth(month)} by hour
        </Button>
      }
      padded
    >
      <ul className="coverage">
        {nodes.map((node) => {
          const covers = days.map((day) => dayCover(node, day));
          return (
            <li key={node.node} className="coverage__line">
              <span className="truncate">{node.node}</span>
              <span className="coverage__days" role="img" aria-label={coverWords(covers)}>
                {days.map((day, index) => (
                  <span
                    key={day}
                    className={`coverage__day coverage__day--${covers[index] ?? 'none'}`}
                    title={formatDay(day)}
                  />
                ))}
              </span>
              <span className="muted coverage__count" title={plural(node.requests, 'request')}>
                {formatCompact(node.requests)}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** Whether a UTC day of a node is in the archive: whole, in part, or not at all. */
export function dayCover({ from, until, gaps }: NodeCoverage, day: string): DayCover {
  if (from === null || until === null) return 'none';
  const whole = dayInterval(day);
  const missing = clipIntervals(
    gaps.map((gap) => ({ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) })),
    whole,
  );
  const lost = missing.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0);
  if (Date.parse(from) >= whole.untilMs || Date.parse(until) <= whole.fromMs) return 'none';
  if (lost === 0) return 'full';
  return lost >= whole.untilMs - whole.fromMs ? 'none' : 'part';
}

function coverWords(covers: readonly DayCover[]): string {
  const count = (wanted: DayCover) => covers.filter((cover) => cover === wanted).length;
  return `${count('full')} of ${covers.length} days complete, ${count('part')} in part, ${count('none')} missing`;
}
