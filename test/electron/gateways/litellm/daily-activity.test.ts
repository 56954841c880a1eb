import { expect, test } from 'vitest';

import { makeSampleNode } from '../../../../electron/sample/world.ts';
import { startLitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { makeTraffic } from '../../../../electron/sample/world/traffic.ts';
import { totalsOf } from '../../../../electron/sample/world/totals.ts';
import { formatNano, sumDecimal } from '../../../../shared/cost/money.ts';
import { sendJson } from '../http/server.ts';
import { adapter, gateway, work } from './world.ts';
import { recordedBody, type Release } from './recorded.ts';

const THREE_DAYS = { sinceMs: Date.UTC(2026, 10, 22), untilMs: Date.UTC(2026, 10, 25) };
const ONE_DAY = { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) };

function activity(day: string, metrics: Record<string, unknown>, hasMore = false) {
  const all = {
    spend: 0,
    prompt_tokens: 0,
    completion_tokens: 0,
    successful_requests: 0,
    failed_requests: 0,
    ...metrics,
  };
  return { results: [{ date: day, metrics: all, breakdown: {} }], metadata: { has_more: hasMore } };
}

test.each<[Release, string, number, number]>([
  ['1.106.2', '0.01758', 158, 79],
  ['1.81.13', '0.01257', 112, 59],
])('the sums of a real %s, noise of floats taken off', async (release, spend, requests, failures) => {
  const body = recordedBody('user-daily-activity-aggregated', release);
  const { connection, server } = await gateway((asked, response) => {
    sendJson(response, asked.query.get('start_date') === '2026-11-23' ? body : { results: [], metadata: {} });
  });
  const { days, notes } = await adapter.dailyTotals(connection, THREE_DAYS, work());
  expect(days.map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
  expect(days[0]).toMatchObject({ requests: 0, spend: '0' });
  expect(days[1]).toMatchObject({ requests, failures, spend });
  expect(notes).toEqual([]);
  expect(server.asked.map(({ path }) => path)).toEqual(
    Array.from({ length: 3 }, () => '/user/daily/activity/aggregated'),
  );
});

test('a simulated month adds up to what is known of it, in both releases', async () => {
  const traffic = { seed: 3, rows: 1200 };
  const { total, byDay } = totalsOf(makeTraffic('prod-eu', traffic));
  for (const release of ['1.106.2', '1.81.13'] as const) {
    const { state, log } = makeSampleNode('prod-eu', traffic);
    const simulator = await startLitellmSimulator({ state, log, masterKey: 'sk-made-up-1', release });
    try {
      const connection = { node: 'prod-eu', url: simulator.url, key: 'sk-made-up-1' };
      const october = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };
      const { days } = await adapter.dailyTotals(connection, october, work());
      expect(days).toHaveLength(31);
      expect(sumDecimal(days.map(({ spend }) => spend ?? ''))).toBe(formatNano(total.spendNano));
      for (const { day, requests, failures, promptTokens, spend } of days) {
        const truth = byDay.get(day);
        expect({ requests, failures, promptTokens, spend }, `${release} ${day}`).toEqual({
          requests: truth?.requests ?? 0,
          failures: truth?.failures ?? 0,
          promptTokens: truth?.promptTokens ?? 0,
          spend: formatNano(truth?.spendNano ?? 0),
        });
      }
    } finally {
      await simulator.close();
    }
  }
});

test('a release without the whole sums is asked page by page, and a day that is cut is put together', async () => {
  const { connection, server } = await gateway((asked, response) => {
    if (asked.path.endsWith('/aggregated')) {
      sendJson(response, { detail: 'Not Found' }, 404);
      return;
    }
    const page = Number(asked.query.get('page'));
    const metrics = { spend: 0.1, successful_requests: page, prompt_tokens: 10 };
    sendJson(response, activity('2026-11-23', metrics, page < 3));
  });
  const { days, notes } = await adapter.dailyTotals(connection, ONE_DAY, work());
  expect(days).toEqual([
    { day: '2026-11-23', requests: 6, failures: 0, promptTokens: 30, completionTokens: 0, spend: '0.3' },
  ]);
  expect(notes).toEqual([expect.stringContaining('in pages')]);
  expect(server.asked.filter(({ path }) => path === '/user/daily/activity')).toHaveLength(3);
});

test('money keeps every digit that a nano-dollar needs, and what is no amount is said', async () => {
  const spends: Record<string, unknown> = {
    '2026-11-22': 123456.123456789,
    '2026-11-23': 1e-9,
    '2026-11-24': -3,
  };
  const { connection } = await gateway((asked, response) => {
    const day = asked.query.get('start_date') ?? '';
    sendJson(response, activity(day, { spend: spends[day] }));
  });
  const { days, notes } = await adapter.dailyTotals(connection, THREE_DAYS, work());
  expect(days.map(({ spend }) => spend)).toEqual(['123456.123456789', '0.000000001', null]);
  expect(notes).toEqual([expect.stringContaining('2026-11-24')]);
});

test('flat costs are said, not added', async () => {
  const { connection } = await gateway((_asked, response) => {
    sendJson(response, activity('2026-11-23', { spend: 1, flat_cost: 0.25 }));
  });
  const { days, notes } = await adapter.dailyTotals(connection, ONE_DAY, work());
  expect(days[0]?.spend).toBe('1');
  expect(notes).toEqual([expect.stringContaining('2026-11-23: 0.25')]);
});

test('an answer without sums is a problem that names the node and the route', async () => {
  const { connection } = await gateway((_asked, response) => {
    sendJson(response, { hello: 'world' });
  });
  await expect(adapter.dailyTotals(connection, ONE_DAY, work())).rejects.toMatchObject({
    problem: { code: 'answer_unreadable', where: 'GET /user/daily/activity/aggregated' },
  });
});
