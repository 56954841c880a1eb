import { EndQueue } from './end-queue.ts';
import { ALLOWED } from './replay-state.ts';
import type { ReplayState } from './replay-state.ts';
import type { RequestLog } from './request-log.ts';

/** Counts requests, tokens and what is under way against the limits of a set of rules, as time goes on. */
export class LimitCounters {
  readonly #state: ReplayState;
  readonly #log: RequestLog;
  readonly #openedMs: Float64Array;
  readonly #requests: Float64Array;
  readonly #tokens: Float64Array;
  readonly #running: Float64Array;
  readonly #mostRequests: Float64Array;
  readonly #mostTokens: Float64Array;
  readonly #mostRunning: Float64Array;
  /** When a rate would have let everything through that it has; milliseconds since 1970 UTC. */
  readonly #freeMs: Float64Array;
  readonly #intervalMs: Float64Array;
  readonly #aheadMs: Float64Array;
  readonly #underWay = new EndQueue();
  readonly #tokenOfCheck: number;

  constructor(state: ReplayState, log: RequestLog) {
    const { limits } = state;
    this.#state = state;
    this.#log = log;
    this.#openedMs = new Float64Array(limits.length).fill(-Infinity);
    this.#requests = new Float64Array(limits.length);
    this.#tokens = new Float64Array(limits.length);
    this.#running = new Float64Array(limits.length);
    this.#mostRequests = Float64Array.from(limits, ({ requests }) => requests ?? Infinity);
    this.#mostTokens = Float64Array.from(limits, ({ tokens }) => tokens ?? Infinity);
    this.#mostRunning = Float64Array.from(limits, ({ parallel }) => parallel ?? Infinity);
    this.#freeMs = new Float64Array(limits.length).fill(-Infinity);
    this.#intervalMs = Float64Array.from(limits, ({ rate }) => (rate === null ? 0 : 1000 / rate.perSecond));
    this.#aheadMs = Float64Array.from(limits, ({ rate }) =>
      rate === null ? 0 : ((rate.burst - 1) * 1000) / rate.perSecond,
    );
    this.#tokenOfCheck = state.counting.keepsTokenOfCheck ? 1 : 0;
  }

  /**
   * Counts a request and says the rule that refuses it, {@link ALLOWED} when none does. While a limit is exceeded already,
   * nothing is counted.
   *
   * @param limits numbers of limits, in their order
   * @param ms not before that of the last call
   */
  check(limits: readonly number[], ms: number): number {
    this.#settle(ms);
    const { limits: all, counting } = this.#state;
    for (const at of limits) {
      if (ms - (this.#openedMs[at] ?? 0) >= counting.windowMs) {
        this.#openedMs[at] = -Infinity;
        this.#requests[at] = 0;
        this.#tokens[at] = 0;
      } else if (this.#of(this.#requests, at) > this.#of(this.#mostRequests, at))
        return all[at]?.rules.requests ?? ALLOWED;
      else if (this.#of(this.#tokens, at) > this.#of(this.#mostTokens, at))
        return all[at]?.rules.tokens ?? ALLOWED;
    }
    let verdict = ALLOWED;
    for (const at of limits) {
      if (this.#openedMs[at] === -Infinity) this.#openedMs[at] = ms;
      const requests = this.#of(this.#requests, at) + 1;
      const tokens = this.#of(this.#tokens, at);
      this.#requests[at] = requests;
      this.#tokens[at] = tokens + this.#tokenOfCheck;
      if (verdict !== ALLOWED) continue;
      if (!this.#hasRateFor(at, ms)) return all[at]?.rules.requests ?? ALLOWED;
      if (requests > this.#of(this.#mostRequests, at)) verdict = all[at]?.rules.requests ?? ALLOWED;
      else if (tokens + 1 > this.#of(this.#mostTokens, at)) verdict = all[at]?.rules.tokens ?? ALLOWED;
    }
    if (verdict !== ALLOWED) return verdict;
    for (const at of limits)
      if (this.#of(this.#running, at) >= this.#of(this.#mostRunning, at))
        return all[at]?.rules.parallel ?? ALLOWED;
    return ALLOWED;
  }

  /** Takes a request that was let through as under way until its answer ends; its tokens count from then on. */
  begin(request: number, limits: readonly number[], ms: number): void {
    const tookMs = this.#log.durationMs?.[request] ?? 0;
    for (const at of limits) this.#running[at] = this.#of(this.#running, at) + 1;
    this.#underWay.push(ms + Math.max(0, tookMs), request);
  }

  /** Takes a place of a rate, if it has one (generic cell rate algorithm). */
  #hasRateFor(at: number, ms: number): boolean {
    const intervalMs = this.#of(this.#intervalMs, at);
    if (intervalMs === 0) return true;
    const freeMs = this.#of(this.#freeMs, at);
    // A nanosecond is what such limiters count in.
    if (freeMs - this.#of(this.#aheadMs, at) - ms > 1e-6) return false;
    this.#freeMs[at] = Math.max(freeMs, ms) + intervalMs;
    return true;
  }

  /** Ends what has ended by now. Tokens for which no window is open count for none. */
  #settle(ms: number): void {
    while (this.#underWay.firstMs <= ms) {
      const endMs = this.#underWay.firstMs;
      const request = this.#underWay.pop();
      const tokens = this.#log.tokens[request] ?? 0;
      for (const at of this.#state.courses[this.#log.combination[request] ?? 0]?.limits ?? []) {
        this.#running[at] = this.#of(this.#running, at) - 1;
        if (endMs - (this.#openedMs[at] ?? 0) < this.#state.counting.windowMs)
          this.#tokens[at] = this.#of(this.#tokens, at) + tokens;
      }
    }
  }

  #of(counts: Float64Array, at: number): number {
    return counts[at] ?? 0;
  }
}
