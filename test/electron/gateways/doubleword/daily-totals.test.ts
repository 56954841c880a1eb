import { expect, test } from 'vitest';

import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { formatNano, parseNano, sumDecimal } from '../../../../shared/cost/money.ts';
import { recording } from '../../sample/doubleword/recordings.ts';
import { sendJson, startServer } from '../http/server.ts';
import { closeAfterwards, LOG, OCTOBER, startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({
  client: { retries: 0 },
  now: () => new Date('2026-11-20T00:00:00Z'),
});
const usage = LOG.ledger.filter(({ transaction_type: type }) => type === 'usage');

/** The sample's ledger has nothing finer than a nano-dollar. */
function dollars(amounts: readonly string[]): string {
  return formatNano(amounts.reduce((sum, amount) => sum + (parseNano(amount) ?? -1n), 0n));
}

test('calls and tokens by the day of the call, money by the day of the charge', async () => {
  const { connection } = await startNode();
  const { days, notes } = await adapter.dailyTotals(connection, OCTOBER, work());
  expect(days).toHaveLength(31);
  for (const { day, requests, failures, promptTokens, completionTokens, spend } of days) {
    const entries = LOG.entries.filter(({ timestamp }) => timestamp.startsWith(day));
    const sum = (name: 'prompt_tokens' | 'completion_tokens') =>
      entries.reduce((total, entry) => total + entry[name], 0);
    expect({ requests, failures, promptTokens, completionTokens }, day).toEqual({
      requests: entries.length,
      failures: entries.filter(({ status_code: status }) => status >= 300).length,
      promptTokens: sum('prompt_tokens'),
      completionTokens: sum('completion_tokens'),
    });
    const charged = usage.filter(({ created_at: at }) => at.startsWith(day));
    expect(spend, day).toBe(dollars(charged.map(({ amount }) => amount)));
  }
  expect(sumDecimal(days.map(({ spend }) => spend ?? ''))).not.toBe('0');
  expect(notes).toHaveLength(1);
});

test('the first hour of charges is told as belonging perhaps to the day before', async () => {
  const { connection } = await startNode();
  const { days } = await adapter.dailyTotals(connection, OCTOBER, work());
  const early = (day: string) =>
    dollars(usage.filter(({ created_at: at }) => at.startsWith(`${day}T00:`)).map(({ amount }) => amount));
  const tenth = days.find(({ day }) => day === '2026-10-10');
  expect(tenth?.borderline).toEqual({ early: early('2026-10-10'), late: early('2026-10-11') });
});

test('the sums that a real dwctl gave', async () => {
  const asked: URLSearchParams[] = [];
  const server = await startServer(({ path, query }, response) => {
    if (path.endsWith('/requests/aggregate')) {
      asked.push(query);
      sendJson(response, recording('requests-aggregate').response.body);
    } else sendJson(response, { data: [], has_more: false, page_start_balance: '0' });
  });
  closeAfterwards(server);
  const connection = { node: 'dw-eu', url: server.url, key: 'made-up' };
  const window = { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) };
  const { days } = await adapter.dailyTotals(connection, window, work());
  expect(days).toEqual([
    {
      day: '2026-11-23',
      requests: 40,
      failures: 17,
      promptTokens: 95,
      completionTokens: 334,
      spend: '0',
      borderline: { early: '0', late: '0' },
    },
  ]);
  expect(asked[0]?.get('timestamp_after')).toBe('2026-11-23T00:00:00.000Z');
  expect(asked[0]?.get('timestamp_before')).toBe('2026-11-23T23:59:59.999999Z');
});

test('a node without sums is a problem that names it', async () => {
  const server = await startServer((_asked, response) => {
    sendJson(response, { data: [], has_more: false });
  });
  closeAfterwards(server);
  const connection = { node: 'dw-eu', url: server.url, key: 'made-up' };
  await expect(adapter.dailyTotals(connection, OCTOBER, work())).rejects.toMatchObject({
    problem: { code: 'answer_unreadable', message: expect.stringContaining('dw-eu') as string },
  });
});

test('there is no log of administrators, and that is said', async () => {
  const { connection } = await startNode();
  const log = await adapter.readAuditEvents(connection, OCTOBER, work());
  expect(log).toMatchObject({ available: false, events: [] });
  expect(log.why).toContain('Doubleword');
});
