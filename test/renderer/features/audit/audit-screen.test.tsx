import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { useCoveragePanel } from '../../../../renderer/features/archive/coverage-state.ts';
import { fails, never } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { AUDIT_TOTAL } from '../../fake/audit.ts';
import { expectAccessible } from '../../render.tsx';
import { asked, copied, forgetAudit, page, rowAt, showAudit } from './show-audit.tsx';

beforeEach(forgetAudit);

describe('the Audit screen', { timeout: 30_000 }, () => {
  it('says how many match, what they cost, how long it took and what of the span is missing', async () => {
    await showAudit();
    await rowAt(0);
    expect(screen.getByText(/8 requests/).textContent).toBe(
      'October 2026 · 8 requests · $0.04763 · found in 18 ms · 2 h of prod-us missing on 12 Oct',
    );
    const lack = screen.getByRole('button', { name: '2 h of prod-us missing on 12 Oct' });
    expect(lack.title).toContain('The log has no rows here.');
    await expectAccessible();
    fireEvent.click(lack);
    expect(useCoveragePanel.getState().place).toEqual({ node: 'prod-us', month: '2026-10' });
  });

  it('names the columns that have no room, and shows them all the same', async () => {
    const measure = vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(820);
    await showAudit();
    await rowAt(0);
    const headings = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(headings()).not.toContain('Node');
    fireEvent.click(screen.getByRole('button', { name: 'Show 3 hidden columns: Out, Took, Node' }));
    expect(headings()).toEqual(expect.arrayContaining(['Out', 'Took', 'Node']));
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Fit the columns to the window' }));
    expect(headings()).not.toContain('Node');
    measure.mockRestore();
  });

  it('shows only what is in sight of many rows, and gives it all a place', async () => {
    const { bridge } = await showAudit({});
    await rowAt(0);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe(String(AUDIT_TOTAL + 1));
    expect(document.querySelectorAll('tr[data-index]').length).toBeLessThan(100);
    expect(bridge.made.filter(({ name }) => name === 'audit.page')).toHaveLength(1);
  });

  it('tells admin calls and failures apart in words', async () => {
    const [first, second, ...rest] = fakeAuditRows(3);
    if (first === undefined || second === undefined) throw new Error('The fake has too few rows.');
    await showAudit(
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
    await showAudit();
    fireEvent.click(await rowAt(0));
    const pane = screen.getByRole('complementary', { name: 'The request' });
    expect(within(pane).getByText('payments')).toBeTruthy();
    fireEvent.keyDown(await rowAt(0), { key: 'ArrowDown' });
    expect(within(screen.getByRole('complementary')).getByText('search')).toBeTruthy();
    fireEvent.keyDown(await rowAt(1), { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('shows the record as the gateway wrote it, number by number, and copies it', async () => {
    const { bridge } = await showAudit();
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByRole('button', { name: 'Raw record' }));
    const record = await screen.findByRole('region', { name: 'The raw record' });
    expect(record.textContent).toContain('logs/prod-eu-october.jsonl:1207');
    expect(record.textContent).toContain('"spend": 0.00640000');
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Copy the record as JSON' }));
    expect(await copied(bridge)).toContain('\n  "metadata": {');
  });

  it('stops reading for a record that nobody waits for any more', async () => {
    const { bridge } = await showAudit({ 'audit.record': () => new Promise(() => undefined) });
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByRole('button', { name: 'Raw record' }));
    const asked = await waitFor(() => {
      const found = bridge.made.find(({ name }) => name === 'audit.record');
      if (found === undefined) throw new Error('It was not asked for.');
      return found;
    });
    expect(asked.task).not.toBeNull();
    fireEvent.keyDown(await rowAt(0), { key: 'Escape' });
    await waitFor(() =>
      expect(bridge.made).toContainEqual(
        expect.objectContaining({ name: 'tasks.cancel', args: { task: asked.task } }),
      ),
    );
  });

  it('says that a record is made from the archive, and why', async () => {
    await showAudit({
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
    const { bridge } = await showAudit(
      page([{ ...row, id: 'chatcmpl-'.repeat(8), extra: { session: 'b1' } }]),
    );
    fireEvent.click(await rowAt(0));
    fireEvent.click(screen.getByTitle('chatcmpl-'.repeat(8)));
    fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    await waitFor(() => {
      const texts = bridge.made.filter(({ name }) => name === 'shell.copyText').map(({ args }) => args);
      expect(texts).toEqual([{ text: 'chatcmpl-'.repeat(8) }, { text: '{\n  "session": "b1"\n}' }]);
    });
  });

  it('copies the chosen rows with the columns that are shown, as a spreadsheet takes them', async () => {
    const { bridge } = await showAudit();
    fireEvent.click(await rowAt(1));
    fireEvent.click(await rowAt(3), { shiftKey: true });
    fireEvent.keyDown(await rowAt(3), { key: 'c', ctrlKey: true });
    const lines = (await copied(bridge)).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]?.split('\t').slice(0, 3)).toEqual(['start_utc', 'team_alias', 'key_alias']);
    expect(lines[1]).toContain('search');
  });

  it('brings chosen rows that were never in sight', async () => {
    const { bridge } = await showAudit({});
    fireEvent.click(await rowAt(0));
    fireEvent.keyDown(await rowAt(0), { key: 'a', ctrlKey: true });
    expect(screen.getByText(/1,240 rows chosen/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^Copy 1,240 rows/ }));
    expect((await copied(bridge)).trim().split('\r\n')).toHaveLength(AUDIT_TOTAL + 1);
  });

  it('saves all that match as CSV, as long work of the core', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'CSV' }));
    fireEvent.click(await screen.findByText('Save all 8 that match'));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'shell.saveText')).toBe(true));
    const call = bridge.made.find(({ name }) => name === 'audit.csv');
    expect(call?.args).toMatchObject({ sort: 'startMs', descending: true, limit: 100_000 });
    expect(call?.task).not.toBeNull();
  });

  it('asks for the order of the column that was chosen', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Cost' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({ sort: 'spendNano', descending: true, offset: 0 }),
    );
  });

  it('puts admin events between the requests, where they happened', async () => {
    await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Both' }));
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
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Admin events' }));
    await waitFor(() => expect(document.querySelectorAll('tr[data-index]')).toHaveLength(2));
    expect(screen.getByText(/changed back between two pulls/)).toBeTruthy();
    expect(screen.getAllByRole('columnheader')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'CSV' })).toBeNull();
    const asks = () => bridge.made.filter(({ name }) => name === 'audit.events').length;
    const before = asks();
    fireEvent.click(screen.getByRole('button', { name: 'Read the nodes’ audit logs' }));
    await waitFor(() => expect(asks()).toBe(before + 1));
  });

  it('leads to an import when nothing was imported', async () => {
    await showAudit({
      'workspace.get': () => ({ name: 'w', path: '/w', sample: false, months: [], logFiles: [] }),
    });
    expect(await screen.findByText('No requests imported yet')).toBeTruthy();
  });

  it('shows that it waits', async () => {
    await showAudit({ 'audit.page': never });
    expect(await screen.findByRole('status', { name: 'Loading' })).toBeTruthy();
  });

  it('says that the sums are without what could not be read', async () => {
    const rows = fakeAuditRows(3);
    const problems = [
      { code: 'segment_damaged', message: 'October of prod-us is damaged.', next: 'Import it.' },
    ];
    await showAudit({
      'audit.page': () => ({ rows, total: 3, spend: '1', coverage: [], tookMs: 1, problems }),
    });
    await rowAt(0);
    const missing = screen.getByRole('region', { name: 'What is missing here' });
    expect(within(missing).getByText('not all')).toBeTruthy();
    expect(missing.textContent).toContain('October of prod-us is damaged.');
    await expectAccessible();
  });

  it('shows a problem with its next step, and tries again', async () => {
    const { bridge } = await showAudit({
      'audit.page': fails('archive_unreadable', 'The segment cannot be read.', 'Import it again.'),
    });
    expect(await screen.findByText('Import it again.')).toBeTruthy();
    const asks = () => bridge.made.filter(({ name }) => name === 'audit.page').length;
    const before = asks();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(asks()).toBe(before + 1));
  });
});
