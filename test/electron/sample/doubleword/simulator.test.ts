import { afterEach, describe, expect, it, vi } from 'vitest';

import { decode } from '../../../../electron/sample/litellm/python.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
  type DoublewordSimulatorOptions,
} from '../../../../electron/sample/doubleword/simulator.ts';
import { differences } from '../litellm/replay/compare.ts';
import { beforeReplay, withCallers } from './before.ts';
import { COVERED } from './covered.ts';
import { LENIENT } from './lenient.ts';
import { recordedLog, recordedState } from './recorded-state.ts';
import { recording, type Recording } from './recordings.ts';
import { shapeFault } from './shape.ts';

const KEY = 'sk-simulated';
const running: DoublewordSimulator[] = [];

async function start(options: Partial<DoublewordSimulatorOptions> = {}): Promise<DoublewordSimulator> {
  const { state, keys } = withCallers(options.state ?? recordedState());
  const simulator = await startDoublewordSimulator({
    log: recordedLog(),
    adminKey: KEY,
    platformKeys: keys,
    callKey: 'alice-realtime-key',
    ...options,
    state,
  });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** What each recorded caller sends. */
const CREDENTIALS: Readonly<Record<string, string | null>> = {
  anonymous: null,
  'unknown-key': 'Bearer sk-other',
  'basic auth': `Basic ${Buffer.from('admin:secret').toString('base64')}`,
};

async function replay(node: DoublewordSimulator, { request }: Recording): Promise<Response> {
  const query = Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value)]);
  const own = request.as.startsWith('admin-') ? KEY : request.as;
  const credential = request.as in CREDENTIALS ? CREDENTIALS[request.as] : `Bearer ${own}`;
  const body = request.body === null ? null : bodyText(request.body);
  const headers = new Headers();
  if (body !== null) headers.set('content-type', 'application/json');
  if (credential !== null && credential !== undefined) headers.set('authorization', credential);
  for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
  return fetch(`${node.url}${request.path}?${new URLSearchParams(query).toString()}`, {
    method: request.method,
    headers,
    ...(body === null ? {} : { body }),
  });
}

/** Spelled as the recording script spelled it, because errors name columns. */
function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  return JSON.stringify(body).replaceAll('":', '": ').replaceAll(',"', ', "');
}

/** Why a body is not as recorded; text must be the same, of a trimmed body as far as it was kept. */
function bodyFault(name: string, { response, trimmed }: Recording, text: string): string | null {
  if (typeof response.body !== 'string' || response.headers['content-type'] === 'application/json') {
    const body: unknown = JSON.parse(text);
    const wrong = shapeFault(response.body, body) ?? pagingFault(response.body, body);
    return wrong ?? valueFault(name, response.body, text);
  }
  const same = trimmed === true ? text.startsWith(response.body) : text === response.body;
  return same ? null : `answered ${text}`;
}

/** Every value must be the recorded one; ids and times, which are of a node, must be of the same form. */
function valueFault(name: string, recorded: unknown, text: string): string | null {
  const wanted = decode(JSON.stringify(recorded));
  const found = differences(wanted, decode(text), LENIENT[name] ?? {}, new Map(), new Map(), new Set());
  return found.length === 0 ? null : found.join('; ');
}

/** How `skip` and `limit` are echoed shows how they were clamped, so these two must be equal. */
function pagingFault(recorded: unknown, answered: unknown): string | null {
  const pagingOf = (body: unknown): string => {
    const { skip, limit } = (body ?? {}) as { skip?: unknown; limit?: unknown };
    return `skip ${String(skip)}, limit ${String(limit)}`;
  };
  const [left, right] = [pagingOf(recorded), pagingOf(answered)];
  return left === right ? null : `answered ${right}, recorded ${left}`;
}

