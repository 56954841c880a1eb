import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { createCoverageService } from '../../../../electron/archive/coverage/coverage-service.ts';
import type { LogWindow } from '../../../../electron/gateways/adapter.ts';
import type { DailyTotals } from '../../../../shared/audit/daily-totals.ts';
import { daysOf } from '../../../../shared/audit/months.ts';
import { createBench } from '../../../helpers/core-bench.ts';
import { unreachable } from '../../../helpers/fake-gateway.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';

const MONTH = '2026-10';

/** Two calls to a model and one to an admin route on 10 October, imported. */
async function withRequests() {
  const bench = await createBench();
  bench.now = new Date('2026-11-05T08:00:00.000Z');
  const archive = openArchive(bench.workspace, { now: () => bench.now });
  const rows = [
    makeRequest({ id: '1', spendNano: 1 }),
    makeRequest({ id: '2', spendNano: 2_000_000_000 }),
    makeRequest({
      id: '3',
      kind: 'management',
      model: '',
      ok: false,
      spendNano: null,
      promptTokens: 0,
      completionTokens: 0,
    }),
  ];
  const whole = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };
  await archive.importPages('eu', sourceOf([rows], { covers: whole }), quietWork());
  const windows: LogWindow[] = [];
  const told = { requests: 3, failures: 1, promptTokens: 200, completionTokens: 40, spend: '2.000000001' };
  const gateway = { day: told, fails: null as Error | null };
  Object.assign(bench.litellm.adapter, {
    async dailyTotals(_connection: unknown, window: LogWindow): Promise<DailyTotals> {
      windows.push(window);
      if (gateway.fails !== null) throw gateway.fails;
      const none = { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, spend: '0' };
      const days = daysOf(MONTH).map((day) => ({ day, ...(day === '2026-10-10' ? gateway.day : none) }));
      return { days, notes: [] };
    },
  });
  const service = createCoverageService({
    ...bench.dependencies,
    entry: bench.entry,
    connect: bench.connect,
    archive,
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
