import { windowsOf } from './budget-windows.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayBudget, ReplayState } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { RequestLog } from './request-log.ts';

/** A budget that was used up. Milliseconds since 1970 UTC. */
export interface BudgetClosing {
  readonly atMs: number;
  /** When it started anew; null where it did not within the log. */
  readonly untilMs: number | null;
  /** Requests that it refused in between. */
  readonly refused: number;
}

/** How a budget fills while a log is replayed. */
export interface BudgetCourse {
  readonly budget: ReplayBudget & { readonly max: bigint };
  /** Nano-dollars: the most it held on each day. Exact up to nine million dollars. */
  readonly fills: readonly number[];
  readonly closings: readonly BudgetClosing[];
}

/** What is known of one budget as time goes on. */
interface Track {
  readonly budget: BudgetCourse['budget'];
  readonly max: number;
  readonly closesWhenEqual: boolean;
  readonly starts: Float64Array;
  readonly fills: Float64Array;
  readonly closings: { atMs: number; untilMs: number | null; refused: number }[];
  next: number;
  spent: number;
  isClosed: boolean;
}

/**
 * How the limited budgets of a set of rules fill, as {@link replay} fills them.
 *
 * @param verdicts what these rules say to the log
 * @param days begins of the days that are told apart, rising, milliseconds since 1970 UTC; the first not after the log's
 */
export function budgetCourses(
  log: RequestLog,
  state: ReplayState,
  verdicts: Verdicts,
  days: readonly number[],
): readonly BudgetCourse[] {
  const { count, startMs, combination, spendNano } = log;
  const { courses, budgets } = state;
  const tracks = tracksOf(log, state, days);
  let day = 0;
  for (let request = 0; request < count; request += 1) {
    const course = courses[combination[request] ?? 0];
    if (course === undefined) continue;
    const ms = startMs[request] ?? 0;
    while (day + 1 < days.length && (days[day + 1] ?? Infinity) <= ms) {
      carry(tracks, day + 1, days);
      day += 1;
    }
    const verdict = verdicts[request] ?? ALLOWED;
    if (verdict !== ALLOWED) {
      const closed = course.budgets.find((number) => {
        const track = tracks[number];
        if (track === undefined || track === null || budgets[number]?.rule !== verdict) return false;
        advance(track, ms);
        return track.isClosed;
      });
      const last = closed === undefined ? undefined : tracks[closed]?.closings.at(-1);
      if (last !== undefined) last.refused += 1;
      continue;
    }
    const nano = spendNano[request] ?? -1;
    if (nano <= 0) continue;
    for (const number of course.charged) {
      const track = tracks[number];
      if (track === undefined || track === null) continue;
      advance(track, ms);
      fill(track, nano, ms, day);
    }
  }
  while (day + 1 < days.length) {
    carry(tracks, day + 1, days);
    day += 1;
  }
  return tracks.flatMap((track) => (track === null ? [] : [courseOf(track)]));
}

function courseOf({ budget, fills, closings }: Track): BudgetCourse {
  return { budget, fills: [...fills], closings };
}

/** By the numbers of budgets; null for what has no limit. */
function tracksOf({ count, startMs }: RequestLog, { budgets, zone }: ReplayState, days: readonly number[]) {
  const [firstMs, endMs] = [startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1];
  const starts = new Map<string | null, Float64Array>();
  return budgets.map((budget): Track | null => {
    const { max, period, bound } = budget;
    if (max === null) return null;
    const known = starts.get(period) ?? windowsOf(period, zone, firstMs, endMs).starts;
    starts.set(period, known);
    const fills = new Float64Array(days.length);
    const closings: Track['closings'] = [];
    const spent = budget.spent ?? 0n;
    const isClosed = bound === 'reached' ? spent >= max : spent > max;
    fills[0] = Number(spent);
    if (isClosed) closings.push({ atMs: days[0] ?? firstMs, untilMs: null, refused: 0 });
    return {
      budget: { ...budget, max },
      max: Number(max),
      closesWhenEqual: bound === 'reached',
      starts: known,
      fills,
      closings,
      next: 0,
      spent: Number(spent),
      isClosed,
    };
  });
}

/** Starts a budget anew where its window has ended by an instant. */
function advance(track: Track, ms: number): void {
  let startedMs: number | null = null;
  while ((track.starts[track.next] ?? Infinity) <= ms) {
    startedMs ??= track.starts[track.next] ?? null;
    track.next += 1;
  }
  if (startedMs === null) return;
  track.spent = 0;
  if (!track.isClosed || (track.max <= 0 && track.closesWhenEqual)) return;
  const last = track.closings.at(-1);
  if (last !== undefined) last.untilMs = startedMs;
  track.isClosed = false;
}

function fill(track: Track, nano: number, ms: number, day: number): void {
  track.spent += nano;
  track.fills[day] = Math.max(track.fills[day] ?? 0, track.spent);
  const isFull = track.spent > track.max || (track.closesWhenEqual && track.spent === track.max);
  if (!isFull || track.isClosed) return;
  track.isClosed = true;
  track.closings.push({ atMs: ms, untilMs: null, refused: 0 });
}

/** What a budget holds when a day begins, until a request of that day is added to it. */
function carry(tracks: readonly (Track | null)[], day: number, days: readonly number[]): void {
  for (const track of tracks) {
    if (track === null) continue;
    advance(track, days[day] ?? 0);
    track.fills[day] = track.spent;
  }
}
