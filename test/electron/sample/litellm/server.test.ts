import { afterEach, describe, expect, it } from 'vitest';
import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG, type SpendLog } from '../../../../electron/sample/litellm/spend-log.ts';
import { spendLogOf } from '../../../../electron/sample/world/log.ts';
import { makeTraffic } from '../../../../electron/sample/world/traffic.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from './lab-state.ts';

const running: LitellmSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function start(log: SpendLog = EMPTY_LOG): Promise<LitellmSimulator> {
  const options = { state: labState(), log, masterKey: LAB_MASTER_KEY, now: () => LAB_NOW };
  const simulator = await startLitellmSimulator(options);
  running.push(simulator);
  return simulator;
}

async function call(
  { url }: LitellmSimulator,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const LOG = spendLogOf(makeTraffic('prod-eu', { seed: 3, rows: 19_000 }));
const OCTOBER = 'start_date=2026-10-01&end_date=2026-10-31';

interface LogPage {
  readonly data: readonly {
    readonly request_id: string;
    readonly startTime: string;
    readonly spend: number;
  }[];
  readonly total: number;
  readonly total_pages: number;
  readonly total_is_capped: boolean;
}

async function page(simulator: LitellmSimulator, query: string): Promise<LogPage> {
  const { status, text } = await call(simulator, 'GET', `/spend/logs/v2?${query}`);
  expect(status).toBe(200);
  return JSON.parse(text) as LogPage;
}

describe('writing', () => {
  it('takes effect on what is read afterwards', async () => {
    const simulator = await start();
    await call(simulator, 'POST', '/team/update', { team_id: 'team-00', max_budget: 33, rpm_limit: null });
    await call(simulator, 'PATCH', '/team/team-02', {
      team_alias: 'science',
      metadata: { cost_center: null },
    });
    await call(simulator, 'POST', '/team/delete', { team_ids: ['team-11'] });
    const { text } = await call(simulator, 'GET', '/v2/team/list?page_size=100');
    const { teams, total } = JSON.parse(text) as {
      teams: readonly {
        team_id: string;
        team_alias: string;
        max_budget: number;
        rpm_limit: number;
        metadata: object;
      }[];
      total: number;
    };
    expect(total).toBe(11);
    expect(teams.find(({ team_id }) => team_id === 'team-00')).toMatchObject({
      max_budget: 33,
      rpm_limit: null,
    });
    expect(teams.find(({ team_id }) => team_id === 'team-02')?.metadata).toEqual({
      nested: { a: [1, 2, { b: null }] },
    });
    expect(text).toContain('"max_budget":33.0');
    expect(teams.some(({ team_id }) => team_id === 'team-11')).toBe(false);
    const deleted = await call(simulator, 'GET', '/v2/team/list?status=deleted');
    expect(JSON.parse(deleted.text)).toMatchObject({ total: 1 });
  });

  it('refuses a second team of the same id and keeps the first', async () => {
    const simulator = await start();
    const again = await call(simulator, 'POST', '/team/new', { team_id: 'team-00', team_alias: 'other' });
    expect(again.status).toBe(400);
    expect(again.text).toContain('team-00 already exists');
    expect((await call(simulator, 'GET', '/team/info?team_id=team-00')).text).toContain(
      '"team_alias":"payments"',
    );
  });

  it('gives new things the same ids in every run', async () => {
    const make = async (): Promise<string> => {
      const { text } = await call(await start(), 'POST', '/team/new', { team_alias: 'new' });
      return (JSON.parse(text) as { team_id: string }).team_id;
    };
    const first = await make();
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await make()).toBe(first);
  });

  it('refuses a body that is not JSON', async () => {
    const { url } = await start();
    const response = await fetch(new URL('/team/new', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' },
      body: '{"team_id": ',
    });
    expect(response.status).toBe(422);
  });
});

