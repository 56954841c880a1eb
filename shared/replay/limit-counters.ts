import { EndQueue } from './end-queue.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayCourse, ReplayState } from './replay-state.ts';
import { numberLists } from './number-lists.ts';
import type { RequestLog } from './request-log.ts';

/** Counts requests, tokens and what is under way against the limits of a set of rules, as time goes on. */
export interface LimitCounters {
  /**
   * Counts a request and says the rule that refuses it, {@link ALLOWED} when none does. While a limit is exceeded already,
   * nothing is counted.
   *
   * @param course the number of the list of limits that it meets
   * @param ms not before that of the last call
   */
  check(course: number, ms: number): number;
  /** Takes a request that was let through as under way until its answer ends; its tokens count from then on. */
  begin(course: number, ms: number, request: number): void;
  /** Ends a request that was begun here or by those before. Tokens for which no window is open count for none. */
  end(request: number, endMs: number): void;
  readonly carried: Carried;
}

/** What counters of the next phase go on with. */
interface Carried {
  /** Side by side, as they are looked at together: when the window opened, then what was counted in it. */
  readonly counts: Float64Array;
  /** When a rate would have let everything through that it has; milliseconds since 1970 UTC. */
  readonly freeMs: Float64Array;
  readonly underWay: EndQueue;
}

/** Each course of a state once, and the number of the one of each combination of a log. */
export interface DifferentCourses {
  readonly courses: readonly ReplayCourse[];
  readonly courseOf: Uint32Array;
}

/** What is counted of a limit, and where each of it lies. */
const COUNTS = 4;
const REQUESTS = 1;
const TOKENS = 2;
const RUNNING = 3;

/**
 * @param isAwaited by limits: whether one counts tokens or what is under way in any phase, so that ends of answers matter
 * @param before the counters of the phase before, whose limits are numbered alike, and the place in the log of the first
 *   request after it; null for the first phase
 */
