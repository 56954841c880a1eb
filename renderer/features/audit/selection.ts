/** Which rows are chosen: from the row where it began to the row that is looked at. Ids of rows. */
export interface RowSelection {
  readonly anchor: string;
  readonly current: string;
}

/** A row was chosen; with `extend` (Shift) everything between the first and it. */
export function chooseRow(old: RowSelection | null, id: string, extend: boolean): RowSelection {
  return extend && old !== null ? { anchor: old.anchor, current: id } : { anchor: id, current: id };
}

/** The chosen rows in the order of the table. A selection whose ends are gone is what is left of it. */
export function chosenRows<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  selection: RowSelection | null,
): readonly Row[] {
  if (selection === null) return [];
  const anchor = rows.findIndex((row) => idOf(row) === selection.anchor);
  const current = rows.findIndex((row) => idOf(row) === selection.current);
  if (current === -1) return [];
  const start = anchor === -1 ? current : anchor;
  return rows.slice(Math.min(start, current), Math.max(start, current) + 1);
}
