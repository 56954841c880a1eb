/** A time by which something must be done. */
export interface Deadline {
  /** Aborted when the time is over, or when the signal that stands above it is. */
  readonly signal: AbortSignal;
  /** True when it was the time that ended it. */
  readonly passed: () => boolean;
  /** To be called when the work is done: nothing listens or waits any more then. */
  readonly end: () => void;
}

/**
 * Begins to count `ms` milliseconds. The HTTP library's own limit starts over with every byte that comes, so that an
 * answer which drips never meets it; this one does not.
 */
export function startDeadline(above: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let passed = false;
  const stop = (): void => {
    controller.abort();
  };
  const timer = setTimeout(() => {
    passed = !above.aborted;
    stop();
  }, ms);
  if (above.aborted) stop();
  else above.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    passed: () => passed,
    end: () => {
      clearTimeout(timer);
      above.removeEventListener('abort', stop);
    },
  };
}
