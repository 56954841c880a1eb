import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  groupRows,
  rowsOf,
  type OperationRow,
} from '../../../../renderer/features/changes/operation-groups.ts';
import { layLines } from '../../../../renderer/features/changes/operation-lines.ts';
import { OperationList } from '../../../../renderer/features/changes/operation-list.tsx';
import { summarise, type Operation } from '../../../../shared/plan/plan.ts';
import { fakeChange } from '../../fake/changes.ts';
import { expectAccessible } from '../../render.tsx';

/** So many operations on two nodes, the first of each a budget and the rest keys. */
function manyRows(count: number): readonly OperationRow[] {
  const operations = Array.from({ length: count }, (_, index): Operation => ({
    id: `${index}`,
    node: index < count / 2 ? 'prod-eu' : 'prod-us',
    action: 'create',
    kind: index % 500 === 0 ? 'budget' : 'key',
    name: `thing-${index}`,
    fields: [{ path: 'models', after: ['gpt-4o-mini'] }],
  }));
  const { plan } = fakeChange();
  return rowsOf({ plan: { ...plan, operations, summary: summarise(operations), warnings: [] }, results: [] });
}

function List({ rows }: { readonly rows: readonly OperationRow[] }) {
  const [selected, setSelected] = useState(rows[0]?.operation.id ?? null);
  return <OperationList groups={groupRows(rows)} selected={selected} pushed onSelect={setSelected} />;
}

/** jsdom has no layout: a list is 600 pixels high. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => vi.restoreAllMocks());

describe('a plan of 1,507 operations', () => {
  it('renders only the rows in sight, and one of them is in the tab order', async () => {
    const { container } = render(<List rows={manyRows(1507)} />);
    const buttons = screen.getAllByRole('button');
    expect(buttons.length).toBeGreaterThan(8);
    expect(buttons.length).toBeLessThan(60);
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    const item = container.querySelector('[data-operation="2"]')?.closest('li');
    expect(item?.getAttribute('aria-setsize')).toBe('752');
    await expectAccessible(container);
  });

  it('keeps the row that is looked at when the list is scrolled far away', () => {
    const { container } = render(<List rows={manyRows(1507)} />);
    const scroller = container.querySelector('.operations__list');
    const first = screen.getByRole('button', { current: true });
    first.focus();
    act(() => {
      if (scroller !== null) scroller.scrollTop = 40_000;
      fireEvent.scroll(scroller ?? container);
    });
    expect(screen.getByRole('button', { name: /thing-740/ })).toBeTruthy();
    expect(document.activeElement).toBe(first);
    expect(screen.getAllByRole('button').length).toBeLessThan(60);
  });

  it('goes by keyboard from row to row and to the last one', () => {
    render(<List rows={manyRows(1507)} />);
    const first = screen.getByRole('button', { current: true });
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toContain('thing-500');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'End' });
    expect(document.activeElement?.textContent).toContain('thing-1506');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'Home' });
    expect(document.activeElement?.textContent).toContain('thing-0');
  });
});

it('lays every operation out once, in the order of the groups', () => {
  const rows = manyRows(7);
  const groups = groupRows(rows);
  const laid = layLines(groups);
  const inOrder = groups.flatMap(({ steps }) => steps.flatMap((step) => step.rows));
  expect(laid.rows.map(({ row }) => row)).toEqual(inOrder);
  expect(laid.rows).toHaveLength(7);
  for (const { steps } of laid.nodes) {
    for (const { step, from } of steps) {
      expect(laid.rows.find(({ row }) => row === step.rows[0])?.line).toBe(from);
    }
  }
});
