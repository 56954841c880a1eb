import type { Reconciled, Reconciliation } from '../../shared/audit/reconcile.ts';
import { renderTable } from './table.ts';

const WORDS = { equal: 'equal', explained: 'explained', differs: 'DIFFERS', unknown: 'not told' } as const;

/** A comparison as people read it: a line for each day that is not equal, then the month, then the reasons. */
export function reconciliationText({ node, month, days, total, counts, notes }: Reconciliation): string {
  const shown = days.filter(({ verdict }) => verdict !== 'equal');
  const table = renderTable(
    [
      { title: 'Day' },
      ...['Requests', 'Gateway', 'USD', 'Gateway', 'Difference'].map((title) => ({
        title,
        align: 'right' as const,
      })),
      { title: 'Verdict' },
    ],
    [...shown.map((day) => line(day.day, day)), line(month, total)],
  );
  const reasons = shown.flatMap(({ day, reasons: told }) => told.map(({ text }) => `${day}: ${text}\n`));
  const sum = `${node}, ${month}: ${counts.equal} of ${days.length} days equal, ${counts.explained} explained, ${counts.differs} different, ${counts.unknown} not told.\n`;
  return `${sum}${table}${reasons.join('')}${notes.map((note) => `Note: ${note}\n`).join('')}`;
}

function line(name: string, { archive, gateway, difference, verdict }: Reconciled): readonly string[] {
  return [
    name,
    String(archive.requests),
    String(gateway.requests ?? '?'),
    archive.spend,
    gateway.spend ?? '?',
    difference.spend ?? '?',
    WORDS[verdict],
  ];
}
