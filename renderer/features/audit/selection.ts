import type { RowRange } from './row-pages.ts';

/**
 * Which requests are chosen: from the one where it began to the one that is looked at, by their index among all that
 * match. Rows that are scrolled out of sight, or were never here, can be chosen as well.
 */
export interface RowSelection {
  readonly anchor: number;
  readonly current: number;
}

/** A row was chosen; with `extend` (Shift) everything between the first and it. */
export function chooseRow(old: RowSelection | null, index: number, extend: boolean): RowSelection {
  return extend && old !== null ? { anchor: old.anchor, current: index } : { anchor: index, current: index };
}

/** The chosen rows from the first to the last. */
export function rangeOf({ anchor, current }: RowSelection): RowRange {
  return { first: Math.min(anchor, current), last: Math.max(anchor, current) };
}

/** How many rows are chosen. */
export function chosenCount(selection: RowSelection | null): number {
  return selection === null ? 0 : Math.abs(selection.anchor - selection.current) + 1;
}

/** Whether a row is among the chosen. */
export function isChosen(selection: RowSelection | null, index: number): boolean {
  if (selection === null) return false;
  const { first, last } = rangeOf(selection);
  return index >= first && index <= last;
}
