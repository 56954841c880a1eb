import { clipIntervals, mergeIntervals, monthGaps, uncovered } from '../../../shared/audit/coverage.ts';
import type { Gap, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { monthInterval, monthOf, nextMonth } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { LostSegment, NodeStore } from '../store/node-store.ts';

/**
 * What the archive holds of a node, and which hours it lacks.
 *
 * @param span to speak of it alone; null for all that was ever imported, month by month
 * @param nowMs what is still to come is no gap
 * @param requests how many there are in the span
 */
export async function nodeCoverage(
  store: NodeStore,
  span: Interval | null,
  nowMs: number,
  requests: number,
): Promise<NodeCoverage> {
  const { covered: all } = await store.state();
  const lost = await store.lost();
  const holes = mergeIntervals(lost.map(spanOf));
  const good = holes.length === 0 ? all : all.flatMap((one) => uncovered(holes, one));
  const spans = span === null ? good : clipIntervals(good, span);
  const first = spans[0];
  const last = spans.at(-1);
  const months = monthsOf(span === null ? all : boundTo(span, all, nowMs));
  const gaps = months.flatMap((month) => gapsOf(month, good, lost, nowMs));
  return {
    node: store.node,
    from: first === undefined ? null : iso(first.fromMs),
    until: last === undefined ? null : iso(last.untilMs),
    requests,
    gaps: joinGaps(span === null ? gaps : clipGaps(gaps, span)),
  };
}

/** An open end reaches to what was imported and to now, not to the end of time. */
function boundTo(
  { fromMs, untilMs }: Interval,
  all: readonly Interval[],
  nowMs: number,
): readonly Interval[] {
  const last = Math.max(nowMs, all.at(-1)?.untilMs ?? 0);
  const first = all[0]?.fromMs ?? nowMs;
  return [{ fromMs: Math.max(fromMs, Math.min(first, untilMs - 1)), untilMs: Math.min(untilMs, last) }];
}

function clipGaps(gaps: readonly Gap[], span: Interval): readonly Gap[] {
  return gaps.flatMap((gap) => {
    const [part] = clipIntervals([{ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) }], span);
    return part === undefined ? [] : [{ ...gap, from: iso(part.fromMs), until: iso(part.untilMs) }];
  });
}

function monthsOf(spans: readonly Interval[]): readonly string[] {
  const months = new Set<string>();
  for (const { fromMs, untilMs } of spans)
    for (let month = monthOf(fromMs); monthInterval(month).fromMs < untilMs; month = nextMonth(month))
      months.add(month);
  return [...months].toSorted();
}

function gapsOf(
  month: string,
  good: readonly Interval[],
  lost: readonly LostSegment[],
  nowMs: number,
): readonly Gap[] {
  const spans = clipIntervals(good, monthInterval(month));
  const last = spans.at(-1);
  return monthGaps(spans, month, nowMs).flatMap((gap) => {
    const damaged = lost.find((one) => clipIntervals([spanOf(one)], gap).length > 0);
    const atEnd = last !== undefined && gap.fromMs >= last.untilMs && monthOf(nowMs) === month;
    const why =
      damaged === undefined
        ? spans.length === 0
          ? 'Nothing of this month was imported.'
          : atEnd
            ? 'Not imported since.'
            : 'No import covers this time.'
        : lostWords(damaged);
    return [
      {
        from: iso(gap.fromMs),
        until: iso(gap.untilMs),
        why,
        ...(damaged === undefined ? {} : { reason: 'damaged' as const }),
      },
    ];
  });
}

/** What became of a segment, as a sentence, and what to do. */
export function lostWords(lost: LostSegment): string {
  const { segment, state } = lost;
  const again =
    segment.rows === 0
      ? 'Run gatehouse verify --repair.'
      : segment.source === null
        ? 'Import this time from the node again.'
        : `Import ${segment.source.path} again.`;
  switch (state) {
    case 'damaged':
      return `${whatIsLost(lost)} ${again}`;
    case 'missing':
      return `${whatIsLost(lost)} Put it back from a copy. Or: ${again}`;
    case 'newer':
      return `${whatIsLost(lost)} Open this workspace with that version.`;
  }
}

/** What became of a segment, as a sentence. */
export function whatIsLost({ segment: { name }, state, why, kept }: LostSegment): string {
  switch (state) {
    case 'damaged':
      return kept
        ? `The archive's file ${name} is damaged: ${why}.`
        : `The archive's file ${name} was damaged (${why}) and set aside under another name.`;
    case 'missing':
      return `The archive's file ${name} is gone, or was set aside as damaged.`;
    case 'newer':
      return `The archive's file ${name} was written by a newer version (${why}).`;
  }
}

function spanOf({ segment: { firstMs, lastMs } }: LostSegment): Interval {
  return { fromMs: firstMs, untilMs: lastMs + 1 };
}

/** A gap that goes on into the next month for the same reason is one gap. */
function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const gap of gaps) {
    const last = joined.at(-1);
    if (last?.until === gap.from && last.why === gap.why)
      joined[joined.length - 1] = { ...last, until: gap.until };
    else joined.push(gap);
  }
  return joined;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
