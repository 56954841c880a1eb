import { HOUR_MS, monthInterval } from './months.ts';
import type { Interval } from './months.ts';

/** Sorted, without overlaps, touching spans joined, empty ones left out. */
export function mergeIntervals(intervals: Iterable<Interval>): readonly Interval[] {
  const sorted = [...intervals].filter(isFilled).sort((a, b) => a.fromMs - b.fromMs);
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last === undefined || interval.fromMs > last.untilMs) merged.push(interval);
    else if (interval.untilMs > last.untilMs) {
      merged[merged.length - 1] = { fromMs: last.fromMs, untilMs: interval.untilMs };
    }
  }
  return merged;
}

/** The part of the spans that lies inside another. */
export function clipIntervals(intervals: Iterable<Interval>, to: Interval): readonly Interval[] {
  return [...intervals]
    .map(({ fromMs, untilMs }) => ({
      fromMs: Math.max(fromMs, to.fromMs),
      untilMs: Math.min(untilMs, to.untilMs),
    }))
    .filter(isFilled);
}

/** What of `whole` no span covers, in order. */
export function uncovered(intervals: Iterable<Interval>, whole: Interval): readonly Interval[] {
  const gaps: Interval[] = [];
  let reached = whole.fromMs;
  for (const { fromMs, untilMs } of mergeIntervals(clipIntervals(intervals, whole))) {
    if (fromMs > reached) gaps.push({ fromMs: reached, untilMs: fromMs });
    reached = untilMs;
  }
  if (whole.untilMs > reached) gaps.push({ fromMs: reached, untilMs: whole.untilMs });
  return gaps;
}

/**
 * What a month lacks, up to now. A log begins with its first request, not with its month, so less than an
 * hour at either edge of the month is no gap.
 */
export function monthGaps(covered: Iterable<Interval>, month: string, nowMs: number): readonly Interval[] {
  const whole = monthInterval(month);
  const past = { fromMs: whole.fromMs, untilMs: Math.min(whole.untilMs, nowMs) };
  return uncovered(covered, past).filter((gap) => {
    const atEdge = gap.fromMs === past.fromMs || gap.untilMs === past.untilMs;
    const wholeMonth = gap.fromMs === past.fromMs && gap.untilMs === past.untilMs;
    return wholeMonth || !atEdge || gap.untilMs - gap.fromMs >= HOUR_MS;
  });
}

/**
 * What a file of requests covers: from its first to its last request, without the times in which it has none for
 * long. It does not say whether nothing was asked then or whether it lacks what was.
 *
 * @param hours in which it has requests, since 1970 UTC
 * @param whole from its first to its last request
 * @param silence how many hours without any are too many
 */
export function coveredHours(
  hours: ReadonlySet<number>,
  whole: Interval,
  silence: number,
): readonly Interval[] {
  const spans: Interval[] = [];
  for (const hour of [...hours].toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    const fromMs = hour * HOUR_MS;
    const untilMs = fromMs + HOUR_MS;
    if (last === undefined || fromMs - last.untilMs >= silence * HOUR_MS) spans.push({ fromMs, untilMs });
    else spans[spans.length - 1] = { fromMs: last.fromMs, untilMs };
  }
  return clipIntervals(spans, whole);
}

function isFilled({ fromMs, untilMs }: Interval): boolean {
  return untilMs > fromMs;
}