export function createLimitCounters(
  { limits, counting }: Pick<ReplayState, 'limits' | 'counting'>,
  { combination, tokens, durationMs }: RequestLog,
  { courses, courseOf }: DifferentCourses,
  isAwaited: readonly boolean[],
  before: { readonly counters: LimitCounters; readonly first: number } | null,
): LimitCounters {
  const { windowMs } = counting;
  const tokenOfCheck = counting.keepsTokenOfCheck ? 1 : 0;
  const { from, items } = numberLists(courses.map((course) => course.limits));
  const carried = before?.counters.carried ?? nothingCounted(limits.length);
  const { counts, freeMs, underWay } = carried;
  const most = new Float64Array(limits.length * COUNTS);
  const rules = new Uint8Array(limits.length * COUNTS);
  const intervalMs = Float64Array.from(limits, ({ rate }) => (rate === null ? 0 : 1000 / rate.perSecond));
  const aheadMs = Float64Array.from(limits, ({ rate }) =>
    rate === null ? 0 : ((rate.burst - 1) * 1000) / rate.perSecond,
  );
  const hasRates = limits.some(({ rate }) => rate !== null);
  for (const [index, limit] of limits.entries()) {
    const at = index * COUNTS;
    most[at + REQUESTS] = limit.requests ?? Infinity;
    most[at + TOKENS] = limit.tokens ?? Infinity;
    most[at + RUNNING] = limit.parallel ?? Infinity;
    rules[at + REQUESTS] = limit.rules.requests;
    rules[at + TOKENS] = limit.rules.tokens;
    rules[at + RUNNING] = limit.rules.parallel;
  }
  const ends = numberLists(courses.map((course) => course.limits.filter((limit) => isAwaited[limit])));
  let nextEndMs = underWay.firstMs;

  function end(request: number, endMs: number): void {
    if (before !== null && request < before.first) {
      before.counters.end(request, endMs);
      return;
    }
    const course = courseOf[combination[request] ?? 0] ?? 0;
    for (let at = ends.from[course] ?? 0; at < (ends.from[course + 1] ?? 0); at += 1) {
      const limit = (ends.items[at] ?? 0) * COUNTS;
      counts[limit + RUNNING] = (counts[limit + RUNNING] ?? 0) - 1;
      if (endMs - (counts[limit] ?? 0) < windowMs)
        counts[limit + TOKENS] = (counts[limit + TOKENS] ?? 0) + (tokens[request] ?? 0);
    }
  }

  /** Ends what has ended by now. */
  function settle(ms: number): void {
    while (nextEndMs <= ms) {
      end(underWay.pop(), nextEndMs);
      nextEndMs = underWay.firstMs;
    }
  }

  /** Takes a place of a rate, if it has one (generic cell rate algorithm). */
  function hasRateFor(limit: number, ms: number): boolean {
    const interval = intervalMs[limit] ?? 0;
    if (interval === 0) return true;
    const free = freeMs[limit] ?? 0;
    // A nanosecond is what such limiters count in.
    if (free - (aheadMs[limit] ?? 0) - ms > 1e-6) return false;
    freeMs[limit] = Math.max(free, ms) + interval;
    return true;
  }

  return {
    carried,
    end,
    check(course, ms) {
      if (nextEndMs <= ms) settle(ms);
      const [first, end] = [from[course] ?? 0, from[course + 1] ?? 0];
      for (let at = first; at < end; at += 1) {
        const limit = (items[at] ?? 0) * COUNTS;
        if (ms - (counts[limit] ?? 0) >= windowMs) {
          counts[limit] = -Infinity;
          counts[limit + REQUESTS] = 0;
          counts[limit + TOKENS] = 0;
        } else if ((counts[limit + REQUESTS] ?? 0) > (most[limit + REQUESTS] ?? 0))
          return rules[limit + REQUESTS] ?? ALLOWED;
        else if ((counts[limit + TOKENS] ?? 0) > (most[limit + TOKENS] ?? 0))
          return rules[limit + TOKENS] ?? ALLOWED;
      }
      let verdict = ALLOWED;
      for (let at = first; at < end; at += 1) {
        const limit = (items[at] ?? 0) * COUNTS;
        if (counts[limit] === -Infinity) counts[limit] = ms;
        const requests = (counts[limit + REQUESTS] ?? 0) + 1;
        const spent = counts[limit + TOKENS] ?? 0;
        counts[limit + REQUESTS] = requests;
        counts[limit + TOKENS] = spent + tokenOfCheck;
        if (verdict !== ALLOWED) continue;
        if (hasRates && !hasRateFor(items[at] ?? 0, ms)) return rules[limit + REQUESTS] ?? ALLOWED;
        if (requests > (most[limit + REQUESTS] ?? 0)) verdict = rules[limit + REQUESTS] ?? ALLOWED;
        else if (spent + 1 > (most[limit + TOKENS] ?? 0)) verdict = rules[limit + TOKENS] ?? ALLOWED;
      }
      if (verdict !== ALLOWED) return verdict;
      for (let at = first; at < end; at += 1) {
        const limit = (items[at] ?? 0) * COUNTS;
        if ((counts[limit + RUNNING] ?? 0) >= (most[limit + RUNNING] ?? 0))
          return rules[limit + RUNNING] ?? ALLOWED;
      }
      return ALLOWED;
    },
    begin(course, ms, request) {
      const [first, end] = [ends.from[course] ?? 0, ends.from[course + 1] ?? 0];
      if (first === end) return;
      for (let at = first; at < end; at += 1) {
        const limit = (ends.items[at] ?? 0) * COUNTS;
        counts[limit + RUNNING] = (counts[limit + RUNNING] ?? 0) + 1;
      }
      underWay.push(ms + Math.max(0, durationMs?.[request] ?? 0), request);
      nextEndMs = underWay.firstMs;
    },
  };
}

function nothingCounted(limits: number): Carried {
  const counts = new Float64Array(limits * COUNTS);
  for (let limit = 0; limit < limits; limit += 1) counts[limit * COUNTS] = -Infinity;
  return { counts, freeMs: new Float64Array(limits).fill(-Infinity), underWay: new EndQueue() };
}
