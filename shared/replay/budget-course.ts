import { windowsOf } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayPhases } from './phases.ts';
import type { ReplayBudget, ReplayState } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { RequestLog } from './request-log.ts';
import { createSpendWindows } from './spend-windows.ts';
import type { SpendWindows } from './spend-windows.ts';

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
  /** Nano-dollars: the most it held on each day. */
  readonly fills: readonly bigint[];
  readonly closings: readonly BudgetClosing[];
}

/** What is known of one budget as time goes on. What it holds is in {@link Sums}, by its number. */
interface Track {
  readonly number: number;
  budget: BudgetCourse['budget'];
  readonly limits: { fromMs: number; max: bigint | null }[];
  isLimited: boolean;
  rule: number;
  closesWhenEqual: boolean;
  starts: Float64Array;
  /** Of the days that have ended. */
  readonly fills: bigint[];
  readonly closings: { atMs: number; untilMs: number | null; refused: number }[];
  next: number;
  isClosed: boolean;
}

/** Nano-dollars by the numbers of budgets, added up as a replay adds them. */
interface Sums {
  readonly spent: ExactSums;
  readonly limit: ExactSums;
  /** The most that was spent on the day that is under way. */
  readonly most: ExactSums;
  readonly windows: SpendWindows | null;
}

type Tracks = readonly (Track | null)[];

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
  const { budgets } = phases[0].state;
  const sums: Sums = {
    spent: new ExactSums(budgets.length),
    limit: new ExactSums(budgets.length),
    most: new ExactSums(budgets.length),
    windows: createSpendWindows(budgets),
  };
  const tracks = tracksOf(log, phases, days, sums);
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
        enter(tracks, sums, next.state, next.fromMs, log);
      } else if (dayMs <= ms && day + 1 < days.length) {
        day += 1;
        carry(tracks, sums, dayMs);
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
        advance(track, sums, ms);
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
      if (track === undefined) continue;
      if (track === null) {
        // It has no limit, and yet moves the windows that begin with its own.
        sums.windows?.open(number, ms, sums.spent);
        continue;
      }
      advance(track, sums, ms);
      fill(track, sums, nano, ms);
    }
  }
  goTo(days.at(-1) ?? -Infinity);
  return tracks.flatMap((track) => (track === null ? [] : [courseOf(track, sums)]));
}

function courseOf({ number, budget, limits, fills, closings }: Track, { most }: Sums): BudgetCourse {
  return { budget, limits, fills: [...fills, most.of(number)], closings };
}

/** By the numbers of budgets; null for what has no limit in any phase. */
function tracksOf(log: RequestLog, phases: ReplayPhases, days: readonly number[], sums: Sums): Tracks {
  const firstMs = days[0] ?? log.startMs[0] ?? 0;
  const tracks = phases[0].state.budgets.map((_budget, number): Track | null => {
    const ever = phases.map(({ state }) => state.budgets[number]).find((one) => (one?.max ?? null) !== null);
    if (ever === undefined || ever.max === null || ever.isRepeated === true) return null;
    const { max, rule, spent = 0n } = ever;
    sums.spent.set(number, spent);
    sums.most.set(number, spent);
    return {
      number,
      budget: { ...ever, max },
      limits: [],
      isLimited: false,
      rule,
      closesWhenEqual: false,
      starts: new Float64Array(0),
      fills: [],
      closings: [],
      next: 0,
      isClosed: false,
    };
  });
  enter(tracks, sums, phases[0].state, firstMs, log);
  return tracks;
}

/** Has the limits of a phase hold from an instant on; what was spent stays. */
function enter(
  tracks: Tracks,
  sums: Sums,
  { budgets, clock }: ReplayState,
  fromMs: number,
  { count, startMs }: RequestLog,
): void {
  const starts = new Map<string | null, Float64Array>();
  for (const [number, budget] of budgets.entries()) {
    const track = tracks[number];
    if (track === undefined || track === null) continue;
    advance(track, sums, fromMs);
    const { max, bound, rule, opens } = budget;
    const period = opens === undefined ? budget.period : null;
    const known =
      starts.get(period) ?? windowsOf(period, clock, startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1).starts;
    starts.set(period, known);
    const next = known.findIndex((start) => start > fromMs);
    if (track.limits.at(-1)?.max !== max) track.limits.push({ fromMs, max });
    if (max !== null) track.budget = { ...budget, max };
    track.isLimited = max !== null;
    sums.limit.set(number, max ?? 0n);
    track.rule = rule;
    track.closesWhenEqual = bound === 'reached';
    track.starts = known;
    track.next = next < 0 ? known.length : next;
    const wasClosed = track.isClosed;
    track.isClosed = isFull(track, sums);
    const last = track.closings.at(-1);
    if (wasClosed && !track.isClosed && last !== undefined) last.untilMs = fromMs;
    if (!wasClosed && track.isClosed) track.closings.push({ atMs: fromMs, untilMs: null, refused: 0 });
  }
}

/** Starts a budget anew where its window has ended by an instant. */
function advance(track: Track, { spent, limit, windows }: Sums, ms: number): void {
  let startedMs: number | null = windows?.endedBy(track.number, ms) ?? null;
  while ((track.starts[track.next] ?? Infinity) <= ms) {
    startedMs ??= track.starts[track.next] ?? null;
    track.next += 1;
  }
  if (startedMs === null) return;
  spent.clear(track.number);
  if (!track.isClosed || isFull(track, { spent, limit })) return;
  const last = track.closings.at(-1);
  if (last !== undefined) last.untilMs = startedMs;
  track.isClosed = false;
}

function fill(track: Track, { spent, limit, most, windows }: Sums, nano: number, ms: number): void {
  const { number } = track;
  windows?.open(number, ms, spent);
  spent.add(number, nano);
  if (spent.compare(number, most, number) > 0) most.copy(number, number, spent);
  if (track.isClosed || !isFull(track, { spent, limit })) return;
  track.isClosed = true;
  track.closings.push({ atMs: ms, untilMs: null, refused: 0 });
}

function isFull(
  { number, isLimited, closesWhenEqual }: Track,
  { spent, limit }: Pick<Sums, 'spent' | 'limit'>,
): boolean {
  const order = spent.compare(number, limit, number);
  return isLimited && (order > 0 || (closesWhenEqual && order === 0));
}

/** Ends a day: what a budget holds when the next begins is the most of that one, until a request is added to it. */
function carry(tracks: Tracks, sums: Sums, dayMs: number): void {
  for (const track of tracks) {
    if (track === null) continue;
    const { number, fills } = track;
    fills.push(sums.most.of(number));
    advance(track, sums, dayMs);
    sums.most.copy(number, number, sums.spent);
  }
}
