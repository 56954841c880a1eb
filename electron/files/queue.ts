/** Runs pieces of work one after the other, in the order in which they were given. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes a queue. Work that fails rejects for whoever gave it, and does not hold up what comes after. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
