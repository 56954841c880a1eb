import { afterEach, describe, expect, it } from 'vitest';

import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../../electron/sample/doubleword/simulator.ts';
import type {
  DoublewordEntry,
  DoublewordModel,
  DoublewordTransaction,
} from '../../../../electron/sample/doubleword/state.ts';
import { recordedState } from './recorded-state.ts';
import { recordedRows, recording } from './recordings.ts';

const ADMIN = 'sk-simulated';
const ALICE = '2b703402-7be9-4afd-b9f6-d823cea00c2d';
/** The last request before those that the recordings below are about. */
const LAST_BEFORE = 34;

const running: DoublewordSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node.close()));
});

/** A node as it was recorded, before the calls that are made here, with the prices of then and nothing granted. */
async function start(): Promise<DoublewordSimulator> {
  const state = recordedState();
  const priced = recording('models-get-tariffs-before-same-patch').response.body as DoublewordModel;
  for (const model of state.models) if (model.id === priced.id) model.tariffs = priced.tariffs;
  const entries = recordedRows('requests-numeric-source-collision') as DoublewordEntry[];
  const node = await startDoublewordSimulator({
    state,
    log: { entries: entries.filter(({ id }) => id <= LAST_BEFORE), ledger: [] },
    adminKey: ADMIN,
  });
  running.push(node);
  return node;
}

