/**
 * Does work for each item, at most `limit` at once; answers in the order of the items. After a failure nothing
 * more is begun; what runs is waited for, then the failure is rejected with.
 */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  async function lane(): Promise<void> {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      try {
        answers[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return answers;
}