describe('the request log', () => {
  it('stops counting at 10,000 and goes on delivering, every row once', async () => {
    const simulator = await start(LOG);
    expect(LOG.size).toBe(10_640);
    const ids = new Set<string>();
    let rows = 0;
    for (let number = 1; number <= 11; number += 1) {
      const found = await page(simulator, `${OCTOBER}&page_size=1000&page=${number}`);
      expect(found).toMatchObject({ total: 10_000, total_pages: 10, total_is_capped: true });
      for (const { request_id } of found.data) ids.add(request_id);
      rows += found.data.length;
    }
    expect([rows, ids.size]).toEqual([10_640, 10_640]);
    expect((await page(simulator, `${OCTOBER}&page_size=1000&page=12`)).data).toEqual([]);
  }, 30_000);

  it('comes newest first, or as asked', async () => {
    const simulator = await start(LOG);
    const times = (found: LogPage): readonly string[] => found.data.map(({ startTime }) => startTime);
    const newest = times(await page(simulator, `${OCTOBER}&page_size=100`));
    expect(newest).toEqual(newest.toSorted().toReversed());
    expect(newest[0]).toMatch(/^2026-10-31/);
    const oldest = times(await page(simulator, `${OCTOBER}&page_size=100&sort_order=asc`));
    expect(oldest).toEqual(oldest.toSorted());
    const dearest = (await page(simulator, `${OCTOBER}&page_size=100&sort_by=spend`)).data.map(
      ({ spend }) => spend,
    );
    expect(dearest).toEqual(dearest.toSorted((a, b) => b - a));
  });

  it('covers exactly the window that was asked for, both ends included', async () => {
    const simulator = await start(LOG);
    const query = 'start_date=2026-10-06 10:00:00&end_date=2026-10-06 10:59:59&page_size=1000';
    const found = await page(simulator, query);
    const from = Date.UTC(2026, 9, 6, 10);
    const until = Date.UTC(2026, 9, 6, 10, 59, 59);
    const inside = Array.from({ length: LOG.size }, (_, index) => LOG.startMs(index)).filter(
      (ms) => ms >= from && ms <= until,
    );
    expect(inside.length).toBeGreaterThan(10);
    expect(found.data.length).toBe(inside.length);
    expect(found.total).toBe(inside.length);
  });

  it('says the detail of a row, and null of an unknown one', async () => {
    const simulator = await start(LOG);
    const id = LOG.facts(0).requestId;
    expect((await call(simulator, 'GET', `/spend/logs/ui/${id}`)).text).toBe(
      '{"messages":{},"response":{},"proxy_server_request":{}}',
    );
    expect((await call(simulator, 'GET', '/spend/logs/ui/nope')).text).toBe('null');
  });
});

describe('calls that would be paid for', () => {
  it('are counted, and only /health is one', async () => {
    const simulator = await start();
    for (const path of [
      '/health/liveliness',
      '/health/readiness',
      '/health/readiness/details',
      '/health/license',
    ]) {
      await call(simulator, 'GET', path);
    }
    expect(simulator.paidCalls()).toBe(0);
    expect((await call(simulator, 'GET', '/health')).status).toBe(200);
    expect(simulator.paidCalls()).toBe(1);
  });
});

it('says the version it is told to', async () => {
  const simulator = await startLitellmSimulator({
    state: labState(),
    log: EMPTY_LOG,
    masterKey: LAB_MASTER_KEY,
    version: '1.107.0',
  });
  running.push(simulator);
  const { text } = await call(simulator, 'GET', '/health/readiness/details');
  expect(text).toContain('"litellm_version":"1.107.0"');
});

it('answers like the release that it is told to be, and without a database where it has none', async () => {
  const options = { state: labState(), log: EMPTY_LOG, masterKey: LAB_MASTER_KEY };
  const older = await startLitellmSimulator({ ...options, release: '1.81.13' });
  const bare = await startLitellmSimulator({ ...options, database: false });
  running.push(older, bare);
  expect((await call(older, 'GET', '/health/readiness')).text).toContain('"litellm_version":"1.81.13"');
  expect((await call(older, 'GET', '/health/readiness/details')).status).toBe(404);
  expect((await call(bare, 'GET', '/health/readiness')).text).toContain('"db":"Not connected"');
  expect((await call(bare, 'GET', '/team/list')).status).toBe(400);
  expect((await call(bare, 'GET', '/key/list')).status).toBe(500);
});
