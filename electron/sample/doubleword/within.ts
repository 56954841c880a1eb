/**
 * The part of a list, newest first, that lies between two instants, both inclusive: found without looking at the rest, so
 * that a page of a long log takes no longer than one of a short one.
 *
 * @param timeOf in one spelling whose order is that of time
 * @param after null: from the beginning
 * @param before null: to the end
 */
export function within<T>(
  newestFirst: readonly T[],
  timeOf: (row: T) => string,
  after: string | null,
  before: string | null,
): readonly T[] {
  const first = before === null ? 0 : firstWhere(newestFirst, (row) => timeOf(row) <= before);
  const end = after === null ? newestFirst.length : firstWhere(newestFirst, (row) => timeOf(row) < after);
  return newestFirst.slice(first, Math.max(first, end));
}

/** Where what holds begins, in a list in which it holds from some place on. */
function firstWhere<T>(rows: readonly T[], holds: (row: T) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
