import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';

import type { Column } from '../../../renderer/ui/data-table-columns.ts';
import { LongTable, type Line } from '../../../renderer/ui/long-table.tsx';
import { expectAccessible } from '../render.tsx';

interface Row {
  readonly name: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', width: 120, sortBy: ({ name }) => name, cell: ({ name }) => name },
];
/** With some that are left out where there is no room. */
const MORE_COLUMNS: readonly Column<Row>[] = [
  ...COLUMNS,
  { id: 'size', header: 'Size', width: 80, leaveOut: 2, cell: ({ name }) => `${name.length}` },
  { id: 'end', header: 'End', width: 80, leaveOut: 1, cell: ({ name }) => name.slice(-1) },
];
const SORT = { column: 'name', descending: false };

function Example(props: {
  readonly count: number;
  readonly lineAt?: (position: number) => Line<Row>;
  readonly onRange?: (first: number, last: number) => void;
  readonly columns?: readonly Column<Row>[];
  readonly fit?: boolean;
  readonly onLeftOut?: (headers: readonly string[]) => void;
}) {
  const [current, setCurrent] = useState<number | null>(null);
  return (
    <LongTable<Row>
      label="Names"
      columns={props.columns ?? COLUMNS}
      count={props.count}
      lineAt={props.lineAt ?? ((position) => ({ type: 'row', row: { name: `row ${position}` } }))}
      current={current}
      isChosen={() => false}
      onSelect={setCurrent}
      sort={SORT}
      onSort={() => undefined}
      onRange={props.onRange ?? (() => undefined)}
      listId="one"
      insertedBefore={() => 0}
      fit={props.fit ?? true}
      onLeftOut={props.onLeftOut ?? (() => undefined)}
      rowHeight={30}
    />
  );
}

const line = (index: number) => document.querySelector<HTMLElement>(`tr[data-index="${index}"]`);

describe('a long table', () => {
  it('says how many rows there are, and has few of them in the page', async () => {
    const ranges: (readonly [number, number])[] = [];
    render(<Example count={5_000_000} onRange={(...range) => ranges.push(range)} />);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('5000001');
    expect(document.querySelectorAll('tr[data-index]').length).toBeLessThan(100);
    expect(ranges[0]?.[0]).toBe(0);
    await expectAccessible();
  });

  it.each([
    { width: 300, fit: true, left: [] },
    { width: 210, fit: true, left: ['End'] },
    { width: 150, fit: true, left: ['Size', 'End'] },
    { width: 150, fit: false, left: [] },
  ])('says which columns have no room in $width pixels, fitted: $fit', ({ width, fit, left }) => {
    const measure = vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
    const told: (readonly string[])[] = [];
    render(
      <Example count={3} columns={MORE_COLUMNS} fit={fit} onLeftOut={(headers) => told.push(headers)} />,
    );
    measure.mockRestore();
    expect(told.at(-1)).toEqual(left);
    const shown = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(shown).toHaveLength(3 - left.length);
  });

  it('keeps a place for a row that is not here yet, and the focus in it when it comes', () => {
    const { rerender } = render(<Example count={3} lineAt={() => ({ type: 'pending' })} />);
    expect(line(1)?.textContent).toBe('Loading');
    line(1)?.focus();
    rerender(<Example count={3} />);
    expect(line(1)?.textContent).toBe('row 1');
    expect(document.activeElement).toBe(line(1));
  });

  it('goes from line to line by the arrow keys, whatever stands on them', () => {
    render(
      <Example
        count={3}
        lineAt={(position) =>
          position === 1
            ? { type: 'other', content: <em>something else</em> }
            : { type: 'row', row: { name: `row ${position}` } }
        }
      />,
    );
    fireEvent.click(line(0) as HTMLElement);
    fireEvent.keyDown(line(0) as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toBe('something else');
    expect(line(1)?.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(line(1) as HTMLElement, { key: 'End' });
    expect(document.activeElement).toBe(line(2));
  });
});
