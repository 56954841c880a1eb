/**
 * Results of one question after the other, in order. The next is asked while one is worked with, and no more than that.
 * Rejects where a question does, when its turn has come.
 */
export async function* oneAhead<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): AsyncGenerator<R> {
  const [first, ...others] = items;
  if (first === undefined) return;
  let ahead = ask(first);
  for (const item of others) {
    const result = await ahead;
    ahead = ask(item);
    // Whoever reads no further does not hear of it either.
    ahead.catch(() => undefined);
    yield result;
  }
  yield await ahead;
}
