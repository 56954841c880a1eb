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
