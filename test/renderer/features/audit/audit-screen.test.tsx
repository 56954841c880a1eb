import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { chooseMonth } from '../../../../renderer/app/state/time-range.ts';
import { auditEvents } from '../../../../renderer/features/audit/audit-events.ts';
import { resetAuditRows } from '../../../../renderer/features/audit/audit-rows.ts';
import { AuditScreen } from '../../../../renderer/features/audit/audit-screen.tsx';
import { savedViews } from '../../../../renderer/features/audit/saved-views.tsx';
import type { AuditRow } from '../../../../shared/audit/logged-request.ts';
import type { SavedView } from '../../../../shared/audit/saved-view.ts';
import { fails, never, type FakeBridge, type FakeHandlers } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { AUDIT_TOTAL, fakeAuditAnswers, fakeViewAnswers } from '../../fake/audit.ts';
import { expectAccessible, renderLoaded } from '../../render.tsx';

beforeEach(() => {
  resetAuditRows();
  auditEvents.reset();
  savedViews.reset();
  window.localStorage.clear();
});

const page = (rows: readonly AuditRow[]): Partial<FakeHandlers> => fakeAuditAnswers(rows);
const place = () => useNavigation.getState().place;
const asked = ({ made }: FakeBridge) => made.findLast(({ name }) => name === 'audit.page')?.args;

async function show(overrides: Partial<FakeHandlers> = page(fakeAuditRows(8))) {
  const shown = await renderLoaded(<AuditScreen />, overrides);
  act(() => go({ screen: 'audit' }));
  return shown;
}

async function rowAt(index: number): Promise<HTMLElement> {
  await screen.findByRole('table', { name: 'Requests' });
  return waitFor(() => {
    const row = document.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
    if (row === null) throw new Error(`There is no row ${index}.`);
    return row;
  });
}

async function copied({ made }: FakeBridge): Promise<string> {
  await waitFor(() => expect(made.some(({ name }) => name === 'shell.copyText')).toBe(true));
  const { text } = made.findLast(({ name }) => name === 'shell.copyText')?.args as { text: string };
  return text;
}

