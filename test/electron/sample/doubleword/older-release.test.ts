import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../../electron/sample/doubleword/simulator.ts';
import { recordedLog, recordedState } from './recorded-state.ts';
import type { Recording } from './recordings.ts';

const FOLDER = new URL('../../../fixtures/gateways/doubleword/recorded-8.94.2/', import.meta.url);
const KEY = 'sk-simulated';

let node: DoublewordSimulator;
beforeAll(async () => {
  node = await startDoublewordSimulator({
    state: recordedState(),
    log: recordedLog(),
    adminKey: KEY,
    release: '8.94.2',
  });
});
afterAll(() => node.close());

function recordingOf(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;
}

function recorded(name: string): Recording['response'] {
  return recordingOf(name).response;
}

async function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${node.url}/admin/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const fieldsOf = (body: unknown): readonly string[] => Object.keys(body as object).sort();

it('takes a spend limit for a key and keeps none, as recorded of 8.94.2', async () => {
  const { apiKeys } = recordedState();
  const owner = apiKeys[0]?.user_id ?? '';
  const wanted = { name: 'older', purpose: 'realtime', spend_limit: '1', spend_limit_interval: 'daily' };
  const made = await call('POST', `/users/${owner}/api-keys`, wanted);
  const { status, body } = recorded('apikeys-create-spend-limit');
  expect(made.status).toBe(status);
  const key = (await made.json()) as { readonly id: string };
  expect(fieldsOf(key)).toEqual(fieldsOf(body));
  const changed = await call('PATCH', `/users/${owner}/api-keys/${key.id}`, { requests_per_second: 1 });
  expect(changed.status).toBe(recorded('apikeys-patch-rps').status);
  expect(await changed.text()).toBe('');
});

it('keeps to no spend limit, as recorded of 8.94.2', async () => {
  const { apiKeys, models } = recordedState();
  const owner = apiKeys[0]?.user_id ?? '';
  await call('PATCH', `/models/${models.find(({ alias }) => alias === 'large')?.id ?? ''}`, {
    tariffs: [
      {
        name: 'realtime',
        input_price_per_token: '0.00002',
        output_price_per_token: '0.00006',
        api_key_purpose: 'realtime',
      },
    ],
  });
  await call('POST', '/transactions', {
    user_id: owner,
    transaction_type: 'admin_grant',
    amount: '1',
    source_id: 'console:older',
  });
  const wanted = { name: 'capped', purpose: 'realtime', spend_limit: '0.0001' };
  const { key } = (await (await call('POST', `/users/${owner}/api-keys`, wanted)).json()) as { key: string };
  const { request, response } = recordingOf('ai-completion-spend-cap');
  for (let calls = 0; calls < 2; calls += 1) {
    const answer = await fetch(`${node.url}${request.path}`, {
      method: request.method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
    });
    expect(answer.status).toBe(response.status);
    const { usage } = (await answer.json()) as { usage: object };
    expect(usage).toEqual((response.body as { usage: object }).usage);
  }
});

it('changes no secret of a key, as recorded of 8.94.2', async () => {
  const [key] = recordedState().apiKeys;
  const path = `/users/${key?.user_id ?? ''}/api-keys/${key?.id ?? ''}/rotate`;
  const answer = await call('POST', path, {});
  expect(answer.status).toBe(recorded('apikeys-rotate-ok').status);
  expect(await answer.text()).toBe('');
});

it('tells no more of users and models than recorded of 8.94.2', async () => {
  const [user, model] = [recordedState().users[0], recordedState().models[0]];
  const shown = await call('GET', `/users/${user?.id ?? ''}`);
  const told = new Set(fieldsOf(recorded('users-get-ok').body));
  expect(fieldsOf(await shown.json()).filter((field) => !told.has(field))).toEqual([]);
  const priced = await call('GET', `/models/${model?.id ?? ''}?include=pricing`);
  expect(await priced.json()).not.toHaveProperty('cache_pricing');
});

it('answers a route that 8.94.2 lacks with its dashboard, as recorded', async () => {
  const answer = await call('GET', '/monitoring/demand');
  const { status, headers } = recorded('demand-no-window');
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')?.split(';')[0]).toBe(headers['content-type']?.split(';')[0]);
});
