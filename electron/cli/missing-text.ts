import type { NodeCoverage } from '../../shared/audit/logged-request.ts';
import { HOUR_MS } from '../../shared/audit/months.ts';

/**
 * What the archive lacks, one line a node and reason, with the hours added up: `Missing: eu, 3.5 hours in 2 gaps between …`.
 * Empty when nothing is missing.
 */
export function missingText(coverage: readonly NodeCoverage[]): string {
  const lines = coverage.flatMap(({ node, gaps }) => {
    const reasons = [...new Set(gaps.map(({ why }) => why))];
    return reasons.map((why) => {
      const of = gaps.filter((gap) => gap.why === why);
      const ms = of.reduce((sum, { from, until }) => sum + Date.parse(until) - Date.parse(from), 0);
      const from = of.map((gap) => gap.from).toSorted()[0] ?? '';
      const until =
        of
          .map((gap) => gap.until)
          .toSorted()
          .at(-1) ?? '';
      const where =
        of.length === 1 ? `, ${from} to ${until}` : ` in ${of.length} gaps between ${from} and ${until}`;
      return { text: `Missing: ${node}, ${hoursText(ms)}${where}: ${why}\n`, isOne: of.length === 1 };
    });
  });
  const list = lines.every(({ isOne }) => isOne) ? '' : 'Each gap: gatehouse coverage\n';
  return lines.map(({ text }) => text).join('') + list;
}

function hoursText(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours < 0.1) return 'less than 6 minutes';
  const text = hours.toLocaleString('en', { maximumFractionDigits: 1 });
  return `${text} ${text === '1' ? 'hour' : 'hours'}`;
}