describe('the Audit screen', { timeout: 30_000 }, () => {
  it('says how many match, what they cost, how long it took and what of the span is missing', async () => {
    await show();
    await rowAt(0);
    expect(screen.getByText(/8 requests/).textContent).toBe(
      'October 2026 · 8 requests · $0.04763 · found in 18 ms · 2 h of prod-us missing on 12 Oct',
    );
    expect(screen.getByText('2 h of prod-us missing on 12 Oct').title).toContain('The log has no rows here.');
    await expectAccessible();
  });

  it('shows only what is in sight of many rows, and gives it all a place', async () => {
    const { bridge } = await show({});
    await rowAt(0);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe(String(AUDIT_TOTAL + 1));
    expect(document.querySelectorAll('tr[data-index]').length).toBeLessThan(100);
    expect(bridge.made.filter(({ name }) => name === 'audit.page')).toHaveLength(1);
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

  it('shows the record as the gateway wrote it, number by number, and copies it', async () => {
    const { bridge } = await show();
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByRole('button', { name: 'Raw record' }));
    const record = await screen.findByRole('region', { name: 'The raw record' });
    expect(record.textContent).toContain('logs/prod-eu-october.jsonl:1207');
    expect(record.textContent).toContain('"spend": 0.00640000');
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Copy the record as JSON' }));
    expect(await copied(bridge)).toContain('\n  "metadata": {');
  });

  it('says that a record is made from the archive, and why', async () => {
    await show({
      ...page(fakeAuditRows(2)),
      'audit.record': () => ({ record: '{}', from: 'archive', where: 'eu/7', why: 'Its file is gone.' }),
    });
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByRole('button', { name: 'Raw record' }));
    const record = await screen.findByRole('region', { name: 'The raw record' });
    expect(record.textContent).toContain('From what the archive keeps, eu/7');
    expect(record.textContent).toContain('Its file is gone.');
  });

  it('copies ids whole, and fields without a place of their own as JSON', async () => {
    const [row] = fakeAuditRows(1);
    if (row === undefined) throw new Error('The fake has no row.');
    const { bridge } = await show(page([{ ...row, id: 'chatcmpl-'.repeat(8), extra: { session: 'b1' } }]));
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByTitle('chatcmpl-'.repeat(8)));
    fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    await waitFor(() => {
      const texts = bridge.made.filter(({ name }) => name === 'shell.copyText').map(({ args }) => args);
      expect(texts).toEqual([{ text: 'chatcmpl-'.repeat(8) }, { text: '{\n  "session": "b1"\n}' }]);
    });
  });

  it('copies the chosen rows with the columns that are shown, as a spreadsheet takes them', async () => {
    const { bridge } = await show();
    fireEvent.click(await rowAt(1));
    fireEvent.click(await rowAt(3), { shiftKey: true });
    fireEvent.keyDown(await rowAt(3), { key: 'c', ctrlKey: true });
    const lines = (await copied(bridge)).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]?.split('\t').slice(0, 3)).toEqual(['start_utc', 'team_alias', 'key_alias']);
    expect(lines[1]).toContain('search');
  });

  it('brings chosen rows that were never in sight', async () => {
    const { bridge } = await show({});
    fireEvent.click(await rowAt(0));
    fireEvent.keyDown(await rowAt(0), { key: 'a', ctrlKey: true });
    expect(screen.getByText(/1,240 rows chosen/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^Copy 1,240 rows/ }));
    expect((await copied(bridge)).trim().split('\r\n')).toHaveLength(AUDIT_TOTAL + 1);
  });

  it('saves all that match as CSV, as long work of the core', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'CSV' }));
    fireEvent.click(await screen.findByText('Save all 8 that match'));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'shell.saveText')).toBe(true));
    const call = bridge.made.find(({ name }) => name === 'audit.csv');
    expect(call?.args).toMatchObject({ sort: 'startMs', descending: true, limit: 100_000 });
    expect(call?.task).not.toBeNull();
  });

  it('asks for the order of the column that was chosen', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Cost' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({ sort: 'spendNano', descending: true, offset: 0 }),
    );
  });

  it('narrows by a value of a field, and shows each filter with a way off', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    fireEvent.click(await screen.findByRole('button', { name: /^fraud/ }));
    const fraud = { field: 'teamId', op: 'is', value: 't-05' };
    expect(place()).toEqual({ screen: 'audit', filter: { where: [fraud] } });
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: {
          from: '2026-10-01T00:00:00.000Z',
          until: '2026-11-01T00:00:00.000Z',
          where: [fraud],
        },
      }),
    );
    expect(screen.getByText(/1 request/).textContent).toContain('1 request ·');
    fireEvent.click(screen.getByRole('button', { name: 'Remove the filter Team is fraud' }));
    expect(place()).toEqual({ screen: 'audit', filter: { where: [] } });
  });

  it('narrows to what a row has', async () => {
    const { bridge } = await show();
    fireEvent.click(await rowAt(1));
    fireEvent.click(screen.getByTitle('Show only this prod-us'));
    await waitFor(() => expect(asked(bridge)).toMatchObject({ filter: { node: 'prod-us', where: [] } }));
    await waitFor(() => expect(screen.getByText(/3 requests/)).toBeTruthy());
  });

  it('filters by figures, and says what is wrong with one that is none', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    const fields = await screen.findByRole('list', { name: 'What to filter by' });
    fireEvent.click(within(fields).getByRole('button', { name: 'Cost' }));
    fireEvent.click(screen.getByRole('button', { name: '≥' }));
    const field = screen.getByRole('textbox', { name: 'Cost ≥ in US dollars' });
    fireEvent.change(field, { target: { value: 'much' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(screen.getByRole('alert').textContent).toContain('Give US dollars such as 0.05');
    await expectAccessible();
    fireEvent.change(field, { target: { value: '0.0066' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    const where = [{ field: 'spendNano', op: 'atLeast', value: '0.0066' }];
    await waitFor(() => expect(asked(bridge)).toMatchObject({ filter: { where } }));
    expect(await screen.findByText('Cost is at least')).toBeTruthy();
  });

  it('finds values that begin with what is typed, and takes any other as it is', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    const find = await screen.findByRole('searchbox', { name: 'Find: Team' });
    fireEvent.change(find, { target: { value: 'pay' } });
    await waitFor(() =>
      expect(bridge.made.findLast(({ name }) => name === 'audit.values')?.args).toMatchObject({
        field: 'teamId',
        prefix: 'pay',
      }),
    );
    fireEvent.keyDown(find, { key: 'Enter' });
    expect(place()).toMatchObject({ filter: { where: [{ field: 'teamId', op: 'is', value: 'pay' }] } });
  });

  it('searches when the person pauses', async () => {
    await show();
    await rowAt(0);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' chatcmpl-1 ' } });
    await waitFor(() => expect(place()).toEqual({ screen: 'audit', filter: { text: 'chatcmpl-1' } }));
  });

  it('shows another span, by name or between two instants, until another month is chosen above', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Time: October 2026' }));
    fireEvent.change(await screen.findByLabelText('From, UTC'), { target: { value: '2026-10-20T12:00:00' } });
    fireEvent.change(screen.getByLabelText('Until, UTC'), { target: { value: '2026-10-20T11:00:00' } });
    expect(screen.getByRole('alert').textContent).toBe('The end must be after the beginning.');
    fireEvent.change(screen.getByLabelText('Until, UTC'), { target: { value: '2026-10-20T12:58:00' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show this span' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: { from: '2026-10-20T12:00:00.000Z', until: '2026-10-20T12:58:00.000Z' },
      }),
    );
    act(() => chooseMonth('2026-09'));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({ filter: { from: '2026-09-01T00:00:00.000Z' } }),
    );
    expect(place()).toEqual({ screen: 'audit', filter: { range: { preset: 'month' } } });
  });

  it('hides, shows and orders columns, and remembers that', async () => {
    const first = await show();
    await rowAt(0);
    const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Key' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Session' }));
    fireEvent.click(screen.getByRole('button', { name: 'Move Model forward' }));
    expect(heads().slice(1, 3)).toEqual(['Model', 'Team']);
    expect(heads().at(-1)).toBe('Session');
    expect(heads()).not.toContain('Key');
    await expectAccessible();
    first.unmount();
    await show();
    await rowAt(0);
    expect(heads().at(-1)).toBe('Session');
  });

  it('keeps a view under a name, and opens it again', async () => {
    const view: SavedView = {
      name: 'Dear failures',
      range: { preset: 'all' },
      where: [{ field: 'ok', op: 'is', value: 'false' }],
      columns: ['startMs', 'errorMessage'],
      sort: 'spendNano',
      descending: false,
    };
    const { bridge } = await show({ ...page(fakeAuditRows(8)), ...fakeViewAnswers([view]) });
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Dear failures' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: { where: view.where },
        sort: 'spendNano',
        descending: false,
      }),
    );
    expect(asked(bridge)).not.toHaveProperty('filter.from');
    await waitFor(() => expect(screen.getAllByRole('columnheader')).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.change(await screen.findByLabelText('Keep this view as'), { target: { value: ' Mine ' } });
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Save view' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'views.save')?.args).toEqual({
        view: { ...view, name: 'Mine' },
      }),
    );
  });

  it('removes a view', async () => {
    const view: SavedView = {
      name: 'Old',
      range: { preset: 'month' },
      where: [],
      columns: ['startMs'],
      sort: 'startMs',
      descending: true,
    };
    await show({ ...page(fakeAuditRows(2)), ...fakeViewAnswers([view]) });
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the view Old' }));
    expect(await screen.findByText('No view is kept yet.')).toBeTruthy();
  });

  it('puts admin events between the requests, where they happened', async () => {
    await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'With admin events' }));
    await waitFor(() => expect(document.querySelectorAll('.audit__event')).toHaveLength(2));
    // The requests are 53 seconds apart, from 12:59:38 on back: 12:57:52 follows 12:58:45.
    const lines = [...document.querySelectorAll('tr[data-index]')].map((row) =>
      row.querySelector('time')?.getAttribute('datetime'),
    );
    expect(lines.slice(0, 6)).toEqual([
      '2026-10-20T12:59:38.000Z',
      '2026-10-20T12:58:45.000Z',
      '2026-10-20T12:58:00Z',
      '2026-10-20T12:57:52.000Z',
      '2026-10-20T12:56:59.000Z',
      '2026-10-20T12:56:30Z',
    ]);
    expect(screen.getByText(/2 admin events ·/)).toBeTruthy();
    fireEvent.click(await rowAt(2));
    const pane = screen.getByRole('complementary', { name: 'The admin event' });
    expect(within(pane).getByText('kim@northwind.example')).toBeTruthy();
    expect(within(pane).getByText('200 → 400')).toBeTruthy();
    fireEvent.keyDown(await rowAt(2), { key: 'ArrowDown' });
    expect(screen.getByRole('complementary', { name: 'The request' })).toBeTruthy();
    await expectAccessible();
  });

  it('lists admin events alone, says what they cannot tell, and reads newer ones', async () => {
    const { bridge } = await show();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Admin events' }));
    await waitFor(() => expect(document.querySelectorAll('tr[data-index]')).toHaveLength(2));
    expect(screen.getByText(/changed back between two pulls/)).toBeTruthy();
    const asks = () => bridge.made.filter(({ name }) => name === 'audit.events').length;
    const before = asks();
    fireEvent.click(screen.getByRole('button', { name: 'Read the nodes’ audit logs' }));
    await waitFor(() => expect(asks()).toBe(before + 1));
  });

  it('leads to an import when nothing was imported', async () => {
    await show({
      'workspace.get': () => ({ name: 'w', path: '/w', sample: false, months: [], logFiles: [] }),
    });
    expect(await screen.findByText('No requests imported yet')).toBeTruthy();
  });

  it('says that nothing matches, and takes the filters off but not the span', async () => {
    await show();
    const range = { preset: 'all' } as const;
    act(() =>
      go({ screen: 'audit', filter: { range, where: [{ field: 'model', op: 'is', value: 'none' }] } }),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Clear all filters' }));
    expect(place()).toEqual({ screen: 'audit', filter: { range } });
  });

  it('says until when there are requests when the span has none, and leads back to the month', async () => {
    await show();
    act(() => go({ screen: 'audit', filter: { range: { from: '2027-01-01T00:00:00Z' } } }));
    expect(await screen.findByText(/What was imported ends on/)).toBeTruthy();
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Show the month above' }));
    expect(place()).toEqual({ screen: 'audit', filter: { range: { preset: 'month' } } });
  });

  it('shows that it waits', async () => {
    await show({ 'audit.page': never });
    expect(await screen.findByRole('status', { name: 'Loading' })).toBeTruthy();
  });

  it('says that the sums are without what could not be read', async () => {
    const rows = fakeAuditRows(3);
    const problems = [
      { code: 'segment_damaged', message: 'October of prod-us is damaged.', next: 'Import it.' },
    ];
    await show({
      'audit.page': () => ({ rows, total: 3, spend: '1', coverage: [], tookMs: 1, problems }),
    });
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
    const asks = () => bridge.made.filter(({ name }) => name === 'audit.page').length;
    const before = asks();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(asks()).toBe(before + 1));
  });
});
