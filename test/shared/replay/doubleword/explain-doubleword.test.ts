import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { explainFile } from '../../../../shared/replay/explain-file.ts';

const fixture = (name: string): string =>
  readFileSync(
    path.join(import.meta.dirname, '../../../fixtures/doubleword-verdicts', `${name}.json`),
    'utf8',
  );

describe('what the control layer answered', () => {
  test.each([
    ['recorded-10.13.1', 17],
    ['recorded-8.94.2', 2],
  ])('is what is explained of all requests of %s', (name, requests) => {
    const explained = explainFile(fixture(name), name);
    expect(explained).toMatchObject({ gateway: 'doubleword', rules: { exact: true, basis: 'recorded' } });
    expect(explained.verdicts).toHaveLength(requests);
    expect(explained.recorded).toEqual({ answers: requests, differing: [] });
  });

  test('differs between releases: only the newer one enforces what a key may spend', () => {
    const older = explainFile(fixture('recorded-10.13.1').replace('"10.13.1"', '"8.94.2"'), 'x');
    expect(older.recorded.differing).toEqual([9, 10]);
    const newer = explainFile(fixture('recorded-8.94.2').replace('"8.94.2"', '"10.13.1"'), 'x');
    expect(newer.recorded.differing).toEqual([0, 1]);
    expect(newer.verdicts[0]?.because).toBe('The key has spent its limit of $0.001, and large is not free.');
  });
});

test('what an upstream failed with was let through', () => {
  const requests = [200, 500, 502, 503, 400, 402, 403, 404, 429].map((status) => ({
    key: 'k',
    model: 'large',
    status,
  }));
  const { recorded } = explainFile(JSON.stringify({ ...BASE, requests }), 'cases.json');
  expect(recorded).toEqual({ answers: 9, differing: [5, 6, 7, 8] });
});

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const PRICED = [{ input_price_per_token: '0.00002', output_price_per_token: '0.00006' }];
const BASE = {
  gateway: 'doubleword',
  version: '10.13.1',
  models: [{ alias: 'large', tariffs: PRICED }, { alias: 'small', tariffs: PRICED }, { alias: 'free' }],
  users: [{ id: 'a', name: 'Alice' }],
  groups: [
    { id: EVERYONE, models: ['free'] },
    { id: 'g', name: 'team-a', members: ['a'], models: ['large', 'free'] },
  ],
  keys: [{ id: 'k', user_id: 'a' }],
  requests: [{ key: 'k', model: 'large' }],
};

/** Status, code, rule and reason of each request, of a file that says this. */
function said(change: object) {
  return explainFile(JSON.stringify({ ...BASE, ...change }), 'cases.json').verdicts.map(
    ({ status = 200, code, rule, because }) => [status, code ?? rule ?? 'allowed', because],
  );
}

const OK = [200, 'allowed', expect.any(String) as string];

