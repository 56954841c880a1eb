import { clipIntervals, mergeIntervals } from '../../../shared/audit/coverage.ts';
import type { Gap, GapReason, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { dayInterval, daysOf, HOUR_MS, monthInterval, type Interval } from '../../../shared/audit/months.ts';

/** How an hour of a node stands in the archive; `later`: it is still to come. */
export type HourCover = 'full' | 'part' | 'none' | 'later';

/** The hours of a month of a node, day by day. */
export interface DayHours {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** From 00:00 to 23:00 UTC. */
  readonly hours: readonly HourCover[];
  /** Hours that are in, and all that have passed. */
  readonly covered: number;
  readonly passed: number;
  /** What is missing of the day. */
  readonly gaps: readonly Gap[];
}

/** Which hours of a month (`YYYY-MM`) of a node are in the archive. */
export function monthHours(coverage: NodeCoverage, month: string, nowMs: number): readonly DayHours[] {
  const missing = mergeIntervals(coverage.gaps.map(spanOf));
  // Edges of less than an hour are no gaps; what lies wholly outside of what was imported is none of it.
  const { from, until } = coverage;
  const imported = from === null || until === null ? null : { fromMs: hourOf(from), untilMs: endOf(until) };
  return daysOf(month).map((day) => {
    const { fromMs } = dayInterval(day);
    const hours = Array.from({ length: 24 }, (_, hour) =>
      hourCover(fromMs + hour * HOUR_MS, missing, imported, nowMs),
    );
    const share = { full: 1, part: 0.5, none: 0, later: 0 } as const;
    return {
      day,
      hours,
      covered: hours.reduce((sum, cover) => sum + share[cover], 0),
      passed: hours.filter((cover) => cover !== 'later').length,
      gaps: coverage.gaps.filter((gap) => clipIntervals([spanOf(gap)], dayInterval(day)).length > 0),
    };
  });
}

function hourCover(
  fromMs: number,
  missing: readonly Interval[],
  imported: Interval | null,
  nowMs: number,
): HourCover {
  if (fromMs >= nowMs) return 'later';
  const hour = { fromMs, untilMs: fromMs + HOUR_MS };
  if (imported === null || hour.untilMs <= imported.fromMs || fromMs >= imported.untilMs) return 'none';
  const lost = clipIntervals(missing, hour).reduce((sum, part) => sum + part.untilMs - part.fromMs, 0);
  return lost === 0 ? 'full' : lost >= HOUR_MS ? 'none' : 'part';
}

/** What is missing within a month, cut to it, in order. */
export function gapsIn({ gaps }: Pick<NodeCoverage, 'gaps'>, month: string): readonly Gap[] {
  return gaps.flatMap((gap) =>
    clipIntervals([spanOf(gap)], monthInterval(month)).map(({ fromMs, untilMs }) => ({
      ...gap,
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
    })),
  );
}

/** A reason in a word or two. */
export const REASON_WORDS: Readonly<Record<GapReason, string>> = {
  'not-imported': 'not imported',
  'logging-off': 'logging off',
  retention: 'deleted there',
  damaged: 'damaged file',
  'before-first': 'before the node',
};

/** The hours of a month in a sentence, for who does not see them. */
export function hoursInWords(days: readonly DayHours[]): string {
  const covered = days.reduce((sum, day) => sum + day.covered, 0);
  const passed = days.reduce((sum, day) => sum + day.passed, 0);
  const holes = days.filter((day) => day.covered < day.passed).length;
  return `${covered} of ${passed} hours covered, ${holes} ${holes === 1 ? 'day' : 'days'} not complete`;
}

function spanOf({ from, until }: Gap): Interval {
  return { fromMs: Date.parse(from), untilMs: Date.parse(until) };
}

function hourOf(at: string): number {
  return Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS;
}

function endOf(at: string): number {
  return Math.ceil(Date.parse(at) / HOUR_MS) * HOUR_MS;
}