describe('the simulated Doubleword node', () => {
  it.each(COVERED)('answers like the recording %s', async (name) => {
    const recorded = recording(name);
    const node = await start(beforeReplay(name));
    const response = await replay(node, recorded);
    expect(response.status).toBe(recorded.response.status);
    expect(response.headers.get('content-type')).toBe(recorded.response.headers['content-type'] ?? null);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(bodyFault(name, recorded, await response.text())).toBeNull();
  });

  it('makes writes take effect, with the same ids and times on every run', async () => {
    const first = await writeAndReadBack();
    expect(first.answers.slice(0, 4)).toEqual([201, 204, 204, 409]);
    expect(first.group).toMatchObject({ name: 'payments', models: 1, members: 1 });
    expect(first.answers.slice(4)).toEqual([204, 404]);
    expect(await writeAndReadBack()).toEqual(first);
  });

  it('takes whole requests of a window, both ends included', async () => {
    const node = await start();
    const times = recordedLog()
      .entries.map((entry) => entry.timestamp)
      .sort();
    const query = new URLSearchParams({
      timestamp_after: times[1] ?? '',
      timestamp_before: times.at(-2) ?? '',
      limit: '101',
    });
    const { entries } = (await getJson(node, `/requests?${query.toString()}`)) as {
      entries: { timestamp: string }[];
    };
    expect(entries.map((entry) => entry.timestamp)).toEqual(times.slice(1, -1).reverse());
  });

  it.each(['2026-11-23', '2026-11-23T13:35:45', '2026-11-23T13:35:45+00:00'])(
    'refuses the time %s',
    async (time) => {
      const node = await start();
      const query = new URLSearchParams({ timestamp_before: time });
      expect((await call(node, 'GET', `/requests?${query.toString()}`)).status).toBe(400);
    },
  );

  it.each([
    ['users-create-malformed-json', 400],
    ['users-create-no-content-type', 415],
  ])('refuses a body as in %s', async (name, status) => {
    const recorded = recording(name);
    const node = await start();
    const response = await replay(node, {
      ...recorded,
      request: { ...recorded.request, path: '/admin/api/v1/groups' },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(recorded.response.body);
  });

  it('refuses a parameter that is given twice', async () => {
    const node = await start();
    expect((await call(node, 'GET', '/users?limit=1&limit=2')).status).toBe(400);
  });

  it('gets stuck on six model lists at once, as recorded', async () => {
    const node = await start({ stallMs: 700, latencyMs: 50 });
    const lists = Array.from({ length: 6 }, () => call(node, 'GET', '/models?include=pricing'));
    await vi.waitFor(() => expect(node.peaks().modelLists).toBe(6), { interval: 5 });
    const other = await call(node, 'GET', '/groups');
    const last = (await Promise.all(lists)).at(-1);
    const recorded503 = recording('overload-503-models').response;
    expect(last?.status).toBe(503);
    expect(last?.headers.get('retry-after')).toBe(recorded503.headers['retry-after']);
    expect(await last?.json()).toEqual(recorded503.body);
    expect(other.status).toBe(401);
    expect(await other.text()).toBe(recording('overload-401-valid-key').response.body);
    expect((await call(node, 'GET', '/groups')).status).toBe(200);
    expect(node.peaks()).toEqual({ calls: 7, modelLists: 6 });
  });

  it('stays well with five', async () => {
    const node = await start({ stallMs: 30, latencyMs: 5 });
    const lists = Array.from({ length: 5 }, () => call(node, 'GET', '/models?include=groups'));
    expect((await Promise.all(lists)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });
});

async function writeAndReadBack() {
  const node = await start();
  const created = await call(node, 'POST', '/groups', { name: 'payments' });
  const group = (await created.json()) as { id: string; name: string };
  const model = recordedState().models[0]?.id ?? '';
  const user = recordedState().users[0]?.id ?? '';
  const answers = [created.status];
  answers.push((await call(node, 'POST', `/groups/${group.id}/models/${model}`)).status);
  answers.push((await call(node, 'POST', `/groups/${group.id}/users/${user}`)).status);
  answers.push((await call(node, 'POST', '/groups', { name: 'payments' })).status);
  const models = (await getJson(node, `/groups/${group.id}/models`)) as string[];
  const members = (await getJson(node, `/groups/${group.id}/users`)) as string[];
  answers.push((await call(node, 'DELETE', `/groups/${group.id}`)).status);
  answers.push((await call(node, 'GET', `/groups/${group.id}`)).status);
  return { answers, group: { ...group, models: models.length, members: members.length } };
}

async function getJson(node: DoublewordSimulator, path: string): Promise<unknown> {
  return (await call(node, 'GET', path)).json();
}

function call(node: DoublewordSimulator, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${node.url}/admin/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
