/** The two columns of the filter's list: what to filter by, and the values, the search field first. */
export interface FilterPlace {
  readonly column: 'fields' | 'values';
  /** From 0. */
  readonly index: number;
}

/** How many there are of each. */
export interface FilterCounts {
  readonly fields: number;
  /** With the search field. */
  readonly values: number;
}

/**
 * Where an arrow key leads in the filter's list; null when it leads nowhere. Up and down stay in a column, left and
 * right go to the other one, but not out of the search field, where they belong to the text.
 *
 * @param chosen index of the field whose values are shown
 */
export function nextPlace(
  key: string,
  at: FilterPlace,
  counts: FilterCounts,
  chosen: number,
): FilterPlace | null {
  const { column, index } = at;
  const last = counts[column] - 1;
  const typing = column === 'values' && index === 0;
  const to = (next: number): FilterPlace => ({ column, index: Math.min(last, Math.max(0, next)) });
  if (key === 'ArrowDown') return to(index + 1);
  if (key === 'ArrowUp') return to(index - 1);
  if (typing) return null;
  if (key === 'Home') return to(0);
  if (key === 'End') return to(last);
  if (key === 'ArrowRight' && column === 'fields' && counts.values > 0) return { column: 'values', index: 0 };
  if (key === 'ArrowLeft' && column === 'values') return { column: 'fields', index: chosen };
  return null;
}
