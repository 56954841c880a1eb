import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { explainFile } from '../../../shared/replay/explain-file.ts';

const read = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/litellm-verdicts', `${name}.json`), 'utf8');

describe('what LiteLLM answered', () => {
  test.each([
    ['cases-1.81.13', 307],
    ['cases-1.84.0', 283],
    ['cases-1.90.0', 283],
    ['cases-1.103.0', 288],
    ['cases-1.106.2', 336],
    ['cases-1.110.2', 283],
    ['sequence-1.81.13', 700],
    ['sequence-1.106.2', 700],
    ['sequence-model-budgets-1.81.13', 400],
    ['sequence-model-budgets-1.106.2', 400],
  ])('is what is explained of all requests of %s', (name, requests) => {
    const { recorded, rules, verdicts } = explainFile(read(name), name);
    expect(rules.exact).toBe(true);
    expect(verdicts).toHaveLength(requests);
    expect(recorded).toEqual({ answers: requests, differing: [] });
  });

  test('differs between releases, so that other rules are found out', () => {
    const older = explainFile(
      read('cases-1.106.2').replace('"version":"1.106.2"', '"version":"1.81.13"'),
      'x',
    );
    expect(older.recorded.differing.length).toBeGreaterThan(200);
    const turned = older.recorded.differing.filter(
      (at) => older.verdicts[at]?.allowed !== explainFile(read('cases-1.106.2'), 'x').verdicts[at]?.allowed,
    );
    // Only a few are let through by one and refused by the other; of the rest the status differs.
    expect(turned.length).toBeGreaterThan(0);
    expect(turned.length).toBeLessThan(20);
  });
});

const one = (change: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) =>
  explainFile(
    JSON.stringify({
      gateway: 'litellm',
      version: '1.106.2',
      routers: [
        {
          model_list: [
            { model_name: 'gpt-4o', model_info: { access_groups: ['frontier'] } },
            { model_name: 'free', model_info: { input_cost_per_token: 0, output_cost_per_token: 0 } },
          ],
          model_group_alias: { chat: 'gpt-4o' },
        },
      ],
      cases: [{ router: 0, key: { models: [] }, model: 'gpt-4o', ...change }],
      ...more,
    }),
    'one.json',
  );
const because = (change: Readonly<Record<string, unknown>>) => one(change).verdicts[0]?.because;

describe('the reason', () => {
  test.each([
    [{}, 'Allowed: the key\'s models cover "gpt-4o" as they allow all; no budget is used up.'],
    [
      { key: { models: ['openai/*'] }, team: { team_id: 't', models: ['frontier'] } },
      'Allowed: the key\'s models cover "gpt-4o" by the pattern "openai/*", as a model of openai, the team\'s do by the access group "frontier"; no budget is used up.',
    ],
    [{ key: { blocked: true } }, 'The key is blocked.'],
    [{ key: { models: ['a', 'b'] } }, 'No entry of the key\'s models covers "gpt-4o": "a", "b".'],
    [
      { key: { spend: 2, max_budget: 2 } },
      "The key's budget is used up: $2 of $2 spent; it refuses as soon as it is reached.",
    ],
    [
      { team: { team_id: 't', spend: 2.000000001, max_budget: 2 } },
      "The team's budget is used up: $2.000000001 of $2 spent; it refuses once it is passed.",
    ],
    [
      { model: 'free', key: { spend: 9, max_budget: 2 } },
      'Allowed: the key\'s models cover "free" as they allow all; the model is free, so no budget is looked at.',
    ],
    [
      { user: { user_id: 'u', models: ['no-default-models'] } },
      'The user may call no model of their own: no-default-models is in their list.',
    ],
    [
      {
        key: { model_max_budget: { 'gpt-4o': { budget_limit: 2, time_period: '1d' } } },
        team: {
          team_id: 't',
          model_max_budget: { 'gpt-4o': { max_budget: 1, budget_duration: '7d' } },
          model_spend: { 'gpt-4o': 9 },
        },
      },
      'Allowed: the key\'s models cover "gpt-4o" as they allow all, the team\'s do as they allow all; no budget is used up.',
    ],
    [
      {
        key: {
          model_max_budget: { 'gpt-4o': { max_budget: 2, budget_duration: '1d' } },
          model_spend: { 'gpt-4o': 2 },
        },
      },
      'The key\'s budget for "gpt-4o" is used up: $2 of $2 spent within 1d; it refuses as soon as it is reached.',
    ],
    [
      {
        team: {
          team_id: 't',
          model_max_budget: { 'gpt-4o': { max_budget: 0, budget_duration: '1mo' } },
        },
      },
      'The team\'s budget for "gpt-4o" is used up: $0 of $0 spent within 1mo; it refuses as soon as it is reached.',
    ],
  ])('of %j', (change, words) => {
    expect(because(change)).toBe(words);
  });

  test('names no more than a few entries of a long list', () => {
    const models = Array.from({ length: 30 }, (_, at) => `m${at}`);
    expect(because({ key: { models } })).toMatch(/"m7" and 22 more\.$/);
  });
});