async function admin(
  node: DoublewordSimulator,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const answer = await send(node, `/admin/api/v1${path}`, ADMIN, method, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** The recorded call with this key. */
async function replay(node: DoublewordSimulator, name: string, key: string): Promise<Response> {
  const { request } = recording(name);
  return send(node, request.path, key, request.method, request.body as object);
}

function send(node: DoublewordSimulator, path: string, key: string, method: string, body?: object) {
  return fetch(`${node.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Asks large five words for so many. */
function ask(node: DoublewordSimulator, key: string, most: number): Promise<Response> {
  const messages = [{ role: 'user', content: 'one two three four five' }];
  return send(node, '/ai/v1/chat/completions', key, 'POST', { model: 'large', messages, max_tokens: most });
}

async function makeKey(
  node: DoublewordSimulator,
  more: object = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const { id, key } = await admin(node, 'POST', `/users/${ALICE}/api-keys`, {
    name: `made ${JSON.stringify(more)}`,
    purpose: 'realtime',
    ...more,
  });
  return { id: String(id), secret: String(key) };
}

async function grant(node: DoublewordSimulator, amount: string, source: string): Promise<void> {
  await admin(node, 'POST', '/transactions', {
    user_id: ALICE,
    transaction_type: 'admin_grant',
    amount,
    source_id: source,
  });
}

/** What was recorded, value by value, apart from ids and times. */
function expectLike(name: string, status: number, answer: unknown): void {
  const { response } = recording(name);
  const timeless = (body: unknown): unknown =>
    typeof body === 'string' ? body : { ...(body as object), id: null, created: null };
  expect(status).toBe(response.status);
  expect(timeless(answer)).toEqual(timeless(response.body));
}

async function body(answer: Response): Promise<unknown> {
  return answer.headers.get('content-type') === 'application/json' ? answer.json() : answer.text();
}

describe('calls of models, to the simulated Doubleword node', () => {
  it.each(['ai-completion-ok', 'ai-completion-no-access', 'ai-completion-upstream-500'])(
    'are answered like the recording %s',
    async (name) => {
      const node = await start();
      await grant(node, '1', 'console:a');
      const answer = await replay(node, name, (await makeKey(node)).secret);
      expectLike(name, answer.status, await body(answer));
    },
  );

  it('are refused to a key that nobody knows', async () => {
    const answer = await replay(await start(), 'ai-completion-unknown-key', 'sk-nobody');
    expectLike('ai-completion-unknown-key', answer.status, await body(answer));
  });

  it('are refused without credit, and the request log says so', async () => {
    const node = await start();
    const { secret } = await makeKey(node);
    const answer = await replay(node, 'ai-completion-no-credit', secret);
    expectLike('ai-completion-no-credit', answer.status, await body(answer));
    const { entries } = await admin(node, 'GET', '/requests?limit=1');
    expect(entries).toMatchObject([{ model: 'large', status_code: 402, total_tokens: 0 }]);
    await grant(node, '1', 'console:a');
    expect((await ask(node, secret, 1)).status).toBe(200);
  });

  it('are taken without credit where the model is free', async () => {
    const node = await start();
    const { secret } = await makeKey(node);
    const free = { model: 'router', messages: [{ role: 'user', content: 'one' }], max_tokens: 1 };
    const groups = (await admin(node, 'GET', '/groups?limit=101'))['data'] as { id: string; name: string }[];
    const router = recordedState().models.find(({ alias }) => alias === 'router');
    const red = groups.find(({ name }) => name === 'team-red');
    await send(node, `/admin/api/v1/groups/${red?.id ?? ''}/models/${router?.id ?? ''}`, ADMIN, 'POST');
    expect((await send(node, '/ai/v1/chat/completions', secret, 'POST', free)).status).toBe(200);
  });

  it('are refused beyond the spend limit of the key, by the first call after the one that crosses it', async () => {
    const node = await start();
    await grant(node, '1', 'console:a');
    const key = await makeKey(node, { spend_limit: '0.001' });
    expect((await ask(node, key.secret, 30)).status).toBe(200);
    const answer = await replay(node, 'ai-completion-spend-cap', key.secret);
    expectLike('ai-completion-spend-cap', answer.status, await body(answer));
    const told = await admin(node, 'GET', `/users/${ALICE}/api-keys/${key.id}`);
    const { spend, total_spend, spend_limit, resets_at } = recording('apikeys-get-spend-after-use').response
      .body as Record<string, unknown>;
    expect(told).toMatchObject({ spend, total_spend, spend_limit, resets_at });
    await admin(node, 'PATCH', `/users/${ALICE}/api-keys/${key.id}`, { spend_limit: null });
    expect((await ask(node, key.secret, 1)).status).toBe(200);
    const again = await admin(node, 'PATCH', `/users/${ALICE}/api-keys/${key.id}`, { spend_limit: '0.001' });
    expect(again).toMatchObject({ spend: '0', total_spend });
  });

  it('are refused when they come too quickly for the key', async () => {
    const node = await start();
    await grant(node, '1', 'console:a');
    const { secret } = await makeKey(node, { requests_per_second: 0.2, burst_size: 1 });
    expect((await ask(node, secret, 1)).status).toBe(200);
    const answer = await replay(node, 'ai-completion-rate-limited', secret);
    expectLike('ai-completion-rate-limited', answer.status, await body(answer));
  });

  it('are not charged where a grant has the number of the request, as recorded', async () => {
    const node = await start();
    await grant(node, '1', 'console:a');
    await grant(node, '0.010000000000000', '37');
    const { secret } = await makeKey(node);
    for (let calls = 0; calls < 5; calls += 1) expect((await ask(node, secret, 13)).status).toBe(200);
    const entryOf = ({ timestamp: _at, duration_ms: _took, ...rest }: DoublewordEntry): object => rest;
    const { entries } = await admin(node, 'GET', '/requests?limit=5');
    const ran = (recordedRows('requests-numeric-source-collision') as DoublewordEntry[]).filter(
      ({ id }) => id > LAST_BEFORE,
    );
    expect((entries as DoublewordEntry[]).map(entryOf)).toEqual(ran.map(entryOf));
    const rowOf = ({ id: _id, created_at: _at, ...rest }: DoublewordTransaction): object => rest;
    const { data } = await admin(node, 'GET', '/transactions?all=true&limit=101');
    const charged = (recordedRows('transactions-numeric-source-collision') as DoublewordTransaction[]).filter(
      ({ source_id: source }) => Number(source) > LAST_BEFORE,
    );
    const numbered = (data as DoublewordTransaction[]).filter(({ source_id: source }) =>
      /^\d+$/.test(source),
    );
    expect(numbered.map(rowOf)).toEqual(charged.map(rowOf));
  });
});
