import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { useAuditRows } from '../../../../renderer/features/audit/audit-rows.ts';
import { AuditScreen } from '../../../../renderer/features/audit/audit-screen.tsx';
import type { AuditRow } from '../../../../shared/audit/logged-request.ts';
import { fails, type FakeHandlers } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { expectAccessible, renderLoaded } from '../../render.tsx';

beforeEach(() => {
  useAuditRows.setState(useAuditRows.getInitialState(), true);
});

/** Few enough rows that all of them are rendered without a layout. */
function page(rows: readonly AuditRow[]): Partial<FakeHandlers> {
  return { 'audit.page': () => ({ rows, total: rows.length, spend: '246.90', tookMs: 18, problems: [] }) };
}

async function show(overrides: Partial<FakeHandlers> = page(fakeAuditRows(8))) {
  const shown = await renderLoaded(<AuditScreen />, overrides);
  act(() => go({ screen: 'audit' }));
  return shown;
}

async function rowAt(index: number): Promise<HTMLElement> {
  await screen.findByRole('table', { name: 'Requests' });
  const row = document.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
  if (row === null) throw new Error(`There is no row ${index}.`);
  return row;
}

describe('the Audit screen', { timeout: 30_000 }, () => {
  it('says how many match, what they cost and how long it took', async () => {
    await show();
    await rowAt(0);
    expect(screen.getByText(/8 requests/).textContent).toBe(
      'October 2026 · 8 requests · $246.90 · found in 18 ms',
    );
    await expectAccessible();
  });

  it('tells admin calls and failures apart in words', async () => {
    const [first, second, ...rest] = fakeAuditRows(3);
    if (first === undefined || second === undefined) throw new Error('The fake has too few rows.');
    await show(
      page([
        { ...first, kind: 'management', callType: '/team/update' },
        { ...second, ok: false, errorCode: '403' },
        ...rest,
      ]),
    );
    expect((await rowAt(0)).textContent).toContain('admin/team/update');
    expect((await rowAt(1)).textContent).toContain('403');
  });

  it('shows all of a row, and goes on by the arrow keys', async () => {
    await show();
    fireEvent.click(await rowAt(0));
    const pane = screen.getByRole('complementary', { name: 'The request' });
    expect(within(pane).getByText('payments')).toBeTruthy();
    fireEvent.keyDown(await rowAt(0), { key: 'ArrowDown' });
    expect(within(screen.getByRole('complementary')).getByText('search')).toBeTruthy();
    fireEvent.keyDown(await rowAt(1), { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('copies ids whole, and fields without a place of their own as JSON', async () => {
    const [row] = fakeAuditRows(1);
    if (row === undefined) throw new Error('The fake has no row.');
    const { bridge } = await show(page([{ ...row, id: 'chatcmpl-'.repeat(8), extra: { session: 'b1' } }]));
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByTitle('chatcmpl-'.repeat(8)));
    fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    await waitFor(() => {
      const copied = bridge.made.filter(({ name }) => name === 'shell.copyText').map(({ args }) => args);
      expect(copied).toEqual([{ text: 'chatcmpl-'.repeat(8) }, { text: '{\n  "session": "b1"\n}' }]);
    });
  });

  it('copies the chosen rows as CSV', async () => {
    const { bridge } = await show();
    fireEvent.click(await rowAt(1));
    fireEvent.click(await rowAt(3), { shiftKey: true });
    fireEvent.keyDown(await rowAt(3), { key: 'c', ctrlKey: true });
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'shell.copyText')).toBe(true));
    const copied = bridge.made.find(({ name }) => name === 'shell.copyText');
    const { text } = (copied?.args ?? { text: '' }) as { text: string };
    expect(text.trim().split('\r\n')).toHaveLength(4);
    expect(text).toContain('search');
  });

  it('asks for the order of the column that was chosen', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Cost' }));
    await waitFor(() =>
      expect(bridge.made.findLast(({ name }) => name === 'audit.page')?.args).toMatchObject({
        sort: 'spendNano',
        descending: true,
        offset: 0,
      }),
    );
  });

  it('narrows by a value of the month, and by a row, and shows each filter with a way off', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    fireEvent.click(await screen.findByRole('button', { name: /^fraud/ }));
    expect(useNavigation.getState().place).toEqual({ screen: 'audit', filter: { teamId: 't-05' } });
    await waitFor(() =>
      expect(bridge.made.findLast(({ name }) => name === 'audit.page')?.args).toMatchObject({
        filter: { month: '2026-10', teamId: 't-05' },
      }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Remove the filter team is fraud' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'audit', filter: {} });
    fireEvent.click(await rowAt(1));
    fireEvent.click(screen.getByTitle('Show only this prod-us'));
    expect(useNavigation.getState().place).toEqual({ screen: 'audit', filter: { node: 'prod-us' } });
  });

  it('searches when the person pauses', async () => {
    await show();
    await rowAt(0);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' chatcmpl-1 ' } });
    await waitFor(() =>
      expect(useNavigation.getState().place).toEqual({ screen: 'audit', filter: { text: 'chatcmpl-1' } }),
    );
  });

  it('leads to an import when nothing was imported', async () => {
    await show({
      'workspace.get': () => ({ name: 'w', path: '/w', sample: false, months: [], logFiles: [] }),
    });
    expect(await screen.findByText('No requests imported yet')).toBeTruthy();
  });

  it('says that nothing matches, and takes the filters off', async () => {
    await show(page([]));
    act(() => go({ screen: 'audit', filter: { model: 'none' } }));
    fireEvent.click(await screen.findByRole('button', { name: 'Clear all filters' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'audit', filter: {} });
  });

  it('says that the sums are without what could not be read', async () => {
    const rows = fakeAuditRows(3);
    const problems = [
      { code: 'segment_damaged', message: 'October of prod-us is damaged.', next: 'Import it.' },
    ];
    await show({ 'audit.page': () => ({ rows, total: 3, spend: '1', tookMs: 1, problems }) });
    await rowAt(0);
    const missing = screen.getByRole('region', { name: 'What is missing here' });
    expect(within(missing).getByText(/not all/)).toBeTruthy();
    expect(within(missing).getByRole('alert').textContent).toContain('October of prod-us is damaged.');
    await expectAccessible();
  });

  it('shows a problem with its next step, and tries again', async () => {
    const { bridge } = await show({
      'audit.page': fails('archive_unreadable', 'The segment cannot be read.', 'Import it again.'),
    });
    expect(await screen.findByText('Import it again.')).toBeTruthy();
    const asked = bridge.made.filter(({ name }) => name === 'audit.page').length;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(bridge.made.filter(({ name }) => name === 'audit.page')).toHaveLength(asked + 1),
    );
  });
});
