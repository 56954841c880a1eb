import { windowsOf } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayPhases } from './phases.ts';
import type { ReplayBudget, ReplayState } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { RequestLog } from './request-log.ts';

/** A budget that was used up. Milliseconds since 1970 UTC. */
export interface BudgetClosing {
  readonly atMs: number;
  /** When it started anew or got another limit; null where it did not within the log. */
  readonly untilMs: number | null;
  /** Requests that it refused in between. */
  readonly refused: number;
}

/** How a budget fills while a log is replayed. */
export interface BudgetCourse {
  /** As it is at the end, of the phases in which it has a limit. */
  readonly budget: ReplayBudget & { readonly max: bigint };
  /** Its limits, rising by time: more than one where they change; null where it has none for a while. */
  readonly limits: readonly { readonly fromMs: number; readonly max: bigint | null }[];
  /** Nano-dollars: the most it held on each day. Exact up to nine million dollars. */
  readonly fills: readonly number[];
  readonly closings: readonly BudgetClosing[];
}

/** What is known of one budget as time goes on. */
interface Track {
  budget: BudgetCourse['budget'];
  readonly limits: { fromMs: number; max: bigint | null }[];
  isLimited: boolean;
  rule: number;
  closesWhenEqual: boolean;
  starts: Float64Array;
  readonly fills: Float64Array;
  readonly closings: { atMs: number; untilMs: number | null; refused: number }[];
  next: number;
  /** What it holds, as fills show it. */
  spent: number;
  /** The same and its limit, one sum each, as a replay compares them. */
  readonly sum: ExactSums;
  readonly limit: ExactSums;
  isClosed: boolean;
}

/**
 * How the limited budgets of a set of rules fill, as {@link replayPhases} fills them.
 *
 * @param phases aligned, see {@link alignPhases}
 * @param verdicts what these rules say to the log
 * @param days begins of the days that are told apart, rising, milliseconds since 1970 UTC; the first not after the log's
 */
export function budgetCourses(
  log: RequestLog,
  phases: ReplayPhases,
  verdicts: Verdicts,
  days: readonly number[],
): readonly BudgetCourse[] {
  const { count, startMs, combination, spendNano } = log;
  const tracks = tracksOf(log, phases, days);
  let [day, phase] = [0, 0];
  let { courses } = phases[0].state;

  /** Lets days and phases begin that have begun by an instant, in their order. */
  function goTo(ms: number): void {
    for (;;) {
      const next = phases[phase + 1];
      const dayMs = days[day + 1] ?? Infinity;
      if (next !== undefined && next.fromMs <= Math.min(ms, dayMs)) {
        phase += 1;
        ({ courses } = next.state);
        enter(tracks, next.state, next.fromMs, log);
      } else if (dayMs <= ms && day + 1 < days.length) {
        day += 1;
        carry(tracks, day, days);
      } else return;
    }
  }

  for (let request = 0; request < count; request += 1) {
    const ms = startMs[request] ?? 0;
    goTo(ms);
    const course = courses[combination[request] ?? 0];
    if (course === undefined) continue;
    const verdict = verdicts[request] ?? ALLOWED;
    if (verdict !== ALLOWED) {
      const closed = course.budgets.find((number) => {
        const track = tracks[number];
        if (track === undefined || track === null || track.rule !== verdict) return false;
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
  goTo(days.at(-1) ?? -Infinity);
  return tracks.flatMap((track) => (track === null ? [] : [courseOf(track)]));
}

function courseOf({ budget, limits, fills, closings }: Track): BudgetCourse {
  return { budget, limits, fills: [...fills], closings };
}

/** By the numbers of budgets; null for what has no limit in any phase. */
function tracksOf(log: RequestLog, phases: ReplayPhases, days: readonly number[]): readonly (Track | null)[] {
  const firstMs = days[0] ?? log.startMs[0] ?? 0;
  const tracks = phases[0].state.budgets.map((_budget, number): Track | null => {
    const ever = phases.map(({ state }) => state.budgets[number]).find((one) => (one?.max ?? null) !== null);
    if (ever === undefined || ever.max === null || ever.isRepeated === true) return null;
    const { max, rule, spent = 0n } = ever;
    const fills = new Float64Array(days.length);
    fills[0] = Number(spent);
    const sum = new ExactSums(1);
    sum.set(0, spent);
    return {
      budget: { ...ever, max },
      limits: [],
      isLimited: false,
      rule,
      closesWhenEqual: false,
      starts: new Float64Array(0),
      fills,
      closings: [],
      next: 0,
      spent: Number(spent),
      sum,
      limit: new ExactSums(1),
      isClosed: false,
    };
  });
  enter(tracks, phases[0].state, firstMs, log);
  return tracks;
}

/** Has the limits of a phase hold from an instant on; what was spent stays. */
function enter(
  tracks: readonly (Track | null)[],
  { budgets, clock }: ReplayState,
  fromMs: number,
  { count, startMs }: RequestLog,
): void {
  const starts = new Map<string | null, Float64Array>();
  for (const [number, budget] of budgets.entries()) {
    const track = tracks[number];
    if (track === undefined || track === null) continue;
    advance(track, fromMs);
    const { max, period, bound, rule } = budget;
    const known =
      starts.get(period) ?? windowsOf(period, clock, startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1).starts;
    starts.set(period, known);
    const next = known.findIndex((start) => start > fromMs);
    if (track.limits.at(-1)?.max !== max) track.limits.push({ fromMs, max });
    if (max !== null) track.budget = { ...budget, max };
    track.isLimited = max !== null;
    track.limit.set(0, max ?? 0n);
    track.rule = rule;
    track.closesWhenEqual = bound === 'reached';
    track.starts = known;
    track.next = next < 0 ? known.length : next;
    const wasClosed = track.isClosed;
    track.isClosed = isFull(track);
    const last = track.closings.at(-1);
    if (wasClosed && !track.isClosed && last !== undefined) last.untilMs = fromMs;
    if (!wasClosed && track.isClosed) track.closings.push({ atMs: fromMs, untilMs: null, refused: 0 });
  }
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
  track.sum.clear(0);
  if (!track.isClosed || isFull(track)) return;
  const last = track.closings.at(-1);
  if (last !== undefined) last.untilMs = startedMs;
  track.isClosed = false;
}

function fill(track: Track, nano: number, ms: number, day: number): void {
  track.spent += nano;
  track.sum.add(0, nano);
  track.fills[day] = Math.max(track.fills[day] ?? 0, track.spent);
  if (track.isClosed || !isFull(track)) return;
  track.isClosed = true;
  track.closings.push({ atMs: ms, untilMs: null, refused: 0 });
}

function isFull({ sum, limit, isLimited, closesWhenEqual }: Track): boolean {
  const order = sum.compare(0, limit, 0);
  return isLimited && (order > 0 || (closesWhenEqual && order === 0));
}

/** What a budget holds when a day begins, until a request of that day is added to it. */
function carry(tracks: readonly (Track | null)[], day: number, days: readonly number[]): void {
  for (const track of tracks) {
    if (track === null) continue;
    advance(track, days[day] ?? 0);
    track.fills[day] = track.spent;
  }
}
