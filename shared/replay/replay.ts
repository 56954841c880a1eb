import { windowsOf } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { createLimitCounters } from './limit-counters.ts';
import type { DifferentCourses, LimitCounters } from './limit-counters.ts';
import { numberLists } from './number-lists.ts';
import { onePhase } from './phases.ts';
import type { ReplayPhases } from './phases.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayCourse, ReplayLimit, ReplayState } from './replay-state.ts';
import type { RequestLog } from './request-log.ts';
import { createSpendWindows } from './spend-windows.ts';
import type { SpendWindows } from './spend-windows.ts';
import { atOnce } from './steps.ts';
import type { Steps } from './steps.ts';

/** What a set of rules says to each request of a log, in its order: the number of a rule (see RULES). */
export type Verdicts = Uint8Array;

/**
 * Runs requests in the order of time through a set of rules, budgets filling and starting anew, limits in their windows.
 * Deterministic, and the same however a log was cut into pieces. Budgets hold what was spent of them before, and windows are
 * empty, when the first request comes.
 * What was refused when it was made has no spend to add.
 */
export function replay(log: RequestLog, state: ReplayState): Verdicts {
  return replayPhases(log, onePhase(state));
}

/**
 * As {@link replay}, under rules that change as time goes on: what budgets and windows hold is kept when they do.
 *
 * @param phases aligned, see {@link alignPhases}
 */
export function replayPhases(log: RequestLog, phases: ReplayPhases): Verdicts {
  return atOnce(replaySteps(log, phases));
}

/** Requests that are run through at once: some ten milliseconds. */
const STEP = 200_000;

/** As {@link replayPhases}, in pieces. */
export function* replaySteps(log: RequestLog, phases: ReplayPhases): Steps<Verdicts> {
  const { count, startMs } = log;
  const verdicts = new Uint8Array(count);
  if (count === 0) return verdicts;
  const spent = new ExactSums(phases[0].state.budgets.length);
  for (const [index, { spent: before }] of phases[0].state.budgets.entries())
    if (before !== undefined) spent.set(index, before);
  const isFilled = phases[0].state.budgets.map((_budget, number) =>
    phases.some(
      ({ state: { budgets } }) => budgets[number]?.max !== null || budgets[number]?.opens !== undefined,
    ),
  );
  const windows = createSpendWindows(phases[0].state.budgets);
  const isAwaited = phases[0].state.limits.map((_limit, number) =>
    phases.some(({ state: { limits } }) => isCountedToItsEnd(limits[number])),
  );
  let counters: LimitCounters | null = null;
  for (const [phase, { fromMs, state }] of phases.entries()) {
    const nextMs = phases[phase + 1]?.fromMs ?? Infinity;
    const [from, until] = [firstAt(startMs, fromMs), firstAt(startMs, nextMs)];
    const clock = createWindowClock(state, log, fromMs);
    const different = differentCourses(state);
    const before = counters && { counters, first: from };
    counters = createLimitCounters(state, log, different, isAwaited, before);
    const ready = readyCourses({ state, ...different }, isFilled, windows);
    const running = { spent, windows, counters, clock, verdicts };
    for (let at = from; at < until; at += STEP) {
      if (at > 0) yield;
      runThrough(log, { from: at, until: Math.min(at + STEP, until) }, ready, running);
    }
    if (nextMs < Infinity) for (const budget of clock.advance(nextMs) ?? []) spent.clear(budget);
  }
  return verdicts;
}

function isCountedToItsEnd(limit: ReplayLimit | undefined): boolean {
  return limit !== undefined && (limit.tokens !== null || limit.parallel !== null);
}

/** What goes on from one phase to the next. */
interface Running {
  readonly spent: ExactSums;
  /** Null where no budget opens with what is spent. */
  readonly windows: SpendWindows | null;
  readonly counters: LimitCounters;
  readonly clock: WindowClock;
  readonly verdicts: Verdicts;
}

/**
 * The courses of a state as columns.
 *
 * @param isFilled by budgets: whether one has a limit in any phase
 */
function readyCourses(
  { state: { budgets }, courses, courseOf }: DifferentCourses & { readonly state: ReplayState },
  isFilled: readonly boolean[],
  windows: SpendWindows | null,
) {
  const limits = new ExactSums(budgets.length);
  for (const [index, { max }] of budgets.entries()) limits.set(index, max ?? 0n);
  const refusesWhenEqual = Uint8Array.from(budgets, ({ bound }) => Number(bound === 'reached'));
  const rules = Uint8Array.from(budgets, ({ rule }) => rule);
  const isLimited = (budget: number): boolean => budgets[budget]?.max !== null;
  // Flat, as a million requests come in no order of their courses. Of budgets without a limit nothing is asked.
  const looked = numberLists(courses.map((course) => course.budgets.filter(isLimited)));
  const filled = numberLists(courses.map(({ charged }) => charged.filter((budget) => isFilled[budget])));
  const opened = windows && {
    looked: numberLists(courses.map((course) => course.budgets.filter(windows.has))),
    filled: numberLists(courses.map(({ charged }) => charged.filter(windows.has))),
  };
  const hasLimits = Uint8Array.from(courses, (course) => Number(course.limits.length > 0));
  const ends = Uint8Array.from(courses, ({ end }) => end);
  const hasExpiries = courses.some(({ expiry }) => expiry !== undefined);
  const expiresMs = Float64Array.from(courses, ({ expiry }) => expiry?.afterMs ?? Infinity);
  const lookedAtFirst = Uint8Array.from(
    courses,
    ({ budgets: these, expiry }) => these.slice(0, expiry?.budgetsBefore ?? 0).filter(isLimited).length,
  );
  const expired = Uint8Array.from(courses, ({ expiry }) => expiry?.rule ?? ALLOWED);
  return {
    courseOf,
    limits,
    refusesWhenEqual,
    rules,
    looked,
    filled,
    opened,
    hasLimits,
    ends,
    hasExpiries,
    expiresMs,
    lookedAtFirst,
    expired,
  };
}

