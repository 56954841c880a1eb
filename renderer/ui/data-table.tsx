import { useTable, type RowData, type SortingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';

import './data-table.css';
import {
  fitColumns,
  tableColumns,
  tableFeatureSet,
  type Column,
  type TableSort,
} from './data-table-columns.ts';
import { TableHead } from './data-table-head.tsx';
import { DataTableRow } from './data-table-row.tsx';
import { useWidth } from './use-width.ts';

export type { Column, TableSort } from './data-table-columns.ts';

/** Fewer rows than this are simply rendered; more are rendered as they scroll into sight. */
const VIRTUAL_FROM = 80;
const NO_SORT: SortingState = [];

export interface DataTableProps<Row extends RowData> {
  /** What the rows are; the accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** The row that is looked at in another pane. */
  readonly selected?: string | null;
  /**
   * Makes rows selectable: by click, and by arrow keys, Home and End once the table has the focus.
   * `extend`: with Shift, everything from where the selection began.
   */
  readonly onSelect?: (row: Row, extend: boolean) => void;
  /** Ids of all chosen rows, where more than one can be. */
  readonly chosen?: ReadonlySet<string>;
  /** With `onSort`: the order is made by whoever gives the rows. Without: it is made here. */
  readonly sort?: TableSort;
  readonly onSort?: (sort: TableSort) => void;
  /** Takes the height of its parent and scrolls inside; only then many rows are cheap. */
  readonly fill?: boolean;
  /** Pixels. */
  readonly rowHeight?: number;
  /** How many rows there are in all, when `rows` is a part of them. */
  readonly total?: number;
  /** The last rows came into sight: time to bring more. */
  readonly onEnd?: () => void;
}

/** A dense table: fixed header, resizable and sortable columns, rows by keyboard. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, rows, rowId, selected = null, onSelect, chosen, sort, onSort, total } = props;
  const { fill = false, rowHeight = 32, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState<SortingState>(NO_SORT);
  const width = useWidth(scroller);
  const columns = useMemo(() => fitColumns(props.columns, width), [props.columns, width]);
  const leftOut = props.columns.filter((column) => !columns.includes(column)).map(({ header }) => header);
  const definitions = useMemo(() => tableColumns(columns), [columns]);
  const outside = onSort !== undefined;
  const sorting = outside && sort !== undefined ? [{ id: sort.column, desc: sort.descending }] : ownSort;

  const table = useTable({
    features: tableFeatureSet,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: { sorting },
    manualSorting: outside,
    enableSortingRemoval: !outside,
    columnResizeMode: 'onChange',
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update;
      const [first] = next;
      if (!outside) setOwnSort(next);
      else if (first !== undefined) onSort({ column: first.id, descending: first.desc });
    },
  });

  const minWidth = columns.reduce((sum, { id, width }) => sum + (table.state.columnSizing[id] ?? width), 0);
  const growing = columns.filter(
    ({ id, grow }) => grow === true && table.state.columnSizing[id] === undefined,
  ).length;
  const spare = width === null ? null : Math.max(0, width - minWidth) / Math.max(1, growing);
  const model = table.getRowModel().rows;
  const virtual = fill && model.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: model.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (instance) => {
      const last = instance.range?.endIndex ?? 0;
      if (onEnd !== undefined && model.length > 0 && last >= model.length - 20) onEnd();
    },
  });
  const items = virtualizer.getVirtualItems();
  const shown = virtual ? items.map(({ index }) => index) : model.map((_, index) => index);
  const before = virtual ? (items[0]?.start ?? 0) : 0;
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;

  function move(event: KeyboardEvent): void {
    if (onSelect === undefined) return;
    const at = model.findIndex(({ id }) => id === selected);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = targetRow(event.key, at, model.length, page);
    const row = target === null ? undefined : model[target];
    if (target === null || row === undefined) return;
    event.preventDefault();
    onSelect(row.original, event.shiftKey);
    if (virtual) virtualizer.scrollToIndex(target);
    requestAnimationFrame(() => {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`);
      element?.focus({ preventScroll: virtual });
    });
  }

  return (
    <div ref={scroller} className={`table-scroller${fill ? ' table-scroller--fill' : ''}`}>
      <table
        className="table"
        style={{ minWidth }}
        aria-label={label}
        aria-rowcount={(total ?? model.length) + 1}
      >
        {leftOut.length > 0 && (
          <caption className="table__left-out">Hidden for lack of room: {leftOut.join(', ')}</caption>
        )}
        <TableHead table={table} columns={columns} sorting={sorting} spare={spare} />
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {shown.map((index) => {
            const row = model[index];
            if (row === undefined) return null;
            return (
              <DataTableRow
                key={row.id}
                row={row.original}
                index={index}
                columns={columns}
                height={rowHeight}
                selected={row.id === selected || (chosen?.has(row.id) ?? false)}
                focusable={
                  onSelect !== undefined && (row.id === selected || (selected === null && index === 0))
                }
                onSelect={onSelect && ((extend) => onSelect(row.original, extend))}
                onMove={move}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}

/** Where a key leads from a row; null when it leads nowhere. */
export function targetRow(key: string, from: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const clamp = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case 'ArrowDown':
      return clamp(from + 1);
    case 'ArrowUp':
      return clamp(from - 1);
    case 'PageDown':
      return clamp(from + page);
    case 'PageUp':
      return clamp(from - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