describe('reasons', () => {
  test('of access name the group that gives it, or say that none does', () => {
    const requests = ['large', 'free', 'small'].map((model) => ({ key: 'k', model }));
    expect(said({ requests })).toEqual([
      [200, 'allowed', 'Alice may call large, by the group team-a.'],
      [200, 'allowed', 'Alice may call free, as everyone may.'],
      [403, 'no-access', 'No group of Alice may call small, and not everyone may.'],
    ]);
  });

  test('of access are there without any group, too', () => {
    expect(said({ groups: [] })).toEqual([
      [403, 'no-access', 'No group of Alice may call large, and not everyone may.'],
    ]);
  });

  test('of credit say what is left, and it goes down with what is let through', () => {
    const requests = [0.6, 0.6, 0.6, 0].map((cost, at) => ({
      key: 'k',
      model: at === 3 ? 'free' : 'large',
      cost,
    }));
    expect(said({ users: [{ id: 'a', credit_balance: 1 }], requests })).toEqual([
      OK,
      OK,
      [402, 'credits', 'The credit of a is used up ($-0.2), and large is not free.'],
      OK,
    ]);
  });

  test('of a spend limit say its interval, which begins anew at midnight UTC', () => {
    const keys = [{ id: 'k', user_id: 'a', spend_limit: '2', spend_limit_interval: 'daily', spend: '1.5' }];
    const requests = ['2026-10-01T22:00:00Z', '2026-10-01T23:59:59Z', '2026-10-02T00:00:00Z'].map((at) => ({
      key: 'k',
      model: 'large',
      at,
      cost: 0.5,
    }));
    expect(said({ keys, requests })).toEqual([
      OK,
      [402, 'spend_cap_exceeded', 'The key has spent its limit of $2 a day (UTC), and large is not free.'],
      OK,
    ]);
  });

  test('of keys: what is not there, and what is for the admin API', () => {
    const keys = [{ id: 'p', user_id: 'a', purpose: 'platform' }];
    const requests = ['p', 'gone'].map((key) => ({ key, model: 'large' }));
    expect(said({ keys, requests })).toEqual([
      [403, 'key-purpose', 'The key is for the admin API (purpose platform), and calls no model.'],
      [403, 'forbidden', 'There is no key gone.'],
    ]);
  });

  test('of traffic rules name the purpose, or the model that serves it, and come before credit', () => {
    const rules = [
      { api_key_purpose: 'batch', action: { type: 'deny' } },
      { api_key_purpose: 'playground', action: { type: 'redirect', target: 'small' } },
    ];
    const keys = ['batch', 'playground', 'realtime'].map((purpose) => ({
      id: purpose,
      user_id: 'a',
      purpose,
    }));
    const change = {
      models: [{ alias: 'large', tariffs: PRICED, traffic_routing_rules: rules }, ...BASE.models.slice(1)],
      keys,
      requests: keys.map(({ id }) => ({ key: id, model: 'large' })),
    };
    expect(said(change)).toEqual([
      [403, 'traffic-rule', 'The traffic rules of large deny keys for batch.'],
      [200, 'allowed', 'Alice may call large, by the group team-a. Its traffic rules send it to small.'],
      [200, 'allowed', 'Alice may call large, by the group team-a.'],
    ]);
    expect(said({ ...change, users: [{ id: 'a', credit_balance: 0 }] }).map(([, what]) => what)).toEqual([
      'traffic-rule',
      'credits',
      'credits',
    ]);
  });

  test('of rates say whole requests a second, and of what may run at once how many', () => {
    const models = [
      { alias: 'large', requests_per_second: 2.9, burst_size: 1 },
      { alias: 'free', is_composite: true, capacity: 1 },
      { alias: 'small' },
    ];
    const requests = [
      ...['00.000Z', '00.400Z', '00.500Z'].map((end) => ({
        key: 'k',
        model: 'large',
        at: `2026-10-01T00:00:${end}`,
      })),
      { key: 'k', model: 'free', at: '2026-10-01T00:01:00Z', duration_ms: 5000 },
      { key: 'k', model: 'free', at: '2026-10-01T00:01:04Z' },
    ];
    expect(said({ models, requests })).toEqual([
      OK,
      [429, 'rate_limit', 'large takes 2 requests a second of all callers, and its burst is used up.'],
      OK,
      OK,
      [
        429,
        'concurrency_limit_exceeded',
        'free answers 1 request at the same time, and so many are under way.',
      ],
    ]);
  });
});

test.each([
  [
    'a model that a group names',
    { groups: [{ id: 'g', models: ['none'] }] },
    /groups\.0\.models: there is no model "none"/,
  ],
  [
    'a member',
    { groups: [{ id: 'g', members: ['x'] }] },
    /groups\.0\.members: there is no user or organization "x"/,
  ],
  [
    'an owner',
    { keys: [{ id: 'k', user_id: 'x' }] },
    /keys\.0\.user_id: there is no user or organization "x"/,
  ],
  [
    'a target',
    {
      models: [
        {
          alias: 'm',
          traffic_routing_rules: [{ api_key_purpose: 'batch', action: { type: 'redirect', target: 'x' } }],
        },
      ],
    },
    /models\.0\.traffic_routing_rules: there is no model "x"/,
  ],
  ['a time', { requests: [{ key: 'k', model: 'm', at: 'noon' }] }, /requests\.0\.at: it is no time/],
  [
    'order',
    {
      requests: ['2026-10-02T00:00:00Z', '2026-10-01T00:00:00Z'].map((at) => ({ key: 'k', model: 'm', at })),
    },
    /requests\.1\.at: it is before/,
  ],
  [
    'times of all',
    {
      requests: [
        { key: 'k', model: 'm' },
        { key: 'k', model: 'm', at: '2026-10-01T00:00:00Z' },
      ],
    },
    /requests\.1\.at: either all/,
  ],
  [
    'a cost of zero or more',
    { requests: [{ key: 'k', model: 'm', cost: '-1' }] },
    /requests\.0\.cost: what was spent is not below zero/,
  ],
  ['a version', { version: 'newest' }, /"newest" is no version/],
  ['an amount', { users: [{ id: 'a', credit_balance: 'much' }] }, /users\.0\.credit_balance/],
])('a file that lacks %s is an error that names the place', (_, change, message) => {
  expect(() => said(change)).toThrow(message);
});