/** @param places of requests in the log, `until` exclusive */
function runThrough(
  { startMs, combination, spendNano }: RequestLog,
  { from, until }: { readonly from: number; readonly until: number },
  ready: ReturnType<typeof readyCourses>,
  { spent, windows, counters, clock, verdicts }: Running,
): void {
  const { courseOf, limits, refusesWhenEqual, rules, looked, filled, opened } = ready;
  const { hasLimits, ends, hasExpiries, expiresMs, lookedAtFirst, expired } = ready;
  for (let request = from; request < until; request += 1) {
    const of = courseOf[combination[request] ?? 0] ?? 0;
    const ms = startMs[request] ?? 0;
    const begun = clock.advance(ms);
    if (begun !== null) for (const budget of begun) spent.clear(budget);
    const isExpired = hasExpiries && ms > (expiresMs[of] ?? Infinity);
    if (windows !== null && opened !== null)
      for (let at = opened.looked.from[of] ?? 0; at < (opened.looked.from[of + 1] ?? 0); at += 1)
        windows.look(opened.looked.items[at] ?? 0, ms, spent);
    let verdict = ALLOWED;
    const first = looked.from[of] ?? 0;
    const asked = isExpired ? first + (lookedAtFirst[of] ?? 0) : (looked.from[of + 1] ?? 0);
    for (let at = first; at < asked; at += 1) {
      const budget = looked.items[at] ?? 0;
      const order = spent.compare(budget, limits, budget);
      if (order > 0 || (order === 0 && refusesWhenEqual[budget] === 1)) {
        verdict = rules[budget] ?? 0;
        break;
      }
    }
    if (isExpired && verdict === ALLOWED) verdict = expired[of] ?? ALLOWED;
    const isCounted = verdict === ALLOWED && hasLimits[of] === 1;
    if (isCounted) verdict = counters.check(of, ms);
    if (verdict === ALLOWED) verdict = ends[of] ?? ALLOWED;
    if (isCounted && verdict === ALLOWED) counters.begin(of, ms, request);
    verdicts[request] = verdict;
    const nano = spendNano[request] ?? -1;
    if (verdict !== ALLOWED || nano <= 0) continue;
    if (windows !== null && opened !== null)
      for (let at = opened.filled.from[of] ?? 0; at < (opened.filled.from[of + 1] ?? 0); at += 1)
        windows.open(opened.filled.items[at] ?? 0, ms, spent);
    for (let at = filled.from[of] ?? 0; at < (filled.from[of + 1] ?? 0); at += 1)
      spent.add(filled.items[at] ?? 0, nano);
  }
}

/** The place of the first request at or after an instant. */
function firstAt(startMs: Float64Array, ms: number): number {
  let [low, high] = [0, startMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((startMs[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each course once, and the number of each combination's. */
function differentCourses(state: ReplayState): DifferentCourses {
  const numbers = new Map<ReplayCourse, number>();
  const courseOf = Uint32Array.from(state.courses, (course) => {
    const number = numbers.get(course) ?? numbers.size;
    numbers.set(course, number);
    return number;
  });
  return { courses: [...numbers.keys()], courseOf };
}

/** Tells which budgets start anew as time goes on. */
interface WindowClock {
  /** The budgets that have started anew since the last call; null for none. */
  advance(ms: number): readonly number[] | null;
}

/** @param fromMs what started anew by then is not told */
function createWindowClock(
  { budgets, clock }: ReplayState,
  { count, startMs }: RequestLog,
  fromMs: number,
): WindowClock {
  const byPeriod = new Map<string, number[]>();
  for (const [index, { period, opens }] of budgets.entries())
    if (period !== null && opens === undefined)
      byPeriod.set(period, [...(byPeriod.get(period) ?? []), index]);
  const tracks = [...byPeriod].map(([period, members]) => {
    const { starts } = windowsOf(period, clock, startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1);
    const next = starts.findIndex((start) => start > fromMs);
    return { members, starts, next: next < 0 ? starts.length : next };
  });
  let nextMs = Math.min(...tracks.map(({ starts, next }) => starts[next] ?? Infinity));
  return {
    advance(ms) {
      if (ms < nextMs) return null;
      const begun: number[] = [];
      nextMs = Infinity;
      for (const track of tracks) {
        const before = track.next;
        while ((track.starts[track.next] ?? Infinity) <= ms) track.next += 1;
        if (track.next > before) begun.push(...track.members);
        nextMs = Math.min(nextMs, track.starts[track.next] ?? Infinity);
      }
      return begun;
    },
  };
}
