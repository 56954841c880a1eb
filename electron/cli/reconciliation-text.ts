import type { Reconciled, Reconciliation } from '../../shared/audit/reconcile.ts';
import { DAY_MS } from '../../shared/audit/months.ts';
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
  const reasons = reasonLines(shown);
  const sum = `${node}, ${month}: ${counts.equal} of ${days.length} days equal, ${counts.explained} explained, ${counts.differs} different, ${counts.unknown} not told.\n`;
  return `${sum}${table}${reasons.join('')}${notes.map((note) => `Note: ${note}\n`).join('')}`;
}

/** Each reason once for days that follow each other. */
function reasonLines(days: Reconciliation['days']): readonly string[] {
  const runs: { readonly text: string; readonly first: string; last: string }[] = [];
  for (const { day, reasons } of days) {
    for (const { text } of reasons) {
      const before = runs.findLast((run) => run.text === text);
      if (before !== undefined && Date.parse(day) - Date.parse(before.last) === DAY_MS) before.last = day;
      else runs.push({ text, first: day, last: day });
    }
  }
  return runs.map(
    ({ text, first, last }) => `${first}${first === last ? '' : ` to ${last}, each day`}: ${text}\n`,
  );
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
