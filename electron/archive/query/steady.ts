import type { NodeStore } from '../store/node-store.ts';

/** An archive that changes more often than that while one question is answered is not waited for. */
const MOST_TRIES = 12;

/**
 * Makes what runs questions until the archive was the same before and after: an import of another process may commit and
 * drop segments, and a segment may turn out to be damaged, while one is being answered.
 */
export function createSteady(stores: () => Promise<readonly NodeStore[]>) {
  async function version(): Promise<string> {
    const all = await stores();
    return (await Promise.all(all.map((store) => store.version()))).join(' ');
  }
  return async function steady<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const before = await version();
      const result = await run();
      if (tries === MOST_TRIES || (await version()) === before) return result;
    }
  };
}
