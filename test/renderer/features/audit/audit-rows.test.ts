// @vitest-environment jsdom

import { beforeEach, describe, expect, it } from 'vitest';

import {
  loadAuditRows,
  markAuditRowsStale,
  resetAuditRows,
  showAuditRows,
  useAuditRows,
  type AuditQuery,
} from '../../../../renderer/features/audit/audit-rows.ts';
import { rowAt } from '../../../../renderer/features/audit/row-pages.ts';
import type { CallArgs } from '../../../../shared/contract/contract.ts';
import { fails, type FakeBridge } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { AUDIT_TOTAL, fakeAuditAnswers } from '../../fake/audit.ts';
import { connectFake } from '../../render.tsx';

const QUERY: AuditQuery = {
  workspace: '/w',
  filter: { from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z', where: [] },
  sort: 'startMs',
  descending: true,
};
const NO_MATCH: AuditQuery = {
  ...QUERY,
  filter: { where: [{ field: 'model', op: 'is', value: 'no such model' }] },
};
const offsets = ({ made }: FakeBridge) =>
  made.filter(({ name }) => name === 'audit.page').map(({ args }) => (args as CallArgs<'audit.page'>).offset);

beforeEach(() => {
  resetAuditRows();
});

describe('the rows of the table', () => {
  it('come where they are looked at, without those between', async () => {
    const bridge = connectFake();
    await loadAuditRows(QUERY);
    await showAuditRows({ first: 1_190, last: 1_239 });
    const { pages, total } = useAuditRows.getState();
    const all = fakeAuditRows(AUDIT_TOTAL);
    expect(total).toBe(AUDIT_TOTAL);
    expect(rowAt(pages, 0)).toEqual(all[0]);
    expect(rowAt(pages, 1_239)).toEqual(all[1_239]);
    expect(rowAt(pages, 700)).toBeUndefined();
    expect(offsets(bridge)).toEqual([0, 1000, 1200]);
  });

  it('are asked for once, one page at a time, and only those in sight at the end of a long scroll', async () => {
    const bridge = connectFake();
    await loadAuditRows(QUERY);
    await Promise.all([250, 450, 650, 850, 1_050].map((first) => showAuditRows({ first, last: first + 40 })));
    expect(offsets(bridge)).toEqual([0, 200, 1000]);
    await showAuditRows({ first: 1_050, last: 1_090 });
    expect(offsets(bridge)).toHaveLength(3);
  });

  it('are those of the newest question, even when an older answer comes later', async () => {
    let release: (() => void) | null = null;
    const answers = fakeAuditAnswers();
    connectFake({
      'audit.page': async (args, context) => {
        if (args.sort === 'spendNano') await new Promise<void>((resolve) => (release = resolve));
        return answers['audit.page'](args, context);
      },
    });
    const slow = loadAuditRows({ ...QUERY, sort: 'spendNano' });
    await loadAuditRows(QUERY);
    const finish = release as (() => void) | null;
    finish?.();
    await slow;
    expect(useAuditRows.getState().query).toEqual(QUERY);
  });

  it('stay when the next question fails, and go when another workspace is opened', async () => {
    connectFake();
    await loadAuditRows(QUERY);
    connectFake({ 'audit.page': fails('archive_unreadable', 'It cannot be read.') });
    await loadAuditRows({ ...QUERY, descending: false });
    expect(useAuditRows.getState()).toMatchObject({
      total: AUDIT_TOTAL,
      query: QUERY,
      problem: { code: 'archive_unreadable' },
    });
    await loadAuditRows({ ...QUERY, workspace: '/other' });
    expect(useAuditRows.getState()).toMatchObject({ total: 0, query: null });
  });

  it('say why more of them cannot be brought, and do not ask again by themselves', async () => {
    connectFake();
    await loadAuditRows(QUERY);
    const bridge = connectFake({ 'audit.page': fails('archive_unreadable', 'It cannot be read.') });
    await showAuditRows({ first: 500, last: 520 });
    await showAuditRows({ first: 900, last: 920 });
    expect(useAuditRows.getState().problem?.code).toBe('archive_unreadable');
    expect(offsets(bridge)).toEqual([400]);
  });

  it('are marked when the archive changed, and asked for anew when there were none', async () => {
    const bridge = connectFake();
    await loadAuditRows(NO_MATCH);
    markAuditRowsStale();
    expect(offsets(bridge)).toHaveLength(2);
    await loadAuditRows(QUERY);
    markAuditRowsStale();
    expect(useAuditRows.getState().stale).toBe(true);
    await loadAuditRows(QUERY);
    expect(useAuditRows.getState().stale).toBe(false);
  });

  it('are marked when a page shows that there are more than at first', async () => {
    connectFake();
    await loadAuditRows(QUERY);
    connectFake(fakeAuditAnswers(fakeAuditRows(AUDIT_TOTAL + 1)));
    await showAuditRows({ first: 400, last: 420 });
    expect(useAuditRows.getState()).toMatchObject({ stale: true, total: AUDIT_TOTAL });
  });
});
