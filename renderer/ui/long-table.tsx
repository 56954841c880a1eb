import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';

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
import { targetRow } from './data-table.tsx';
import { followScroll, laidOut, shiftTo } from './line-window.ts';
import { useWidth } from './use-width.ts';

/** What stands on a line: a row, something across all columns, or nothing yet. */
export type Line<Row> =
  | { readonly type: 'row'; readonly row: Row }
  | { readonly type: 'other'; readonly content: ReactNode }
  | { readonly type: 'pending' };

export interface LongTableProps<Row> {
  /** What the rows are; the accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** How many lines there are, here or not. */
  readonly count: number;
  readonly lineAt: (position: number) => Line<Row>;
  /** The line that is looked at in another pane. */
  readonly current: number | null;
  readonly isChosen: (position: number) => boolean;
  /** By click, and by arrow keys, Home and End. `extend`: with Shift. */
  readonly onSelect: (position: number, extend: boolean) => void;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  /** The lines in sight, both ends included: time to bring those that are not here. */
  readonly onRange: (first: number, last: number) => void;
  /** Another list begins at its top when this changes. */
  readonly listId: unknown;
  /** Lines that came in above a line since; the table keeps what is in sight where it is. */
  readonly insertedBefore: (position: number) => number;
  /** Columns go where there is no room for them; otherwise the table scrolls sideways. */
  readonly fit: boolean;
  /** The headings of the columns that went, each time others do. */
  readonly onLeftOut: (headers: readonly string[]) => void;
  /** Pixels. */
  readonly rowHeight: number;
}

const NO_ROWS: never[] = [];

/** A table of more rows than fit in memory: only the lines in sight have to be here. Takes the height of its parent. */
export function LongTable<Row extends object>(props: LongTableProps<Row>): ReactNode {
  const { label, lineAt, current, isChosen, onSelect, sort, onSort, onRange, fit, rowHeight } = props;
  const { count, listId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = useMemo(
    () => (fit ? fitColumns(props.columns, width, sort.column) : props.columns),
    [fit, props.columns, width, sort.column],
  );
  const leftOut = props.columns.filter((column) => !columns.includes(column)).map(({ header }) => header);
  const tellLeftOut = useEffectEvent(() => props.onLeftOut(leftOut));
  const whichLeftOut = leftOut.join('\n');
  useLayoutEffect(() => {
    tellLeftOut();
  }, [whichLeftOut]);
  const definitions = useMemo(() => tableColumns(columns), [columns]);
  const sorting = [{ id: sort.column, desc: sort.descending }];
  const table = useTable({
    features: tableFeatureSet,
    columns: definitions,
    data: NO_ROWS,
    state: { sorting },
    manualSorting: true,
    enableSortingRemoval: false,
    columnResizeMode: 'onChange',
    onSortingChange: (update) => {
      const [first] = typeof update === 'function' ? update(sorting) : update;
      if (first !== undefined) onSort({ column: first.id, descending: first.desc });
    },
  });
  const minWidth = columns.reduce((sum, { id, width }) => sum + (table.state.columnSizing[id] ?? width), 0);
  const growing = columns.filter(
    ({ id, grow }) => grow === true && table.state.columnSizing[id] === undefined,
  ).length;
  const spare = width === null ? null : Math.max(0, width - minWidth) / Math.max(1, growing);

  // Another list is looked at from its top.
  const [place, setPlace] = useState({ listId, shift: 0 });
  const shift = place.listId === listId ? Math.min(place.shift, count - laidOut({ count })) : 0;
  const top = useRef(0);
  const wanted = useRef<number | null>(null);
  const virtualizer = useVirtualizer({
    count: laidOut({ count }),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const found = virtualizer.getVirtualItems();
  const items = found.length > 0 ? found : firstLines(count, rowHeight);
  const first = shift + (items[0]?.index ?? 0);
  const last = shift + (items.at(-1)?.index ?? 0);
  const tell = useEffectEvent(onRange);
  useLayoutEffect(() => {
    tell(first, last);
  }, [first, last, listId, count]);

  useLayoutEffect(() => {
    top.current = 0;
    scroller.current?.scrollTo({ top: 0 });
  }, [listId]);

  // Lines that came in above push those in sight down; the scroll goes with them.
  const inserted = props.insertedBefore(shift + (virtualizer.range?.startIndex ?? 0));
  const before = useRef({ listId, count, inserted });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { listId, count, inserted };
    const element = scroller.current;
    if (element === null || old.listId !== listId || old.count === count) return;
    if (element.scrollTop > 0) element.scrollTop += (inserted - old.inserted) * rowHeight;
  });

  // A line far away is there only after the scroll; then it takes the focus.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const line = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!(line instanceof HTMLElement)) return;
    wanted.current = null;
    line.focus({ preventScroll: true });
  });

  function follow(): void {
    const element = scroller.current;
    if (element === null) return;
    const view = { rowHeight, height: element.clientHeight };
    const next = followScroll({ count, shift }, top.current, element.scrollTop, view);
    top.current = next.top;
    if (next.shift === shift) return;
    setPlace({ listId, shift: next.shift });
    element.scrollTop = next.top;
  }

  function move(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = targetRow(event.key, current ?? -1, count, page);
    if (target === null) return;
    event.preventDefault();
    wanted.current = target;
    const next = shiftTo({ count, shift }, target);
    if (next !== shift) setPlace({ listId, shift: next });
    onSelect(target, event.shiftKey);
    virtualizer.scrollToIndex(target - next);
    // What the program scrolls to is no drag of the scroll bar.
    top.current = scroller.current?.scrollTop ?? 0;
  }

  // The line in the tab order: the one that is looked at, or the first in sight where that is not.
  const focusable = current !== null && current >= first && current <= last ? current : first;
  return (
    <div ref={scroller} className="table-scroller table-scroller--fill" onScroll={follow}>
      <table className="table" style={{ minWidth }} aria-label={label} aria-rowcount={count + 1}>
        <TableHead table={table} columns={columns} sorting={sorting} spare={spare} />
        <tbody>
          {(items[0]?.start ?? 0) > 0 && <tr aria-hidden style={{ height: items[0]?.start ?? 0 }} />}
          {items.map((item) => {
            const index = shift + item.index;
            const line = lineAt(index);
            return (
              <DataTableRow
                // By its place, so that a row keeps the focus when it comes in.
                key={index}
                {...(line.type === 'row' ? { row: line.row } : { whole: <Whole line={line} /> })}
                index={index}
                columns={columns}
                height={rowHeight}
                selected={index === current || isChosen(index)}
                focusable={index === focusable}
                onSelect={(extend) => onSelect(index, extend)}
                onMove={move}
              />
            );
          })}
          <tr
            aria-hidden
            style={{ height: Math.max(0, virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)) }}
          />
        </tbody>
      </table>
    </div>
  );
}

/** What is shown before the table was laid out: about a screenful. */
function firstLines(
  count: number,
  height: number,
): readonly { readonly index: number; readonly start: number; readonly end: number }[] {
  return Array.from({ length: Math.min(count, 40) }, (_, index) => ({
    index,
    start: index * height,
    end: (index + 1) * height,
  }));
}

function Whole<Row>({ line }: { readonly line: Exclude<Line<Row>, { type: 'row' }> }): ReactNode {
  if (line.type === 'other') return line.content;
  return (
    <span className="table__pending">
      <span className="visually-hidden">Loading</span>
    </span>
  );
}
