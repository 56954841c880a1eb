import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Archive } from '../../../../electron/archive/archive.ts';
import { createCoverageService } from '../../../../electron/archive/coverage/coverage-service.ts';
import type { LogWindow } from '../../../../electron/gateways/adapter.ts';
import type { DailyTotals } from '../../../../shared/audit/daily-totals.ts';
import { daysOf } from '../../../../shared/audit/months.ts';
import { createBench } from '../../../helpers/core-bench.ts';
import { unreachable } from '../../../helpers/fake-gateway.ts';

const MONTH = '2026-10';

const NONE = { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, spend: '0' };
const CALLS = {
  requests: 2,
  failures: 0,
  promptTokens: 200,
  completionTokens: 40,
  spend: '2.000000001',
  unpriced: 0,
};
const ADMIN = { ...NONE, unpriced: 0, requests: 1, failures: 1 };

/** An archive of one day: two calls to a model and one to an admin route. */
const archive: Pick<Archive, 'costReport'> = {
  async costReport(month, by) {
    const day = '2026-10-10';
    const rows = [
      { day, model: 'gpt-4o', ...CALLS },
      { day, model: '', ...ADMIN },
    ];
    const total = { ...CALLS, requests: 3, failures: 1 };
    const shown = month !== MONTH ? [] : by.includes('model') ? rows : [{ day, ...total }];
    const until = '2026-11-05T08:00:00.000Z';
    const held = { node: 'eu', from: '2026-10-01T00:00:00.000Z', until, requests: 3, gaps: [] };
    return { month, currency: 'USD', by, rows: shown, total, coverage: [held] };
  },
};

async function withRequests() {
  const bench = await createBench();
  bench.now = new Date('2026-11-05T08:00:00.000Z');
  const windows: LogWindow[] = [];
  const told = { requests: 3, failures: 1, promptTokens: 200, completionTokens: 40, spend: '2.000000001' };
  const gateway = { day: told, fails: null as Error | null };
  Object.assign(bench.litellm.adapter, {
    async dailyTotals(_connection: unknown, window: LogWindow): Promise<DailyTotals> {
      windows.push(window);
      if (gateway.fails !== null) throw gateway.fails;
      const days = daysOf(MONTH).map((day) => ({ day, ...(day === '2026-10-10' ? gateway.day : NONE) }));
      return { days, notes: [] };
    },
  });
  const service = createCoverageService({
    ...bench.dependencies,
    entry: bench.entry,
    connect: bench.connect,
    archive,
    facts: async () => null,
  });
  const ask = (name: 'coverage.reconcile' | 'coverage.reconciled', node = 'eu', month = MONTH) =>
    service[name]({ node, month }, bench.context);
  return { bench, gateway, windows, ask, told };
}

test('a month that agrees with the node, kept for later', async () => {
  const { bench, windows, ask } = await withRequests();
  expect(await ask('coverage.reconciled')).toEqual({ reconciliation: null });
  const { reconciliation } = await ask('coverage.reconcile');
  expect(reconciliation).toMatchObject({
    node: 'eu',
    month: MONTH,
    madeAt: '2026-11-05T08:00:00.000Z',
    counts: { equal: 31, explained: 0, differs: 0, unknown: 0 },
    total: { verdict: 'equal', archive: { requests: 3, failures: 1, spend: '2.000000001' } },
  });
  expect(windows).toEqual([{ sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) }]);
  expect(await ask('coverage.reconciled')).toEqual({ reconciliation });
  expect(bench.changed).toContain('archive');
});

test('what a release does not count is told apart by what named no model', async () => {
  const { gateway, ask, told } = await withRequests();
  gateway.day = { ...told, requests: 2, failures: 0 };
  const { reconciliation } = await ask('coverage.reconcile');
  const day = reconciliation?.days.find(({ day: name }) => name === '2026-10-10');
  expect(day).toMatchObject({ verdict: 'explained', reasons: [{ code: 'no-model' }] });
});

test('a nano-dollar that nothing explains is a difference', async () => {
  const { gateway, ask, told } = await withRequests();
  gateway.day = { ...told, spend: '2.000000004' };
  const { reconciliation } = await ask('coverage.reconcile');
  expect(reconciliation?.total).toMatchObject({ verdict: 'differs', difference: { spend: '-0.000000003' } });
});

test('a node that does not answer leaves the last comparison as it was', async () => {
  const { bench, gateway, ask } = await withRequests();
  const { reconciliation } = await ask('coverage.reconcile');
  gateway.fails = unreachable('eu');
  await expect(ask('coverage.reconcile')).rejects.toMatchObject({ problem: { code: 'node_unreachable' } });
  expect(await ask('coverage.reconciled')).toEqual({ reconciliation });
  const path = join(bench.workspace, 'archive/eu/reconciled-2026-10.json');
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 1 });
  await writeFile(path, '{"format":1}');
  expect(await ask('coverage.reconciled')).toEqual({ reconciliation: null });
});

test('a month to come, a month that runs, and a node that is not there', async () => {
  const { windows, ask } = await withRequests();
  await expect(ask('coverage.reconcile', 'eu', '2026-12')).rejects.toMatchObject({
    problem: { code: 'month_to_come' },
  });
  await expect(ask('coverage.reconciled', 'nowhere')).rejects.toMatchObject({
    problem: { code: 'node_unknown' },
  });
  const { reconciliation } = await ask('coverage.reconcile', 'eu', '2026-11');
  expect(windows.at(-1)).toEqual({
    sinceMs: Date.UTC(2026, 10, 1),
    untilMs: Date.parse('2026-11-05T08:00:00.000Z'),
  });
  expect(reconciliation?.days).toHaveLength(5);
});
