// @vitest-environment jsdom

import { beforeEach, describe, expect, it } from 'vitest';

import {
  appendRows,
  loadAuditRows,
  loadMoreAuditRows,
  markAuditRowsStale,
  rowIdOf,
  useAuditRows,
  type AuditQuery,
} from '../../../../renderer/features/audit/audit-rows.ts';
import { fails } from '../../fake-bridge.ts';
import { fakeAuditRows, MONTH } from '../../fake/archive.ts';
import { connectFake } from '../../render.tsx';

const QUERY: AuditQuery = {
  workspace: '/w',
  month: MONTH,
  filter: {},
  sort: 'startMs',
  descending: true,
};

beforeEach(() => {
  useAuditRows.setState(useAuditRows.getInitialState(), true);
});

describe('the rows of the table', () => {
  it('come in pages, in order, until all are here, and no further', async () => {
    const { made } = connectFake();
    await loadAuditRows(QUERY);
    for (let pages = 0; pages < 10; pages += 1) await loadMoreAuditRows();
    const { rows, total, spend } = useAuditRows.getState();
    expect(rows).toEqual(fakeAuditRows(1240));
    expect([total, spend]).toEqual([1240, '93.4417']);
    expect(made.filter(({ name }) => name === 'audit.page')).toHaveLength(7);
  });

  it('are asked for once at a time', async () => {
    const { made } = connectFake();
    await loadAuditRows(QUERY);
    await Promise.all([loadMoreAuditRows(), loadMoreAuditRows()]);
    expect(made.filter(({ name }) => name === 'audit.page')).toHaveLength(2);
  });

  it('are those of the newest question, even when an older answer comes later', async () => {
    let release: (() => void) | null = null;
    connectFake({
      'audit.page': async ({ filter }) => {
        if (filter.model === 'slow') await new Promise<void>((resolve) => (release = resolve));
        return {
          rows: fakeAuditRows(1),
          total: filter.model === 'slow' ? 111 : 7,
          spend: '1',
          tookMs: 1,
          problems: [],
        };
      },
    });
    const slow = loadAuditRows({ ...QUERY, filter: { model: 'slow' } });
    await loadAuditRows(QUERY);
    const finish = release as (() => void) | null;
    finish?.();
    await slow;
    expect(useAuditRows.getState().total).toBe(7);
  });

  it('stay when the next question fails, and go when another workspace is opened', async () => {
    connectFake();
    await loadAuditRows(QUERY);
    connectFake({ 'audit.page': fails('archive_unreadable', 'It cannot be read.') });
    await loadAuditRows({ ...QUERY, descending: false });
    expect(useAuditRows.getState()).toMatchObject({ total: 1240, problem: { code: 'archive_unreadable' } });
    await loadAuditRows({ ...QUERY, workspace: '/other' });
    expect(useAuditRows.getState()).toMatchObject({ total: 0, known: false });
  });

  it('are marked when the archive changed, and asked for anew when there were none', async () => {
    const { made } = connectFake({
      'audit.page': () => ({ rows: [], total: 0, spend: '0', tookMs: 1, problems: [] }),
    });
    await loadAuditRows(QUERY);
    markAuditRowsStale();
    expect(made.filter(({ name }) => name === 'audit.page')).toHaveLength(2);
    connectFake();
    await loadAuditRows(QUERY);
    markAuditRowsStale();
    expect(useAuditRows.getState().stale).toBe(true);
    await loadAuditRows(QUERY);
    expect(useAuditRows.getState().stale).toBe(false);
  });

  it('are not shown twice when an import moved them from page to page', () => {
    const rows = fakeAuditRows(10);
    const joined = appendRows(rows.slice(0, 6), rows.slice(4));
    expect(joined.map((row) => rowIdOf(row))).toEqual(rows.map((row) => rowIdOf(row)));
  });
});
