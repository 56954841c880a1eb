import { fireEvent, render } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { compareValues, fitColumns } from '../../../renderer/ui/data-table-columns.ts';
import { DataTable, targetRow, type Column, type TableSort } from '../../../renderer/ui/data-table.tsx';
import { expectAccessible, screen } from '../render.tsx';

interface Row {
  readonly name: string;
  readonly cost: number;
}

const rows: readonly Row[] = [
  { name: 'search', cost: 2 },
  { name: 'Fraud', cost: 30 },
  { name: 'docs', cost: 7 },
];
const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Team', width: 100, sortBy: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'cost',
    header: 'Cost',
    width: 80,
    align: 'end',
    sortBy: ({ cost }) => cost,
    cell: ({ cost }) => cost,
  },
];
const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.firstChild?.textContent);
const table = (more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) => (
  <DataTable label="Teams" columns={columns} rows={rows} rowId={({ name }) => name} {...more} />
);

describe('DataTable', () => {
  it('sorts by a click on a header: figures from the largest, names without regard to case', () => {
    render(table());
    expect(names()).toEqual(['search', 'Fraud', 'docs']);
    fireEvent.click(screen.getByRole('button', { name: 'Cost' }));
    expect(names()).toEqual(['Fraud', 'docs', 'search']);
    fireEvent.click(screen.getByRole('button', { name: 'Team' }));
    expect(names()).toEqual(['docs', 'Fraud', 'search']);
    expect(screen.getByRole('columnheader', { name: /Team/ }).getAttribute('aria-sort')).toBe('ascending');
  });

  it('leaves the order to whoever gives the rows, when they ask for it', () => {
    const onSort = vi.fn<(sort: TableSort) => void>();
    render(table({ sort: { column: 'name', descending: false }, onSort }));
    fireEvent.click(screen.getByRole('button', { name: 'Cost' }));
    expect(onSort).toHaveBeenCalledWith({ column: 'cost', descending: true });
    expect(names()).toEqual(['search', 'Fraud', 'docs']);
  });

  it('names the columns that have no room, and none where all have', async () => {
    const more = [...columns, { id: 'share', header: 'Share', width: 90, leaveOut: 1, cell: () => '1 %' }];
    const width = vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(200);
    const { rerender } = render(table({ columns: more }));
    expect(screen.getByText('Hidden for lack of room: Share')).toBeTruthy();
    expect(screen.getByRole('table', { name: 'Teams' })).toBeTruthy();
    await expectAccessible();
    rerender(table());
    expect(screen.queryByText(/Hidden for lack of room/)).toBeNull();
    width.mockRestore();
  });

  it('chooses rows by click and by arrow keys', () => {
    const onSelect = vi.fn<(row: Row) => void>();
    render(table({ selected: 'search', onSelect }));
    const [, first] = screen.getAllByRole('row');
    fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' });
    expect(onSelect.mock.lastCall?.[0]).toBe(rows[1]);
    fireEvent.click(screen.getByText('docs'));
    expect(onSelect.mock.lastCall?.[0]).toBe(rows[2]);
    expect(first?.getAttribute('tabindex')).toBe('0');
  });

  it('resizes a column by keyboard', () => {
    const { container } = render(table());
    fireEvent.keyDown(screen.getByRole('button', { name: 'Cost' }), { key: 'ArrowRight', altKey: true });
    // jsdom has no layout: the column is 0 wide, so it grows to the least width there is.
    expect(container.querySelectorAll('col')[1]?.style.width).toBe('48px');
  });

  it('is accessible', async () => {
    const { container } = render(table({ selected: 'docs', onSelect: () => undefined }));
    await expectAccessible(container);
  });
});

it('a key never leads outside the rows', () => {
  const keys = fc.constantFrom('ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End');
  fc.assert(
    fc.property(
      keys,
      fc.integer({ min: -1, max: 60 }),
      fc.integer({ min: 1, max: 50 }),
      (key, from, count) => {
        const target = targetRow(key, Math.min(from, count - 1), count, 10);
        expect(target).toBeGreaterThanOrEqual(0);
        expect(target).toBeLessThan(count);
      },
    ),
  );
  expect(targetRow('x', 0, 3, 10)).toBeNull();
  expect(targetRow('End', 0, 0, 10)).toBeNull();
});

it('values are ordered the same both ways round', () => {
  const value = fc.oneof(fc.bigInt(), fc.bigInt());
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(compareValues(a, b) + compareValues(b, a)).toBe(0);
    }),
  );
  expect(compareValues('node-2', 'node-10')).toBeLessThan(0);
});

describe('fitColumns', () => {
  const column = (id: string, width: number, leaveOut?: number): Column<Row> => ({
    id,
    header: id,
    width,
    cell: () => id,
    ...(leaveOut !== undefined && { leaveOut }),
  });
  const all = [column('a', 100), column('b', 50, 2), column('c', 60, 1), column('d', 40)];
  const shown = (width: number | null) => fitColumns(all, width).map(({ id }) => id);

  it('leaves out the least needed first, and never those that must stay', () => {
    expect(shown(250)).toEqual(['a', 'b', 'c', 'd']);
    expect(shown(249)).toEqual(['a', 'b', 'd']);
    expect(shown(190)).toEqual(['a', 'b', 'd']);
    expect(shown(189)).toEqual(['a', 'd']);
    expect(shown(10)).toEqual(['a', 'd']);
    expect(shown(null)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never leaves out what the rows are sorted by', () => {
    expect(fitColumns(all, 200, 'c').map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    expect(fitColumns(all, 10, 'c').map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  it('fits whenever leaving out can make it fit', () => {
    const columnsOf = fc.array(
      fc.record({
        width: fc.integer({ min: 40, max: 200 }),
        rank: fc.option(fc.integer({ min: 1, max: 9 })),
      }),
    );
    fc.assert(
      fc.property(columnsOf, fc.integer({ min: 0, max: 2000 }), (made, width) => {
        const given = made.map(({ width: own, rank }, index) => column(`${index}`, own, rank ?? undefined));
        const kept = fitColumns(given, width);
        const sum = (some: readonly Column<Row>[]) => some.reduce((total, one) => total + one.width, 0);
        const fixed = given.filter(({ leaveOut }) => leaveOut === undefined);
        expect(fixed.every((one) => kept.includes(one))).toBe(true);
        expect(sum(kept) <= width || kept.length === fixed.length).toBe(true);
      }),
    );
  });
});
