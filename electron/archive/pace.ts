import { setImmediate as breathe } from 'node:timers/promises';

/** Lets other questions be answered while something long runs in this thread, and hears a cancel. */
export interface Pace {
  /** True when it is time for {@link rest}: cheap to ask for every row. */
  due(): boolean;
  /** Waits a moment. Rejects with what `stop` throws. */
  rest(): Promise<void>;
}

/** Nobody notices that they waited for so long, milliseconds. */
const LONGEST_MS = 20;

/** @param stop throws when the work is no longer wanted */
export function createPace(stop: () => void): Pace {
  let restedMs = performance.now();
  return {
    due: () => performance.now() - restedMs > LONGEST_MS,
    async rest() {
      await breathe();
      stop();
      restedMs = performance.now();
    },
  };
}
