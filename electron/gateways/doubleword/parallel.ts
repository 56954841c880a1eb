/** Enough to keep the four calls of a node busy without a queue that grows with the node. */
const WIDTH = 4;

/**
 * Runs a job for each item, a few at once, and gives the results in the order of the items. The first
 * failure is passed on, and no further job begins.
 */
export async function inParallel<T, R>(items: readonly T[], job: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next;
      next += 1;
      try {
        results.set(index, await job(items[index] as T));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(WIDTH, items.length) }, worker));
  return items.map((_, index) => results.get(index) as R);
}
