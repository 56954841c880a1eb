import { clipIntervals, mergeIntervals } from '../../../shared/audit/coverage.ts';
import { filterInterval, type RequestFilter } from '../../../shared/audit/filter.ts';
import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { formatUtc } from '../../ui/format-time.ts';
import { plural } from '../../ui/format.ts';
import { lacksInWords, type MonthLack } from '../archive/coverage-words.ts';

/** How well the time that was asked for is covered. */
export interface AskedCoverage {
  /** `complete for 3 nodes`, or what is missing. */
  readonly words: string;
  readonly complete: boolean;
  /** Each gap with its reason, one a line; empty when nothing is missing. */
  readonly detail: string;
}

/** What is missing of the time a filter asks for, in words. */
export function askedCoverage(
  nodes: readonly NodeCoverage[],
  filter: Pick<RequestFilter, 'from' | 'until'>,
): AskedCoverage {
  const asked = filterInterval(filter);
  const lacks: MonthLack[] = [];
  const details: string[] = [];
  for (const { node, from, until, gaps } of nodes) {
    // Before its first and after its last request nothing is known to be missing, or to be there.
    const outside =
      from === null ||
      until === null ||
      Date.parse(from) >= asked.untilMs ||
      Date.parse(until) <= asked.fromMs;
    const spans = gaps.flatMap((gap) => {
      const span = { fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) };
      return clipIntervals([span], asked).map((clipped) => ({ ...clipped, why: gap.why }));
    });
    if (!outside && spans.length === 0) continue;
    for (const { fromMs, untilMs, why } of spans) {
      details.push(`${node}, ${formatUtc(new Date(fromMs))} to ${formatUtc(new Date(untilMs))}: ${why}`);
    }
    const merged = mergeIntervals(spans);
    const first = merged[0]?.fromMs ?? 0;
    const last = (merged.at(-1)?.untilMs ?? 1) - 1;
    lacks.push({
      node,
      missingMs: merged.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0),
      days: [...new Set([dayOf(first), dayOf(last)])],
      nothing: outside,
    });
  }
  if (nodes.length === 0) return { words: 'nothing imported', complete: false, detail: '' };
  if (lacks.length === 0)
    return { words: `complete for ${plural(nodes.length, 'node')}`, complete: true, detail: '' };
  return { words: lacksInWords(lacks), complete: false, detail: details.join('\n') };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
