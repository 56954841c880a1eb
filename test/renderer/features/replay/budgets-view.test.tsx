import { fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import {
  budgetCsv,
  fillOn,
  limitWords,
  limitWordsOn,
  stateOn,
} from '../../../../renderer/features/replay/budget-words.ts';
import { BudgetsView } from '../../../../renderer/features/replay/budgets-view.tsx';
import { replayBudgets } from '../../../../renderer/features/replay/replay-state.ts';
import { fakeBudgets } from '../../fake/replay.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => replayBudgets.reset());

const show = (overrides: Partial<FakeHandlers> = {}) =>
  renderLoaded(<BudgetsView source={{ policy: null, month: '2026-10' }} />, overrides);
const rowOf = (table: HTMLElement, name: string) =>
  within(table)
    .getAllByRole('row')
    .find((row) => (row.textContent ?? '').startsWith(name))?.textContent ?? '';

describe('budgets through the month', { timeout: 30_000 }, () => {
  it('shows each budget at the end of the month: how full, used up since when, and what it refused', async () => {
    const { container } = await show();
    const table = await screen.findByRole('table', { name: 'Budgets on 31 Oct' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(rowOf(table, 'labs')).toMatch(/\$50\.00 each 30d100\.0 %used up–.*12$/);
    expect(rowOf(table, 'search')).toMatch(/\$400\.00 each 30d85\.2 %80 % or more100\.0 %never0$/);
    expect(screen.getByText('1 budget used up')).toBeTruthy();
    expect(screen.getByRole('img', { name: /How the budget of search fills/ })).toBeTruthy();
    expect(screen.getByText(/3 budgets that come less near/)).toBeTruthy();
    await expectAccessible(container);
  });

  it('goes through the days', async () => {
    await show();
    const slider = await screen.findByRole('slider', { name: 'Day' });
    fireEvent.change(slider, { target: { value: '8' } });
    expect(slider.getAttribute('aria-valuetext')).toBe('9 Oct');
    const before = screen.getByRole('table', { name: 'Budgets on 9 Oct' });
    expect(rowOf(before, 'labs')).toContain('90.0 %80 % or more');
    expect(screen.getByText('0 budgets used up')).toBeTruthy();
    fireEvent.change(slider, { target: { value: '9' } });
    expect(rowOf(screen.getByRole('table', { name: 'Budgets on 10 Oct' }), 'labs')).toContain('used up');
  });

  it('shows another one as a chart or a table, and copies its days', async () => {
    const { bridge } = await show();
    const table = await screen.findByRole('table', { name: 'Budgets on 31 Oct' });
    fireEvent.click(within(table).getByText('labs'));
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const days = screen.getByRole('table', { name: 'The budget day by day' });
    expect(within(days).getAllByRole('row')).toHaveLength(32);
    expect(rowOf(days, '3 Oct')).toBe('3 Oct–$15.00');
    fireEvent.click(screen.getByRole('button', { name: 'Copy CSV' }));
    const copied = bridge.made.find(({ name }) => name === 'shell.copyText')?.args as { text: string };
    expect(copied.text.split('\r\n')[3]).toBe('2026-10-03,,,15,50');
  });

  it('has the budgets of keys apart', async () => {
    await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Keys' }));
    const table = await screen.findByRole('table', { name: 'Budgets on 31 Oct' });
    expect(rowOf(table, 'e3b0')).toContain('31.0 %open');
  });

  it('tells what is near its limit by the first threshold of the policy', async () => {
    await show({ 'replay.budgets': () => ({ ...fakeBudgets(), alertAt: 30 }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Keys' }));
    const table = await screen.findByRole('table', { name: 'Budgets on 31 Oct' });
    expect(rowOf(table, 'e3b0')).toContain('31.0 %30 % or more');
  });

  it('says that no budget is filled, and which nodes were left out', async () => {
    await show({ 'replay.budgets': () => ({ ...fakeBudgets(), budgets: [], more: 0 }) });
    expect(await screen.findByText(/No budget is filled/)).toBeTruthy();
    expect(screen.getByText('Nothing of batch was imported.')).toBeTruthy();
  });
});

it('tells a budget that is used up from one that started anew since', () => {
  const side = { limit: '10', limits: null, period: '1d', fills: ['10', '2'], refused: 1 };
  const at = '2026-10-01T10:00:00.000Z';
  const closed = { ...side, closings: [{ at, until: '2026-10-02T00:00:00.000Z', refused: 1 }] };
  expect(stateOn(closed, 0, '2026-10-02T00:00:00.000Z', 80)).toBe('closed');
  expect(stateOn(closed, 1, '2026-10-03T00:00:00.000Z', 80)).toBe('open');
  expect(stateOn(null, 0, '2026-10-02T00:00:00.000Z', 80)).toBe('none');
  expect(fillOn({ ...side, limit: '0', closings: [] }, 0)).toBe(1);
});

it('is as full as the limit of each day says, where that changes within the month', () => {
  const side = {
    limit: '10',
    limits: ['10', '20', null],
    period: '30d',
    fills: ['10', '10', '12'],
    closings: [{ at: '2026-10-01T10:00:00.000Z', until: '2026-10-02T00:00:00.000Z', refused: 1 }],
    refused: 1,
  };
  expect([0, 1, 2].map((day) => fillOn(side, day))).toEqual([1, 0.5, null]);
  expect(stateOn(side, 1, '2026-10-03T00:00:00.000Z', 80)).toBe('open');
  expect(stateOn(side, 2, '2026-10-04T00:00:00.000Z', 80)).toBe('none');
  expect([0, 1, 2].map((day) => limitWordsOn(side, day))).toEqual([
    '$10.00 each 30d',
    '$20.00 each 30d',
    'none',
  ]);
  expect(limitWords(side)).toBe('none at the end');
  expect(limitWords({ ...side, limits: ['10', '20'] })).toBe('$20.00 each 30d at the end');
  const [, labs] = fakeBudgets().budgets;
  if (labs === undefined) throw new Error('There is no such budget.');
  const csv = budgetCsv({ ...labs, before: null, after: side }, ['2026-10-01', '2026-10-02', '2026-10-03']);
  expect(csv.split('\r\n').slice(1, 4)).toEqual([
    '2026-10-01,,,10,10',
    '2026-10-02,,,10,20',
    '2026-10-03,,,12,',
  ]);
});

it('writes a side that has no budget as nothing', () => {
  const [, labs] = fakeBudgets().budgets;
  if (labs === undefined) throw new Error('There is no such budget.');
  expect(budgetCsv({ ...labs, after: null }, ['2026-10-01']).split('\r\n')[1]).toBe('2026-10-01,,,,');
});
