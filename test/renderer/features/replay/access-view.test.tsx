import { fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { AccessView } from '../../../../renderer/features/replay/access-view.tsx';
import {
  cellWords,
  changeOf,
  isChanged,
  narrowMatrix,
} from '../../../../renderer/features/replay/access-words.ts';
import { replayMatrix } from '../../../../renderer/features/replay/replay-state.ts';
import { fakeMatrix } from '../../fake/replay.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => replayMatrix.reset());

const SOURCE = { policy: null, month: '2026-10' };
const show = (overrides: Partial<FakeHandlers> = {}) =>
  renderLoaded(<AccessView source={SOURCE} />, overrides);
const grid = () => screen.findByRole('table', { name: 'Who may call what at prod-us' });

describe('who may call what', { timeout: 30_000 }, () => {
  it('begins with what changes, each cell with its mark and in words', async () => {
    const { container } = await show();
    const table = await grid();
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    const lost = within(table).getByRole('button', {
      name: /^labs, gpt-4o: may call it today, and no longer/,
    });
    expect(lost.textContent).toContain('−361');
    expect(lost.textContent).toContain('361 requests; 361 denied');
    const won = within(table).getByRole('button', { name: /^search, claude-haiku: may not call it today/ });
    expect(won.textContent).toMatch(/no requests\+$/);
    const spent = within(table).getByRole('button', { name: /^search, gpt-4o-mini/ });
    expect(spent.textContent).toContain('+1,120');
    expect(screen.getByText(/3 cells change/)).toBeTruthy();
    await expectAccessible(container);
  });

  it('shows all, and narrows to a team or a model', async () => {
    await show();
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'All' }));
    expect(within(await grid()).getAllByRole('row')).toHaveLength(5);
    expect(
      within(await grid()).getByRole('button', { name: /^no team, gpt-4o: no team of the node/ }),
    ).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Find a team or a model'), { target: { value: 'haiku' } });
    await screen.findByText(/4 teams by 1 model$/);
    expect(within(await grid()).getAllByRole('columnheader')).toHaveLength(2);
  });

  it('is gone through by keyboard: one cell in the tab order, arrows to the others, a press to its requests', async () => {
    await show();
    const table = await grid();
    const cells = within(table).getAllByRole('button');
    expect(cells.filter((cell) => cell.tabIndex === 0)).toHaveLength(1);
    cells[0]?.focus();
    fireEvent.keyDown(document.activeElement ?? table, { key: 'ArrowRight' });
    expect(document.activeElement?.textContent).toMatch(/^labs, gpt-4o-mini/);
    fireEvent.keyDown(document.activeElement ?? table, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toMatch(/^search, gpt-4o-mini/);
    fireEvent.keyDown(document.activeElement ?? table, { key: 'End' });
    const before = useNavigation.getState().place;
    fireEvent.click(document.activeElement ?? table);
    expect(useNavigation.getState().place).toBe(before);
    fireEvent.keyDown(document.activeElement ?? table, { key: 'ArrowLeft' });
    fireEvent.click(document.activeElement ?? table);
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: {
        where: [
          { field: 'node', op: 'is', value: 'prod-us' },
          { field: 'teamId', op: 'is', value: 't-search' },
          { field: 'model', op: 'is', value: 'gpt-4o-mini' },
        ],
      },
    });
  });

  it('has groups and payers at a Doubleword node, and leads to the requests of either', async () => {
    const used = { before: true, after: false, changesWithin: false, requests: 12, denied: 12, gained: 0 };
    const unknown = { before: null, after: null, changesWithin: false, requests: 3, denied: 0, gained: 0 };
    const matrix = {
      node: 'batch',
      gateway: 'doubleword',
      models: ['llama'],
      otherModels: { names: 3, requests: 7 },
      rows: [
        { kind: 'team', id: 'g-1', name: 'research', cells: [used] },
        { kind: 'user', id: 'u-1', name: 'notebooks', cells: [used] },
        {
          kind: 'organization',
          id: 'o-1',
          name: 'Example Ltd',
          cells: [{ ...used, denied: 0, after: true }],
        },
        { kind: 'user', id: '', name: '', cells: [unknown] },
      ],
    } as const;
    const { container } = await show({ 'replay.matrix': () => ({ ...fakeMatrix(), nodes: [matrix] }) });
    fireEvent.click(await screen.findByRole('button', { name: 'All' }));
    const table = await screen.findByRole('table', { name: 'Who may call what at batch' });
    expect(within(table).getByRole('columnheader', { name: 'Group or payer' })).toBeTruthy();
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['research group', 'notebooks user', 'Example Ltd organization', 'no payer']);
    expect(screen.getByText(/4 groups and payers by 1 model$/)).toBeTruthy();
    expect(
      screen.getByText('3 more names that batch does not offer were asked for in 7 requests, and not shown.'),
    ).toBeTruthy();
    expect(
      within(table).getByRole('button', { name: /^no payer, llama: depends on who called/ }),
    ).toBeTruthy();
    await expectAccessible(container);
    fireEvent.click(within(table).getByRole('button', { name: /^notebooks, llama/ }));
    expect(useNavigation.getState().place).toMatchObject({
      filter: { where: [{ value: 'batch' }, { field: 'user', op: 'is', value: 'u-1' }, { value: 'llama' }] },
    });
  });

  it('says why there is no matrix', async () => {
    await show({ 'replay.matrix': () => ({ ...fakeMatrix(), nodes: [] }) });
    expect(await screen.findByText('Nothing of batch was imported.')).toBeTruthy();
  });

  it('says that no team loses or gains anything', async () => {
    const [first] = fakeMatrix().nodes;
    const rows = first?.rows.filter(({ name }) => name === 'hr') ?? [];
    await show({
      'replay.matrix': () => ({ ...fakeMatrix(), nodes: first ? [{ ...first, rows }] : [] }),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Changes' }));
    expect(screen.getByText('No team loses or gains anything.')).toBeTruthy();
  });
});

it('marks what is otherwise for a part of the month, and counts it as a change', () => {
  const [matrix] = fakeMatrix().nodes;
  const [labs] = matrix?.rows ?? [];
  const cell = labs?.cells[1];
  if (labs === undefined || cell === undefined) throw new Error('There is no cell.');
  expect(isChanged(cell)).toBe(false);
  const turned = { ...cell, changesWithin: true };
  expect(isChanged(turned)).toBe(true);
  expect(cellWords(labs, 'gpt-4o-mini', turned)).toBe(
    'labs, gpt-4o-mini: may call it; otherwise for a part of the month, as an exception begins or ends; 40 requests',
  );
});

it('keeps each cell in its column when it is narrowed', () => {
  const [matrix] = fakeMatrix().nodes;
  if (matrix === undefined) throw new Error('There is no matrix.');
  const { models, rows } = narrowMatrix(matrix, 'all', 'mini');
  expect(models).toEqual(['gpt-4o-mini']);
  expect(rows.map(({ cells }) => cells.map(({ requests }) => requests))).toEqual([[40], [5000], [0], [0]]);
});

it('takes a team that is yet to be made for one that may call nothing today', () => {
  const none = { changesWithin: false, requests: 0, denied: 0, gained: 0 };
  expect(changeOf({ before: null, after: true, ...none })).toBe('gains');
  expect(changeOf({ before: null, after: false, ...none })).toBe('may-not');
  expect(changeOf({ before: null, after: null, ...none })).toBe('unknown');
});