test('a user does not count where the key has a team', () => {
  const user = { user_id: 'u', models: ['nothing'], spend: 5, max_budget: 1 };
  expect(one({ user }).verdicts[0]).toMatchObject({
    allowed: false,
    type: 'user_model_access_denied',
    status: 403,
  });
  expect(one({ user, team: { team_id: 't' } }).verdicts[0]).toMatchObject({ allowed: true });
});

test('a name that a key has for a model is replaced before its team is asked, since 1.106.2', () => {
  const mine = {
    key: { models: ['gpt-4o', 'mine'], aliases: { mine: 'gpt-4o' } },
    team: { team_id: 't', models: ['gpt-4o'] },
    model: 'mine',
  };
  expect(one(mine).verdicts[0]).toMatchObject({ allowed: true });
  expect(one(mine, { version: '1.81.13' }).verdicts[0]).toMatchObject({
    allowed: false,
    type: 'team_model_access_denied',
    status: 401,
  });
});

test.each([
  ['1.81.13', 401, 400],
  ['1.84.0', 401, 400],
  ['1.90.0', 403, 429],
  ['1.103.0', 403, 429],
  ['1.106.2', 403, 422],
  ['1.110.2', 403, 422],
])('%s answers with its own statuses', (version, denied, exceeded) => {
  const status = (key: unknown) => one({ key }, { version }).verdicts[0]?.status;
  expect(status({ models: ['none'] })).toBe(denied);
  expect(status({ spend: 2, max_budget: 2 })).toBe(exceeded);
  // A user's budget refuses once it is passed in the oldest, as soon as it is reached since.
  const user = { user_id: 'u', spend: 2, max_budget: 2 };
  expect(one({ user }, { version }).verdicts[0]?.allowed).toBe(version === '1.81.13');
});

test('where a key has its own name for a model, what that stands for is asked for, since 1.106.2', () => {
  const mine = (models: readonly string[], version?: string) =>
    one({ key: { models, aliases: { 'gpt-4o': 'free' } } }, version === undefined ? {} : { version })
      .verdicts[0]?.allowed;
  expect(mine(['free'])).toBe(true);
  expect(mine(['openai/*'])).toBe(false);
  expect(mine(['free'], '1.81.13')).toBe(false);
  expect(mine(['openai/*'], '1.81.13')).toBe(true);
});

test('a team may name all in its own list, since 1.106.2', () => {
  const all = { team: { team_id: 't', models: ['all-team-models'] } };
  expect(one(all).verdicts[0]?.allowed).toBe(true);
  expect(one({ ...all, model: 'none' }).verdicts[0]?.allowed).toBe(false);
  expect(one(all, { version: '1.81.13' }).verdicts[0]?.allowed).toBe(false);
});

