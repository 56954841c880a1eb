import type { GapReason, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { clipIntervals, mergeIntervals } from '../../../shared/audit/coverage.ts';
import { daysOf, dayInterval, HOUR_MS, monthInterval } from '../../../shared/audit/months.ts';
import { formatDuration, plural } from '../../ui/format.ts';
import { gapsIn, REASON_WORDS } from './hours.ts';
import { formatDay } from '../../ui/format-time.ts';

/** What one node's log lacks in a month. */
export interface MonthLack {
  readonly node: string;
  /** Milliseconds missing in all. */
  readonly missingMs: number;
  /** UTC days with something missing, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** Nothing at all was imported of this node. */
  readonly nothing: boolean;
  /** Why, where it is more than that it was not imported. */
  readonly reasons?: readonly GapReason[];
}

/** What each node lacks within a month (`YYYY-MM`); nodes that lack nothing are left out. */
export function monthLacks(nodes: readonly NodeCoverage[], month: string): readonly MonthLack[] {
  const whole = monthInterval(month);
  return nodes.flatMap(({ node, from, gaps: all }): MonthLack[] => {
    // Nothing can be missing of the time before there was anything.
    const gaps = all.filter(({ reason }) => reason !== 'before-first');
    if (from === null)
      return [{ node, missingMs: whole.untilMs - whole.fromMs, days: [], nothing: true, reasons: [] }];
    const spans = mergeIntervals(
      clipIntervals(
        gaps.map((gap) => ({ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) })),
        whole,
      ),
    );
    if (spans.length === 0) return [];
    const missingMs = spans.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0);
    const days = daysOf(month).filter((day) => clipIntervals(spans, dayInterval(day)).length > 0);
    return [{ node, missingMs, days, nothing: false, reasons: reasonsIn(gaps, month) }];
  });
}

/** The reasons of a month's gaps that an import cannot help. */
function reasonsIn(gaps: NodeCoverage['gaps'], month: string): readonly GapReason[] {
  const found = gapsIn({ gaps }, month).flatMap(({ reason }) => reason ?? []);
  return [...new Set(found)].filter((reason) => reason !== 'not-imported').sort();
}

/** What is missing of a month, in words; null when nothing is. `2 h of prod-us missing on 12 Oct`. */
export function describeLacks(nodes: readonly NodeCoverage[], month: string): string | null {
  const lacks = monthLacks(nodes, month);
  return lacks.length === 0 ? null : lacksInWords(lacks);
}

const AND = new Intl.ListFormat('en');

/** Several nodes' lacks in one sentence: those that nothing was imported of together, then one by one. */
export function lacksInWords(lacks: readonly MonthLack[]): string {
  const empty = lacks.filter(({ nothing }) => nothing).map(({ node }) => node);
  return [
    ...(empty.length === 0 ? [] : [`nothing of ${AND.format(empty)} imported`]),
    ...lacks.filter(({ nothing }) => !nothing).map(describeLack),
  ].join(', ');
}

/** What is missing of one node, in words. */
function describeLack({ node, missingMs, days, reasons = [] }: MonthLack): string {
  const size =
    missingMs >= 48 * HOUR_MS
      ? plural(Math.round(missingMs / (24 * HOUR_MS)), 'day')
      : formatDuration(missingMs);
  const [first = '', ...others] = days;
  const why = reasons.length === 0 ? '' : ` (${reasons.map((reason) => REASON_WORDS[reason]).join(', ')})`;
  if (others.length === 0) return `${size} of ${node} missing on ${formatDay(first)}${why}`;
  const last = formatDay(days.at(-1) ?? first);
  return `${size} of ${node} missing between ${formatDay(first)} and ${last}${why}`;
}

/** How well a month is covered, in words for the status line. */
export function describeCoverage(nodes: readonly NodeCoverage[], month: string): string {
  if (nodes.length === 0) return 'nothing imported';
  return describeLacks(nodes, month) ?? `complete for ${plural(nodes.length, 'node')}`;
}

/** What is missing on each day of a month, in words, for the chart: day -> `prod-us: 2 h missing`. */
export function lacksByDay(nodes: readonly NodeCoverage[], month: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const { node, from, gaps } of nodes) {
    if (from === null) continue;
    const spans = gaps.map((gap) => ({ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) }));
    for (const day of daysOf(month)) {
      const missing = mergeIntervals(clipIntervals(spans, dayInterval(day)));
      if (missing.length === 0) continue;
      const size = formatDuration(missing.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0));
      const old = words.get(day);
      words.set(day, `${old === undefined ? '' : `${old}, `}${node}: ${size} missing`);
    }
  }
  return words;
}
