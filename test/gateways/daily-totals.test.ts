import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LogWindow } from '../../electron/gateways/adapter.ts';
import type { GatewayFigures } from '../../shared/audit/day-figures.ts';
import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import { DAY_MS } from '../../shared/audit/months.ts';
import { formatNano } from '../../shared/cost/money.ts';
import { openTarget, work, type Target } from './target.ts';
import { makeCalls } from './traffic.ts';

/** A busy proxy adds its days up once a minute. */
const PATIENCE_MS = 180_000;
const CALLS = 60;

describe('what the gateway counted of a day', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget();
    await makeCalls(target, CALLS);
  }, PATIENCE_MS);
  afterAll(() => target.close());

  it(
    'is what its own log adds up to, to the nano-dollar',
    async () => {
      const sinceMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
      const began = Date.now();
      for (;;) {
        const window = { sinceMs, untilMs: Date.now() };
        const [told, logged] = [await toldOf(target, window), await loggedIn(target, window)];
        const same = JSON.stringify(told) === JSON.stringify(logged);
        if ((logged.requests ?? 0) >= CALLS && (same || Date.now() - began > PATIENCE_MS - 20_000)) {
          expect(told).toEqual(logged);
          return;
        }
        await pause(target.real ? 3000 : 10);
      }
    },
    PATIENCE_MS,
  );

  it('has an audit log with a licence only, and says so', async () => {
    const window = { sinceMs: Date.now() - DAY_MS, untilMs: Date.now() };
    const log = await target.adapter.readAuditEvents(target.connection(), window, work());
    expect(log).toMatchObject({ available: false, events: [] });
    expect(log.why).toContain('licence');
  });
});

async function toldOf(target: Target, window: LogWindow): Promise<GatewayFigures | undefined> {
  const { days } = await target.adapter.dailyTotals(target.connection(), window, work());
  const [day] = days;
  if (day === undefined) return undefined;
  const { requests, failures, promptTokens, completionTokens, spend } = day;
  return { requests, failures, promptTokens, completionTokens, spend };
}

async function loggedIn(target: Target, window: LogWindow): Promise<GatewayFigures> {
  const found = new Map<string, LoggedRequest>();
  for await (const page of target.adapter.readLog(target.connection(), window, work()))
    for (const row of page.rows) found.set(row.id, row);
  const rows = [...found.values()];
  const sum = (figure: (row: LoggedRequest) => number): number =>
    rows.reduce((total, row) => total + figure(row), 0);
  return {
    requests: rows.length,
    failures: sum(({ ok }) => (ok ? 0 : 1)),
    promptTokens: sum(({ promptTokens: tokens }) => tokens),
    completionTokens: sum(({ completionTokens: tokens }) => tokens),
    spend: formatNano(rows.reduce((total, { spendNano }) => total + BigInt(spendNano ?? 0), 0n)),
  };
}