describe('a router', () => {
  const with1 = (models: readonly unknown[], change: Readonly<Record<string, unknown>>) =>
    one(change, { routers: [{ model_list: models, model_group_alias: {} }] }).verdicts[0];

  test('gives what its wildcard serves the access groups of that', () => {
    const wild = [
      { model_name: 'openai/*', model_info: { access_groups: ['all-openai'] } },
      { model_name: 'openai/o3', model_info: { access_groups: ['costly'] } },
      { model_name: '*', model_info: { access_groups: ['rest'] } },
    ];
    const may = (group: string, model: string) => with1(wild, { key: { models: [group] }, model })?.allowed;
    expect(may('all-openai', 'openai/gpt-4o')).toBe(true);
    expect(may('rest', 'openai/gpt-4o')).toBe(false);
    expect(may('rest', 'mistral/large')).toBe(true);
    // Of its own name it has its own.
    expect(may('all-openai', 'openai/o3')).toBe(false);
    expect(may('costly', 'openai/o3')).toBe(true);
  });

  test('says by its deployments with prices whether a model is free', () => {
    const free = (...infos: readonly unknown[]) =>
      with1(
        infos.map((model_info) => ({ model_name: 'm', model_info })),
        { key: { spend: 9, max_budget: 2 }, model: 'm' },
      )?.allowed;
    const zero = { input_cost_per_token: 0, output_cost_per_token: 0 };
    expect(free(zero, {})).toBe(true);
    expect(free({ input_cost_per_token: 0 })).toBe(true);
    expect(free({}, {})).toBe(false);
    expect(free(zero, { input_cost_per_token: 0.1 })).toBe(false);
  });
});

test('amounts of a case are compared as the floats that they are', () => {
  const spent = (spend: number, max: number) => one({ key: { spend, max_budget: max } }).verdicts[0]?.allowed;
  expect(spent(0.3, 0.1 + 0.2)).toBe(true);
  expect(spent(0.1 + 0.2, 0.3)).toBe(false);
  expect(spent(0, -1)).toBe(false);
});

test('a pattern that is no expression covers nothing', () => {
  expect(one({ key: { models: ['gpt(4*'] } }).verdicts[0]?.allowed).toBe(false);
});

test('the rules of a version that is not known are those of the nearest', () => {
  expect(one({}, { version: '1.105.0' }).rules).toEqual({
    release: '1.106.2',
    exact: false,
    basis: 'recorded',
  });
  expect(one({}, { version: 'v1.82.0-stable' }).rules).toEqual({
    release: '1.81.13',
    exact: false,
    basis: 'recorded',
  });
  expect(one({}, { version: 'v1.106.2' }).rules).toEqual({
    release: '1.106.2',
    exact: true,
    basis: 'recorded',
  });
});

describe('what is no such file is refused with the place', () => {
  test.each([
    ['{', /cannot be explained: .*JSON/],
    ['[]', /it is no JSON object/],
    ['{"version":"1.106.2"}', /neither "cases" nor "requests"/],
    [
      '{"gateway":"litellm","version":"1.106.2","routers":[],"cases":[{"router":0,"key":{},"model":"m"}]}',
      /cases\.0\.router: there is no router 0/,
    ],
    [
      '{"gateway":"litellm","version":"1.106.2","routers":[],"cases":[{"router":0,"key":{},"model":7}]}',
      /cases\.0\.model: /,
    ],
    ['{"gateway":"litellm","version":"latest","routers":[],"cases":[]}', /"latest", which is none/],
    ['{"gateway":"kong","version":"1","routers":[],"cases":[]}', /gateway: /],
  ])('%s', (text, words) => {
    expect(() => explainFile(text, 'x.json')).toThrow(words);
  });
});

test('a key that nobody has made is refused', () => {
  const text = read('sequence-1.106.2').replace(
    '"requests":[\n{"key":"key-15"',
    '"requests":[\n{"key":"key-99"',
  );
  expect(explainFile(text, 'x').verdicts[0]).toMatchObject({
    allowed: false,
    type: 'token_not_found_in_db',
    status: 401,
  });
});

