import { afterEach, expect, it } from 'vitest';

import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../../electron/sample/doubleword/simulator.ts';
import type {
  DoublewordModel,
  DoublewordState,
  DoublewordTariff,
} from '../../../../electron/sample/doubleword/state.ts';
import { recordedState } from './recorded-state.ts';
import { recordedRows, recording } from './recordings.ts';
import { shapeFault } from './shape.ts';

/** What a recording shows only after others, or after a write: made here on one node, one after the other. */

const KEY = 'sk-simulated';
const LARGE = '39a4e7a1-091b-4398-b3e6-35230c14a42e';
const UPSTREAM = 'a3769879-24f3-41fc-8e4f-cc88db900fcf';

const running: DoublewordSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node.close()));
});

async function start(state: DoublewordState = recordedState()): Promise<DoublewordSimulator> {
  const node = await startDoublewordSimulator({ state, log: { entries: [], ledger: [] }, adminKey: KEY });
  running.push(node);
  return node;
}

/** Makes the recorded call, which must be answered with the recorded status; resolves with what it says. */
async function replay(node: DoublewordSimulator, name: string): Promise<unknown> {
  const { request, response } = recording(name);
  const query = Object.entries(request.query ?? {}).map(([part, value]) => [part, String(value)]);
  const answer = await call(
    node,
    request.method,
    `${request.path}?${new URLSearchParams(query).toString()}`,
    request.body,
  );
  expect(answer.status, name).toBe(response.status);
  const text = await answer.text();
  return text === '' ? null : (JSON.parse(text) as unknown);
}

function call(node: DoublewordSimulator, method: string, path: string, body: unknown = null) {
  return fetch(`${node.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
}

interface Priced {
  readonly tariffs: readonly DoublewordTariff[];
}

/** Tariffs without what is of each run. */
function pricesOf(body: unknown): readonly object[] {
  return (body as Priced).tariffs.map(({ id: _id, valid_from: _from, ...rest }) => rest);
}

it('ends the tariffs that a new set leaves out', async () => {
  const node = await start();
  await replay(node, 'models-patch-tariffs-set');
  await replay(node, 'models-patch-tariffs-replace');
  const told = await replay(node, 'models-get-after-tariff-replace');
  expect(pricesOf(told)).toEqual(pricesOf(recording('models-get-after-tariff-replace').response.body));
});

it('keeps id and beginning of tariffs that are sent again as they are', async () => {
  const node = await start();
  const wanted = pricesOf(recording('models-get-tariffs-before-same-patch').response.body);
  const send = (): Promise<Response> =>
    call(node, 'PATCH', `/admin/api/v1/models/${LARGE}`, { tariffs: wanted });
  await send();
  const before = (await replay(node, 'models-get-tariffs-before-same-patch')) as Priced;
  await send();
  const after = (await replay(node, 'models-get-tariffs-after-same-patch')) as Priced;
  expect(pricesOf(before)).toEqual(wanted);
  expect(after.tariffs).toEqual(before.tariffs);
});

it('rounds a price to eight decimals without a word', async () => {
  const node = await start();
  const { request, response } = recording('models-get-tariff-tiny');
  const tiny = {
    name: 'tiny',
    input_price_per_token: '0.000000001',
    output_price_per_token: '0.000000001',
    api_key_purpose: 'realtime',
  };
  await call(node, 'PATCH', request.path, { tariffs: [tiny] });
  expect(pricesOf(await replay(node, 'models-get-tariff-tiny'))).toEqual(pricesOf(response.body));
});

it('takes the models of an endpoint away with it', async () => {
  const left = recordedRows('models-list-after-endpoint-delete') as DoublewordModel[];
  const state = recordedState();
  const isKnown = (id: string): boolean => state.models.some((model) => model.id === id);
  state.models.push(
    ...left.filter(({ id }) => !isKnown(id)).map((model) => ({ ...model, tariffs: [], components: [] })),
  );
  const node = await start(state);
  expect((await call(node, 'DELETE', `/admin/api/v1/endpoints/${UPSTREAM}`)).status).toBe(204);
  const { data } = (await replay(node, 'models-list-after-endpoint-delete')) as { data: DoublewordModel[] };
  expect(data.map(({ alias }) => alias)).toEqual(left.map(({ alias }) => alias));
});

it('adds a part to a composite, and not twice', async () => {
  const state = recordedState();
  for (const model of state.models) model.components = [];
  const node = await start(state);
  const told = await replay(node, 'models-component-add');
  const { body } = recording('models-component-add').response;
  expect(shapeFault(body, told)).toBeNull();
  expect(told).toMatchObject({ weight: 70, enabled: true, sort_order: 0 });
  expect(await replay(node, 'models-component-add-again')).toEqual(
    recording('models-component-add-again').response.body,
  );
});

it('takes the id of a grant once', async () => {
  const node = await start();
  await replay(node, 'transactions-grant-ok');
  expect(await replay(node, 'transactions-grant-duplicate-source')).toEqual(
    recording('transactions-grant-duplicate-source').response.body,
  );
  const { data } = (await (await call(node, 'GET', '/admin/api/v1/transactions?all=true')).json()) as {
    data: object[];
  };
  expect(data).toHaveLength(1);
});

it('keeps a model that is deleted, with its alias taken', async () => {
  const node = await start();
  await replay(node, 'models-delete-ok');
  const { path } = recording('models-delete-ok').request;
  expect((await call(node, 'GET', path)).status).toBe(404);
  expect((await call(node, 'GET', `${path}?deleted=true`)).status).toBe(200);
});
