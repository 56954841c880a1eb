import { expect, test } from 'vitest';

import { tariffHistory, type PulledModels } from '../../../shared/cost/tariff-history.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

const tariff = (id: string, price: string, from: string, more: JsonObject = {}): JsonObject => ({
  id,
  name: 'standard',
  input_price_per_token: price,
  output_price_per_token: '0.00000200',
  valid_from: from,
  is_active: true,
  ...more,
});
const pulled = (takenAt: string, ...tariffs: readonly JsonObject[]): PulledModels => {
  const model: Resource = {
    kind: 'model',
    id: 'm',
    name: 'llama',
    owner: 'database',
    fields: {},
    settings: {},
    observed: { tariffs },
  };
  return { takenAt, resources: [model], whole: true };
};

test('what holds, holds since the gateway says so', () => {
  expect(tariffHistory([pulled('2026-10-05', tariff('t1', '0.00000100', '2026-10-01'))])).toEqual([
    {
      model: 'llama',
      formerly: [],
      name: 'standard',
      inputPrice: '0.00000100',
      outputPrice: '0.00000200',
      purpose: null,
      completionWindow: null,
      from: '2026-10-01',
      until: null,
      seen: null,
    },
  ]);
});

test('a price that was replaced ended when the new one began, though the gateway no longer tells it', () => {
  const history = tariffHistory([
    pulled('2026-10-05', tariff('t1', '0.00000100', '2026-10-01')),
    pulled('2026-10-06', tariff('t1', '0.00000100', '2026-10-01')),
    pulled('2026-10-20', tariff('t2', '0.00000150', '2026-10-12')),
  ]);
  expect(history).toMatchObject([
    { inputPrice: '0.00000100', from: '2026-10-01', until: '2026-10-12', seen: null },
    { inputPrice: '0.00000150', from: '2026-10-12', until: null },
  ]);
});

test('one that ended without another in its place ended between two pulls', () => {
  const batch = tariff('t3', '0.00000050', '2026-10-01', {
    api_key_purpose: 'batch',
    completion_window: '24h',
  });
  const realtime = tariff('t1', '0.00000100', '2026-10-01');
  const history = tariffHistory([
    pulled('2026-10-05', realtime, batch),
    // A new one of another purpose is not its successor.
    pulled('2026-10-20', realtime, tariff('t4', '0', '2026-10-10', { api_key_purpose: 'realtime' })),
  ]);
  expect(history.find(({ purpose }) => purpose === 'batch')).toMatchObject({
    until: '2026-10-20',
    seen: '2026-10-05',
    completionWindow: '24h',
  });
});

test('a price that comes again is told again', () => {
  const history = tariffHistory([
    pulled('2026-10-05', tariff('t1', '1', '2026-10-01')),
    pulled('2026-10-06', tariff('t2', '2', '2026-10-06')),
    pulled('2026-10-07', tariff('t3', '1', '2026-10-07')),
  ]);
  expect(history.map(({ inputPrice, from, until }) => [inputPrice, from, until])).toEqual([
    ['1', '2026-10-01', '2026-10-06'],
    ['2', '2026-10-06', '2026-10-07'],
    ['1', '2026-10-07', null],
  ]);
});

test('a model that got another name keeps its prices, and another model gets none of them', () => {
  const named = (pull: PulledModels, name: string, id = 'm'): PulledModels => ({
    ...pull,
    resources: pull.resources.map((model) => ({ ...model, id, name })),
  });
  const first = pulled('2026-10-05', tariff('t1', '1', '2026-10-01'), tariff('t0', '9', '2026-10-02'));
  const second = pulled('2026-10-06', tariff('t1', '1', '2026-10-01'));
  const other = named(pulled('2026-10-06', tariff('t2', '2', '2026-10-06')), 'llama', 'n');
  const both = { ...second, resources: [...named(second, 'llama-eu').resources, ...other.resources] };
  expect(
    tariffHistory([first, both]).map(({ model, formerly, inputPrice, until }) => [
      model,
      formerly,
      inputPrice,
      until,
    ]),
  ).toEqual([
    ['llama', [], '2', null],
    ['llama-eu', ['llama'], '1', null],
    ['llama-eu', ['llama'], '9', '2026-10-06'],
  ]);
});

test('what the gateway says nothing of is known from the first pull on', () => {
  const { valid_from: _, id: __, ...bare } = tariff('', '1', '');
  expect(tariffHistory([pulled('2026-10-05', bare), pulled('2026-10-06', bare)])).toMatchObject([
    { from: '2026-10-05', until: null },
  ]);
});

test('a pull that is shown no prices ends none of them', () => {
  const blind = pulled('2026-10-06');
  const unpriced = { ...blind, resources: blind.resources.map((model) => ({ ...model, observed: {} })) };
  const first = pulled('2026-10-05', tariff('t1', '0.00000100', '2026-10-01'));
  expect(tariffHistory([first, unpriced, { ...first, takenAt: '2026-10-07' }])).toEqual(
    tariffHistory([first]),
  );
  expect(tariffHistory([first, blind])).toMatchObject([{ until: '2026-10-06' }]);
});

test('a pull that is shown only some models ends what it sees ended, and nothing of the others', () => {
  const first = pulled('2026-10-05', tariff('t1', '0.00000100', '2026-10-01'));
  const part = { ...pulled('2026-10-06'), whole: false };
  expect(tariffHistory([first, part])).toMatchObject([{ until: '2026-10-06', seen: '2026-10-05' }]);
  const unseen = { ...part, resources: [] };
  expect(tariffHistory([first, unseen])).toMatchObject([{ until: null }]);
  expect(tariffHistory([first, { ...unseen, whole: true }])).toMatchObject([{ until: '2026-10-06' }]);
  // It was seen last by the pull before the one that did not see its model.
  const later = pulled('2026-10-07');
  expect(tariffHistory([first, unseen, later])).toMatchObject([{ until: '2026-10-07', seen: '2026-10-05' }]);
});

test('a traffic rule that refuses a purpose hides its tariff and does not end it', () => {
  const batch = tariff('t3', '0.00000050', '2026-10-01', { api_key_purpose: 'batch' });
  const every = tariff('t1', '0.00000100', '2026-10-01');
  const rules = [{ api_key_purpose: 'batch', action: { type: 'deny' } }];
  const ruled = pulled('2026-10-06', every);
  const denied = {
    ...ruled,
    resources: ruled.resources.map((one) => ({ ...one, settings: { traffic_routing_rules: rules } })),
  };
  const before = pulled('2026-10-05', every, batch);
  const after = pulled('2026-10-07', every, batch);
  expect(tariffHistory([before, denied, after])).toEqual(tariffHistory([before]));
  expect(tariffHistory([before, denied])).toMatchObject([{ until: null }, { until: null }]);
  const gone = tariffHistory([before, denied, pulled('2026-10-08', every)]);
  expect(gone.find(({ purpose }) => purpose === 'batch')).toMatchObject({
    until: '2026-10-08',
    seen: '2026-10-05',
  });
});
