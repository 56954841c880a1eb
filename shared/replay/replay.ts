import { windowsOf } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { LimitCounters } from './limit-counters.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayState } from './replay-state.ts';
import type { RequestLog } from './request-log.ts';

/** What a set of rules says to each request of a log, in its order: the number of a rule (see RULES). */
export type Verdicts = Uint8Array;

/**
 * Runs requests in the order of time through a set of rules, budgets filling and starting anew, limits in their windows.
 * Deterministic, and the same however a log was cut into pieces. Budgets and windows are empty before the first request.
 * What was refused when it was made has no spend to add.
 */
export function replay(log: RequestLog, state: ReplayState): Verdicts {
  const { count, startMs, combination, spendNano } = log;
  const verdicts = new Uint8Array(count);
  if (count === 0) return verdicts;
  const { budgets, courses } = state;
  const spent = new ExactSums(budgets.length);
  const limits = new ExactSums(budgets.length);
  const isLimited = budgets.map(({ max }) => max !== null);
  for (const [index, { max }] of budgets.entries()) limits.set(index, max ?? 0n);
  const refusesWhenEqual = budgets.map(({ bound }) => bound === 'reached');
  const rules = budgets.map(({ rule }) => rule);
  // Flat, as a million requests come in no order of their courses.
  const looked = flatten(courses.map((course) => course.budgets));
  const filled = flatten(courses.map(({ charged }) => charged));
  const hasLimits = Uint8Array.from(courses, (course) => Number(course.limits.length > 0));
  const ends = Uint8Array.from(courses, ({ end }) => end);
  const counters = new LimitCounters(state, log);
  const clock = createWindowClock(state, startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1);
  for (let request = 0; request < count; request += 1) {
    const of = combination[request] ?? 0;
    const ms = startMs[request] ?? 0;
    const begun = clock.advance(ms);
    if (begun !== null) for (const budget of begun) spent.clear(budget);
    let verdict = ALLOWED;
    for (let at = looked.from[of] ?? 0; at < (looked.from[of + 1] ?? 0); at += 1) {
      const budget = looked.items[at] ?? 0;
      if (isLimited[budget] !== true) continue;
      const order = spent.compare(budget, limits, budget);
      if (order > 0 || (order === 0 && refusesWhenEqual[budget] === true)) {
        verdict = rules[budget] ?? 0;
        break;
      }
    }
    const limited = hasLimits[of] === 1 ? (courses[of]?.limits ?? NO_LIMITS) : NO_LIMITS;
    if (limited.length > 0 && verdict === ALLOWED) verdict = counters.check(limited, ms);
    if (verdict === ALLOWED) verdict = ends[of] ?? ALLOWED;
    if (limited.length > 0 && verdict === ALLOWED) counters.begin(request, limited, ms);
    verdicts[request] = verdict;
    const nano = spendNano[request] ?? -1;
    if (verdict === ALLOWED && nano > 0)
      for (let at = filled.from[of] ?? 0; at < (filled.from[of + 1] ?? 0); at += 1)
        spent.add(filled.items[at] ?? 0, nano);
  }
  return verdicts;
}

const NO_LIMITS: readonly number[] = [];

/** Lists one after the other; the list of a number lies from `from[number]` up to `from[number + 1]`. */
function flatten(lists: readonly (readonly number[])[]): {
  readonly from: Uint32Array;
  readonly items: Uint32Array;
} {
  const from = new Uint32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) from[index + 1] = (from[index] ?? 0) + list.length;
  return { from, items: Uint32Array.from(lists.flat()) };
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
