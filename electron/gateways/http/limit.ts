import { setMaxListeners } from 'node:events';

/** Runs a job when one of the slots is free; rejects with the signal's reason when aborted while waiting. */
export type Limit = <T>(job: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** At most `slots` jobs at once, the others in the order in which they came. */
export function createLimit(slots: number): Limit {
  let free = slots;
  const waiting: (() => void)[] = [];

  const take = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    // Everything that waits listens for the end of the one task.
    setMaxListeners(0, signal);
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal.reason as Error);
      };
      waiting.push(turn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };

  /** A slot goes straight to the next in the queue, so that nobody can step in between. */
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return async (job, signal) => {
    await take(signal);
    try {
      return await job();
    } finally {
      give();
    }
  };
}
