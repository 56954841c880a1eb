import { windowsOf } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { createLimitCounters } from './limit-counters.ts';
import { numberLists } from './number-lists.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayCourse, ReplayState } from './replay-state.ts';
import type { RequestLog } from './request-log.ts';

/** What a set of rules says to each request of a log, in its order: the number of a rule (see RULES). */
export type Verdicts = Uint8Array;

/**
 * Runs requests in the order of time through a set of rules, budgets filling and starting anew, limits in their windows.
 * Deterministic, and the same however a log was cut into pieces. Budgets hold what was spent of them before, and windows are
 * empty, when the first request comes.
 * What was refused when it was made has no spend to add.
 */
export function replay(log: RequestLog, state: ReplayState): Verdicts {
  const { count, startMs, combination, spendNano } = log;
  const verdicts = new Uint8Array(count);
  if (count === 0) return verdicts;
  const { budgets } = state;
  const { courses, courseOf } = differentCourses(state);
  const spent = new ExactSums(budgets.length);
  const limits = new ExactSums(budgets.length);
  for (const [index, { max, spent: before }] of budgets.entries()) {
    limits.set(index, max ?? 0n);
    if (before !== undefined) spent.set(index, before);
  }
  const refusesWhenEqual = Uint8Array.from(budgets, ({ bound }) => Number(bound === 'reached'));
  const rules = Uint8Array.from(budgets, ({ rule }) => rule);
  const isLimited = (budget: number): boolean => budgets[budget]?.max !== null;
  // Flat, as a million requests come in no order of their courses. Of budgets without a limit nothing is asked.
  const looked = numberLists(courses.map((course) => course.budgets.filter(isLimited)));
  const filled = numberLists(courses.map(({ charged }) => charged.filter(isLimited)));
  const hasLimits = Uint8Array.from(courses, (course) => Number(course.limits.length > 0));
  const ends = Uint8Array.from(courses, ({ end }) => end);
  const counters = createLimitCounters(state, log, courses, courseOf);
  const clock = createWindowClock(state, startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1);
  for (let request = 0; request < count; request += 1) {
    const of = courseOf[combination[request] ?? 0] ?? 0;
    const ms = startMs[request] ?? 0;
    const begun = clock.advance(ms);
    if (begun !== null) for (const budget of begun) spent.clear(budget);
    let verdict = ALLOWED;
    for (let at = looked.from[of] ?? 0; at < (looked.from[of + 1] ?? 0); at += 1) {
      const budget = looked.items[at] ?? 0;
      const order = spent.compare(budget, limits, budget);
      if (order > 0 || (order === 0 && refusesWhenEqual[budget] === 1)) {
        verdict = rules[budget] ?? 0;
        break;
      }
    }
    const isCounted = verdict === ALLOWED && hasLimits[of] === 1;
    if (isCounted) verdict = counters.check(of, ms);
    if (verdict === ALLOWED) verdict = ends[of] ?? ALLOWED;
    if (isCounted && verdict === ALLOWED) counters.begin(of, ms, request);
    verdicts[request] = verdict;
    const nano = spendNano[request] ?? -1;
    if (verdict === ALLOWED && nano > 0)
      for (let at = filled.from[of] ?? 0; at < (filled.from[of + 1] ?? 0); at += 1)
        spent.add(filled.items[at] ?? 0, nano);
  }
  return verdicts;
}

/** Each course once, and the number of each combination's. */
function differentCourses(state: ReplayState): {
  readonly courses: readonly ReplayCourse[];
  readonly courseOf: Uint32Array;
} {
  const numbers = new Map<ReplayCourse, number>();
  const courseOf = Uint32Array.from(state.courses, (course) => {
    const number = numbers.get(course) ?? numbers.size;
    numbers.set(course, number);
    return number;
  });
  return { courses: [...numbers.keys()], courseOf };
}

/** Tells which budgets start anew as time goes on. */
function createWindowClock({ budgets, zone }: ReplayState, fromMs: number, untilMs: number) {
  const byPeriod = new Map<string, number[]>();
  for (const [index, { period }] of budgets.entries())
    if (period !== null) byPeriod.set(period, [...(byPeriod.get(period) ?? []), index]);
  const tracks = [...byPeriod].map(([period, members]) => ({
    members,
    starts: windowsOf(period, zone, fromMs, untilMs).starts,
    next: 0,
  }));
  let nextMs = Math.min(...tracks.map(({ starts }) => starts[0] ?? Infinity));
  return {
    /** The budgets that have started anew since the last call; null for none. */
    advance(ms: number): readonly number[] | null {
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
