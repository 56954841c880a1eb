import { afterEach, describe, expect, it } from 'vitest';
import type { MisbehaviourRule } from '../../../../electron/sample/litellm/misbehaviour.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from './lab-state.ts';
import type { SeenCall } from '../../../../electron/sample/litellm/simulator-options.ts';

const running: LitellmSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function start(
  misbehaviour: readonly MisbehaviourRule[] = [],
  onCall: (call: SeenCall) => void = () => undefined,
): Promise<LitellmSimulator> {
  const simulator = await startLitellmSimulator({
    state: labState(),
    log: EMPTY_LOG,
    masterKey: LAB_MASTER_KEY,
    now: () => LAB_NOW,
    misbehaviour,
    onCall,
  });
  running.push(simulator);
  return simulator;
}

function call({ url }: LitellmSimulator, method: string, path: string, body?: object): Promise<Response> {
  return fetch(new URL(path, url), {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function alias(simulator: LitellmSimulator): Promise<unknown> {
  const response = await call(simulator, 'GET', '/team/info?team_id=team-00');
  return ((await response.json()) as { team_info: { team_alias: unknown } }).team_info.team_alias;
}

const RENAME = { team_id: 'team-00', team_alias: 'renamed' };

describe('which calls go wrong', () => {
  it('are the next few of a route, and the others are left alone', async () => {
    const simulator = await start();
    const rule = simulator.misbehave({
      on: 'POST /team/update',
      times: 2,
      does: { kind: 'server-error' },
    });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      statuses.push((await call(simulator, 'POST', '/team/update', RENAME)).status);
      expect((await call(simulator, 'GET', '/team/info?team_id=team-00')).status).toBe(200);
    }
    expect(statuses).toEqual([500, 500, 200, 200]);
    expect(rule.hits()).toBe(2);
  });

  it('may be asked for after a few that go well, by a pattern, and be called off', async () => {
    const simulator = await start([
      { on: '* /team/**', after: 1, does: { kind: 'server-error', status: 503 } },
    ]);
    const statusOf = async (path: string): Promise<number> => (await call(simulator, 'GET', path)).status;
    expect(await statusOf('/team/info?team_id=team-00')).toBe(200);
    expect(await statusOf('/team/available')).toBe(503);
    expect(await statusOf('/v2/team/list')).toBe(200);
    simulator.behave();
    expect(await statusOf('/team/available')).toBe(200);
    const { stop } = simulator.misbehave({ on: 'GET /*/team/list', does: { kind: 'html' } });
    expect((await call(simulator, 'GET', '/v2/team/list')).headers.get('content-type')).toContain('html');
    stop();
    expect(await statusOf('/v2/team/list')).toBe(200);
  });

  it('are named by a method and a path, or refused', async () => {
    const simulator = await start();
    expect(() => simulator.misbehave({ on: '/team/list', does: { kind: 'html' } })).toThrow(TypeError);
  });
});

describe('a write that goes wrong', () => {
  it.each([
    ['too-many-requests', { kind: 'too-many-requests', retryAfterSeconds: 7 }, 429],
    ['server-error', { kind: 'server-error' }, 500],
    ['html', { kind: 'html' }, 200],
    ['login-redirect', { kind: 'login-redirect', location: 'https://login.example/' }, 302],
    ['error-in-200', { kind: 'error-in-200' }, 200],
  ] as const)('by %s is not carried out', async (_, does, status) => {
    const calls: SeenCall[] = [];
    const simulator = await start([{ on: 'POST /team/update', does }], (seen) => calls.push(seen));
    const response = await call(simulator, 'POST', '/team/update', RENAME);
    expect(response.status).toBe(status);
    if (does.kind === 'too-many-requests') expect(response.headers.get('retry-after')).toBe('7');
    if (does.kind === 'login-redirect')
      expect(response.headers.get('location')).toBe('https://login.example/');
    if (does.kind === 'error-in-200') expect(await response.json()).toHaveProperty('error.code', '500');
    expect(calls).toMatchObject([{ method: 'POST', target: '/team/update', status: null }]);
    expect(await alias(simulator)).toBe('payments');
  });

  it('by a connection cut before it is not carried out', async () => {
    const simulator = await start([{ on: 'POST /team/update', does: { kind: 'cut-before' } }]);
    await expect(call(simulator, 'POST', '/team/update', RENAME)).rejects.toThrow('fetch failed');
    expect(await alias(simulator)).toBe('payments');
  });

  it('by a lost answer is carried out all the same', async () => {
    const calls: SeenCall[] = [];
    const simulator = await start([{ on: 'POST /team/update', does: { kind: 'answer-lost' } }], (seen) =>
      calls.push(seen),
    );
    await expect(call(simulator, 'POST', '/team/update', RENAME)).rejects.toThrow('fetch failed');
    expect(calls).toMatchObject([{ status: 200 }]);
    expect(await alias(simulator)).toBe('renamed');
  });

  it('by an answer cut in the middle is carried out too', async () => {
    const simulator = await start([{ on: 'POST /team/update', does: { kind: 'cut-during' } }]);
    const response = await call(simulator, 'POST', '/team/update', RENAME);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await alias(simulator)).toBe('renamed');
  });
});

describe('an answer that comes badly', () => {
  it('waits before it comes', async () => {
    const simulator = await start([{ on: '* **', does: { kind: 'latency', ms: 60 } }]);
    const began = performance.now();
    expect((await call(simulator, 'GET', '/team/available')).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(50);
  });

  it('waits and then fails, where both are asked for', async () => {
    const simulator = await start([
      { on: '* **', does: { kind: 'latency', ms: 40 } },
      { on: 'GET /team/available', does: { kind: 'server-error' } },
    ]);
    const began = performance.now();
    expect((await call(simulator, 'GET', '/team/available')).status).toBe(500);
    expect(performance.now() - began).toBeGreaterThan(30);
  });

  it('drips, and is whole in the end', async () => {
    const simulator = await start([
      { on: 'GET /health/license', does: { kind: 'slow-drip', bytes: 20, everyMs: 5 } },
    ]);
    const began = performance.now();
    const response = await call(simulator, 'GET', '/health/license');
    expect(await response.json()).toMatchObject({ has_license: false });
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('names a key twice', async () => {
    const simulator = await start([{ on: 'GET /health/license', does: { kind: 'duplicate-keys' } }]);
    const text = await (await call(simulator, 'GET', '/health/license')).text();
    expect(text.match(/"has_license"/g)).toHaveLength(2);
    expect(JSON.parse(text)).toMatchObject({ has_license: null, license_type: 'community' });
  });

  it('is as huge as asked, and JSON, without being held in memory', async () => {
    const bytes = 30_000_000;
    const simulator = await start([{ on: 'GET /v2/team/list', does: { kind: 'huge-answer', bytes } }]);
    const text = await (await call(simulator, 'GET', '/v2/team/list')).text();
    expect(text.length).toBeGreaterThan(bytes);
    expect(text.length).toBeLessThan(bytes * 1.01);
    expect((JSON.parse(text) as { teams: readonly object[] }).teams.length).toBeGreaterThan(1000);
  });

  it('ends its pouring when the other side goes away', async () => {
    const simulator = await start([
      { on: 'GET /v2/team/list', does: { kind: 'huge-answer', bytes: 1_000_000_000 } },
    ]);
    const response = await call(simulator, 'GET', '/v2/team/list');
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    expect((await call(simulator, 'GET', '/team/available')).status).toBe(200);
  });
});

it('changes its data between two pages, as if somebody else were at work', async () => {
  const simulator = await start();
  simulator.misbehave({
    on: 'GET /v2/team/list',
    after: 1,
    times: 1,
    does: {
      kind: 'meanwhile',
      calls: () => [{ method: 'POST', path: '/team/delete', body: { team_ids: ['team-11'] } }],
    },
  });
  const page = async (number: number): Promise<readonly string[]> => {
    const response = await call(simulator, 'GET', `/v2/team/list?page_size=6&page=${number}`);
    const { teams } = (await response.json()) as { teams: readonly { team_id: string }[] };
    return teams.map(({ team_id }) => team_id);
  };
  const [first, second] = [await page(1), await page(2)];
  expect(first).toContain('team-11');
  expect(second).toHaveLength(5);
  expect([...first, ...second]).not.toContain('team-05');
});
