import type { ReactTable, RowData, SortingState } from '@tanstack/react-table';
import type { KeyboardEvent } from 'react';

import type { Column, TableFeatureSet } from './data-table-columns.ts';

const RESIZE_STEP = 16;

interface TableHeadProps<Row extends RowData> {
  readonly table: ReactTable<TableFeatureSet, Row>;
  readonly columns: readonly Column<Row>[];
  readonly sorting: SortingState;
  /** Pixels that each growing column gets beyond its own width; null while that is not known. */
  readonly spare: number | null;
}

/**
 * The header: a click sorts, dragging an edge resizes, a double click on it goes back.
 * By keyboard: Enter sorts, Alt with left or right arrow resizes.
 */
export function TableHead<Row extends RowData>({ table, columns, sorting, spare }: TableHeadProps<Row>) {
  const sizing = table.state.columnSizing;
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <>
      <colgroup>
        {columns.map((column) => {
          const grows = sizing[column.id] === undefined && column.grow === true;
          const width = (sizing[column.id] ?? column.width) + (grows ? (spare ?? 0) : 0);
          return <col key={column.id} style={grows && spare === null ? {} : { width }} />;
        })}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column, index) => {
            const header = headers[index];
            const sorted = sorting.find(({ id }) => id === column.id);
            const resize = (event: KeyboardEvent) => {
              if (!event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
              event.preventDefault();
              const step = event.key === 'ArrowLeft' ? -RESIZE_STEP : RESIZE_STEP;
              const width = event.currentTarget.closest('th')?.offsetWidth ?? column.width;
              table.setColumnSizing((old) => ({ ...old, [column.id]: Math.max(48, width + step) }));
            };
            return (
              <th
                key={column.id}
                scope="col"
                className={column.align === 'end' ? 'table__cell--end' : ''}
                aria-sort={ariaSort(sorted)}
              >
                {column.sortBy === undefined ? (
                  <span className="table__name">{column.header}</span>
                ) : (
                  <button
                    type="button"
                    className="table__sort"
                    onClick={(event) => header?.column.getToggleSortingHandler()?.(event)}
                    onKeyDown={resize}
                  >
                    <span className="truncate">{column.header}</span>
                    <span className="table__arrow" aria-hidden>
                      {sorted === undefined ? '' : sorted.desc ? '↓' : '↑'}
                    </span>
                  </button>
                )}
                <span
                  className="table__edge"
                  aria-hidden
                  onMouseDown={header?.getResizeHandler()}
                  onDoubleClick={() => header?.column.resetSize()}
                />
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}

function ariaSort(sorted: { readonly desc: boolean } | undefined): 'ascending' | 'descending' | undefined {
  if (sorted === undefined) return undefined;
  return sorted.desc ? 'descending' : 'ascending';
}
