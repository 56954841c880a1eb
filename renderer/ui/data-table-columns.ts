import {
  columnResizingFeature,
  columnSizingFeature,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type ColumnDef,
  type RowData,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';

/** One column of a {@link DataTable}. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it, it cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number | bigint;
  /** Figures stand at the end. */
  readonly align?: 'start' | 'end';
  /** Pixels; the first guess, a person may drag it. */
  readonly width: number;
  /** Takes what room is left over. */
  readonly grow?: boolean;
  /** Where there is no room for all columns, those with a number are left out, 1 first; others stay. */
  readonly leaveOut?: number;
}

export interface TableSort {
  /** Id of the column. */
  readonly column: string;
  readonly descending: boolean;
}

/** The parts of the headless table that our tables use. */
export const tableFeatureSet = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

export type TableFeatureSet = typeof tableFeatureSet;

/**
 * The columns that a table of a width (pixels) shows: the least needed are left out until the others are whole.
 * All of them while the width is not known.
 *
 * @param kept id of a column that stays whatever it takes: the one that the rows are sorted by
 */
export function fitColumns<Row>(
  columns: readonly Column<Row>[],
  width: number | null,
  kept?: string,
): readonly Column<Row>[] {
  if (width === null) return columns;
  const shown = new Set(columns);
  let needed = columns.reduce((sum, column) => sum + column.width, 0);
  const spare = columns
    .filter(({ id, leaveOut }) => leaveOut !== undefined && id !== kept)
    .toSorted((a, b) => (a.leaveOut ?? 0) - (b.leaveOut ?? 0));
  for (const column of spare) {
    if (needed <= width) break;
    shown.delete(column);
    needed -= column.width;
  }
  return columns.filter((column) => shown.has(column));
}

/** Our columns in the words of the headless table. */
export function tableColumns<Row extends RowData>(
  columns: readonly Column<Row>[],
): ColumnDef<TableFeatureSet, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.header,
    accessorFn: (row) => column.sortBy?.(row),
    size: column.width,
    minSize: 48,
    enableSorting: column.sortBy !== undefined,
    sortDescFirst: column.align === 'end',
    sortFn: (a, b) => compareValues(column.sortBy?.(a.original), column.sortBy?.(b.original)),
  }));
}

/** Orders two values: numbers by size, texts as a person would, without regard to case. */
export function compareValues(
  a: string | number | bigint | undefined,
  b: string | number | bigint | undefined,
): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return a.localeCompare(b, undefined, { numeric: true, sensitivity: 'base' });
  }
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}
