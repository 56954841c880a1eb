import type { GatewayError } from '../http/problems.ts';

/** How many rows a page is asked to hold. It only gets smaller while a log is read. */
export interface PageSize {
  readonly rows: () => number;
  /** Takes a failure in; true when the next page is smaller for it. */
  readonly lighten: (error: GatewayError) => boolean;
  /** Takes in how long the answer to a page took, milliseconds. */
  readonly answered: (ms: number) => void;
}

/** 1.106.2 takes up to 1,000, but a row is about 10 kB and its worker answers nobody else while it writes them. */
const SIZES = [500, 250, 100, 20] as const;
/** Releases before 1.93 take no more. */
const OLDER_SIZE = 100;
/** Below it a page costs more in asking than in rows. */
const SMALLEST_FOR_SPEED = 100;
const SLOW_MS = 1_000;

/** Starts with the largest. */
export function createPageSize(): PageSize {
  let rows: number = SIZES[0];

  function shrink(most: number): boolean {
    const smaller = SIZES.find((size) => size < rows && size <= most);
    if (smaller !== undefined) rows = smaller;
    return smaller !== undefined;
  }

  return {
    rows: () => rows,
    lighten({ status, problem }) {
      if (status === 422) return shrink(OLDER_SIZE);
      const heavy = problem.code === 'answer_too_large' || problem.code === 'node_timeout';
      // The database gave up, or the worker ran out of memory: LiteLLM says no more than 500 or 504 of either.
      return heavy || status === 500 || status === 504 ? shrink(rows) : false;
    },
    answered(ms) {
      if (ms > SLOW_MS && rows > SMALLEST_FOR_SPEED) shrink(rows);
    },
  };
}
