import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';

import type { Column } from './data-table-columns.ts';

interface DataTableRowProps<Row> {
  /** Left out where something else stands on the line. */
  readonly row?: Row;
  /** What stands across all columns in the place of a row. */
  readonly whole?: ReactNode;
  /** From 0. */
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly height: number;
  readonly selected: boolean;
  /** One row of the table is in the tab order; arrow keys lead to the others. */
  readonly focusable: boolean;
  readonly onSelect: ((extend: boolean) => void) | undefined;
  /** A key that may lead to another row. */
  readonly onMove: (event: KeyboardEvent) => void;
}

/** One row. A click on a button inside it does what the button says and nothing else. */
export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { row, whole, index, columns, height, selected, focusable, onSelect, onMove } = props;
  const selectable = onSelect !== undefined;

  function choose(event: MouseEvent): void {
    const { target } = event;
    if (target instanceof Element && target.closest('button, a, input') !== null) return;
    onSelect?.(event.shiftKey);
  }

  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={`table__row${selectable ? ' table__row--selectable' : ''}${selected ? ' table__row--selected' : ''}`}
      style={{ height }}
      {...(selectable && {
        'aria-selected': selected,
        tabIndex: focusable ? 0 : -1,
        onClick: choose,
        // Shift and click chooses rows; without this it would mark text from row to row as well.
        onMouseDown: (event) => {
          if (event.shiftKey) event.preventDefault();
        },
        onKeyDown: (event) => {
          if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === ' ')) {
            event.preventDefault();
            onSelect(event.shiftKey);
          } else onMove(event);
        },
      })}
    >
      {row === undefined ? (
        <td colSpan={columns.length}>{whole}</td>
      ) : (
        columns.map((column) => (
          <td key={column.id} className={column.align === 'end' ? 'table__cell--end' : ''}>
            {column.cell(row)}
          </td>
        ))
      )}
    </tr>
  );
}
