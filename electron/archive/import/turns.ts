import { cancelled } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';

/** Lets what changes a node's archive in this process run one after the other, each node by itself. */
export interface Turns {
  /**
   * Runs something when all that were before it have ended. Rejects with `cancelled` as soon as it is no longer wanted while
   * it waits; those behind it wait no longer for it.
   */
  take<T>(node: string, work: Work, run: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs and nothing waits. */
  ended(): Promise<void>;
}

/** Makes turns that nobody has yet. */
export function createTurns(): Turns {
  /** Of each node, what has to end before the next may begin. */
  const last = new Map<string, Promise<unknown>>();

  async function wait(node: string, before: Promise<unknown>, work: Work): Promise<void> {
    work.progress(0, null, `waiting for another import into ${node}`);
    await unlessCancelled(before, work.signal, `The import into ${node}`);
  }

  return {
    take(node, work, run) {
      const before = last.get(node);
      const running = (async () => {
        if (before !== undefined) await wait(node, before, work);
        return run();
      })();
      const ended = Promise.allSettled([before, running]).then(() => {
        if (last.get(node) === ended) last.delete(node);
      });
      last.set(node, ended);
      return running;
    },
    async ended() {
      await Promise.all(last.values());
    },
  };
}

/** Waits for something that goes on whatever becomes of who waits. Rejects with `cancelled` as soon as nobody wants it. */
export async function unlessCancelled(
  waited: Promise<unknown>,
  signal: AbortSignal,
  what: string,
): Promise<void> {
  if (signal.aborted) throw cancelled(what);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled(what));
    signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([waited, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
