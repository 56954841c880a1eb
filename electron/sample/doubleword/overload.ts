import { json, text } from './answer.ts';
import type { Answer } from './answer.ts';

/** How many calls were under way at once, at most. */
export interface Peaks {
  readonly calls: number;
  readonly modelLists: number;
}

/**
 * The pool of database connections of dwctl 10.13.1: six or more model lists with `include=groups` or
 * `include=pricing` at once hold all of them, and every admin call then fails after a while.
 */
export interface Pool {
  readonly peaks: () => Peaks;
  /** Runs a call; answers for it when the pool is stuck. */
  run(isModelList: boolean, answer: () => Promise<Answer>): Promise<Answer>;
}

const STUCK_AT = 6;

const OVERLOADED: Answer = {
  ...json(503, {
    error: 'service_unavailable',
    message: 'Service temporarily overloaded, please retry',
    retry_after_seconds: 30,
  }),
  headers: { 'retry-after': '30' },
};

/**
 * @param stallMs how long a stuck pool holds its callers, milliseconds (30,000 in the real one); null: it
 * never gets stuck.
 */
export function createPool(stallMs: number | null, wait: (ms: number) => Promise<void>): Pool {
  let calls = 0;
  let modelLists = 0;
  let peaks: Peaks = { calls: 0, modelLists: 0 };
  let stuckUntil: Promise<void> | null = null;
  return {
    peaks: () => peaks,
    async run(isModelList, answer) {
      calls += 1;
      if (isModelList) modelLists += 1;
      peaks = { calls: Math.max(peaks.calls, calls), modelLists: Math.max(peaks.modelLists, modelLists) };
      if (stallMs !== null && modelLists >= STUCK_AT) stuckUntil ??= wait(stallMs).then(unstick);
      try {
        const given = stuckUntil === null ? await answer() : null;
        if (stuckUntil === null && given !== null) return given;
        await stuckUntil;
        // The call that holds a connection is told; for the others the look-up of the key itself failed.
        return isModelList ? OVERLOADED : text(401, 'Authentication required');
      } finally {
        calls -= 1;
        if (isModelList) modelLists -= 1;
      }
    },
  };

  function unstick(): void {
    stuckUntil = null;
  }
}