describe('a sequence', () => {
  const deployment = { model_name: 'm', model_info: { input_cost_per_token: 1, output_cost_per_token: 1 } };
  const sequence = (
    key: Readonly<Record<string, unknown>>,
    requests: readonly Readonly<Record<string, unknown>>[],
    more: Readonly<Record<string, unknown>> = {},
  ) =>
    explainFile(
      JSON.stringify({
        gateway: 'litellm',
        version: '1.106.2',
        models: [deployment],
        before: { teams: [], users: [], keys: [{ token: 'k', models: [], ...key }] },
        requests: requests.map((one) => ({ key: 'k', model: 'm', ...one })),
        log_rows: [],
        ...more,
      }),
      'sequence.json',
    );

  test.each([
    [9_007_199, 'allowed'],
    [20_000_000, 'allowed'],
    [20_000_000.5, 'refused'],
    [1e15, 'refused'],
  ])('knows a budget of 20 million dollars of which %d are spent: %s', (spend, word) => {
    const max = 20_000_000.25;
    expect(sequence({ spend, max_budget: max }, [{}]).verdicts[0]?.allowed).toBe(word === 'allowed');
  });

  test('takes what a provider failed with for let through, and what LiteLLM refuses for refused', () => {
    const answers = [
      [200],
      [500],
      [502],
      [503],
      [408],
      [429, 'throttling_error'],
      [422, 'budget_exceeded'],
      [429, 'None'],
    ] as const;
    const { recorded } = sequence(
      {},
      answers.map(([status, type]) => ({ status, type })),
    );
    expect(recorded).toEqual({ answers: 8, differing: [6, 7] });
  });

  test('takes a price from the cost map, as a replay does, and what nobody knows for free in 1.81.13 alone', () => {
    const isFree = (version: string, litellm_params: unknown) =>
      sequence({ spend: 9, max_budget: 2 }, [{}], {
        version,
        models: [{ model_name: 'm', litellm_params }],
      }).verdicts[0]?.allowed;
    const nobody = { model: 'openai/nobody-lists-this' };
    expect(isFree('1.81.13', nobody)).toBe(true);
    expect(isFree('1.106.2', nobody)).toBe(false);
    expect(isFree('1.81.13', { model: 'openai/gpt-4o' })).toBe(false);
    // By the name of what it is based on, a price is known after all.
    expect(isFree('1.81.13', { ...nobody, base_model: 'openai/gpt-4o' })).toBe(false);
    // Nothing tells what it is a model of.
    expect(isFree('1.81.13', {})).toBe(false);
  });

  test('is answered by all of the proxy, a case by check functions that no cost map is asked for', () => {
    const model_list = [{ model_name: 'm', litellm_params: { model: 'openai/nobody-lists-this' } }];
    const asked = { key: { spend: 9, max_budget: 2 }, model: 'm' };
    expect(one(asked, { version: '1.81.13', routers: [{ model_list }] }).verdicts[0]?.allowed).toBe(false);
  });

  test('has a budget below zero refuse from the first request on', () => {
    expect(sequence({ max_budget: -20_000_000 }, [{}]).verdicts[0]?.allowed).toBe(false);
  });
});

test.each([
  [{ key: { spend: -1 } }, /cases\.0\.key\.spend: what was spent is not below zero/],
  [{ key: { model_spend: { a: -1 } } }, /cases\.0\.key\.model_spend\.a: what was spent is not below zero/],
  [{ key: { model_max_budget: { a: 5 } } }, /cases\.0\.key\.model_max_budget\.a: /],
])('%j is refused with its place', (change, message) => {
  expect(() => one(change)).toThrow(message);
});

test('a row of a log that cost less than nothing is refused with its place', () => {
  const text = read('sequence-1.106.2').replace(/"spend":[\d.e-]+/, '"spend":-1');
  expect(() => explainFile(text, 'x')).toThrow(/\.spend: what was spent is not below zero/);
});
