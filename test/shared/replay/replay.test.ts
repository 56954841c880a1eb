import { readFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dollarsToNano } from '../../../shared/cost/dollars.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { readCaseFile } from '../../../shared/replay/case-file.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { rulesOf } from '../../../shared/replay/litellm/release-rules.ts';
import type { ReleaseRules } from '../../../shared/replay/litellm/release-rules.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import type { Combination, RequestLog } from '../../../shared/replay/request-log.ts';

function rules(version = '1.106.2'): ReleaseRules {
  const chosen = rulesOf(version);
  if (chosen === null) throw new Error(`There are no rules of ${version}.`);
  return chosen.rules;
}

function resource(
  kind: Resource['kind'],
  id: string,
  fields: JsonObject,
  more: Partial<Resource> = {},
): Resource {
  return { kind, id, name: id, owner: 'database', fields, settings: {}, observed: {}, ...more };
}

/** A request: when (hours after the first), by which key, for which model, for how many dollars. */
type Call = readonly [hours: number, key: string, model: string, dollars: number];

const FIRST = Date.UTC(2026, 9, 1);

function logOf(calls: readonly Call[]): RequestLog {
  const combinations: Combination[] = [];
  const numbers = new Map<string, number>();
  const combination = calls.map(([, key, model]) => {
    const known = numbers.get(`${key} ${model}`);
    if (known !== undefined) return known;
    const number = combinations.push({ team: '', key, user: '', model, outcome: 'allowed' }) - 1;
    numbers.set(`${key} ${model}`, number);
    return number;
  });
  return {
    count: calls.length,
    startMs: Float64Array.from(calls, ([hours]) => FIRST + hours * 3_600_000),
    combination: Uint32Array.from(combination),
    spendNano: Float64Array.from(calls, ([, , , dollars]) => dollarsToNano(dollars) ?? -1),
    tokens: new Float64Array(calls.length),
    combinations,
  };
}

const said = (calls: readonly Call[], resources: readonly Resource[], zone = 'UTC', version = '1.106.2') => {
  const log = logOf(calls);
  return [...replay(log, litellmState(resources, log.combinations, rules(version), zone))].map(
    (rule) => RULES[rule],
  );
};

const MODELS = ['gpt-4o', 'claude'].map((name) => resource('model', name, {}));

describe('a recorded sequence', () => {
  test.each(['1.81.13', '1.106.2'])('is refused and let through as LiteLLM %s did', (version) => {
    const file = path.join(import.meta.dirname, `../../fixtures/litellm-verdicts/sequence-${version}.json`);
    const read = readCaseFile(readFileSync(file, 'utf8'), file);
    if (!('sequence' in read)) throw new Error('No sequence.');
    const { before, models, requests, log_rows: rows } = read.sequence;
    const holder = (one: { models?: readonly string[] | null; max_budget?: number | null }) => ({
      models: (one.models ?? []).length === 0 ? ['*'] : [...(one.models ?? [])].sort(),
      budget: typeof one.max_budget === 'number' ? { limit: String(one.max_budget), period: '30d' } : null,
    });
    const resources = [
      ...before.teams.map((one) =>
        resource('team', one.team_id, { ...holder(one), blocked: one.blocked ?? false }),
      ),
      ...before.users.map((one) => resource('user', one.user_id, holder(one))),
      ...before.keys.map((one) =>
        resource('key', one.token, {
          ...holder(one),
          team: one.team_id ?? null,
          user: one.user_id ?? null,
          blocked: one.blocked ?? false,
        }),
      ),
      ...models.map(({ model_name: name, model_info: info }, at) =>
        resource(
          'model',
          String(at),
          {
            inputPrice:
              typeof info?.input_cost_per_token === 'number' ? String(info.input_cost_per_token) : null,
            outputPrice:
              typeof info?.output_cost_per_token === 'number' ? String(info.output_cost_per_token) : null,
          },
          { name, settings: { model_info: { access_groups: [...(info?.access_groups ?? [])] } } },
        ),
      ),
      resource('setting', 'router_settings.model_group_alias', {
        value: { ...read.sequence.model_group_alias },
      }),
    ];
    const spend = new Map(rows.map((row) => [row.request_id, row.spend]));
    const calls = requests.map(({ key, model, id }, at): Call => [
      at / 1000,
      key,
      model,
      spend.get(id ?? '') ?? 0,
    ]);
    const statuses: Readonly<Record<string, string>> = {
      'key-blocked': 'auth_error',
      'key-models': 'key_model_access_denied',
      'key-budget': 'budget_exceeded',
      'team-models': 'team_model_access_denied',
      'team-budget': 'budget_exceeded',
      'user-models': 'user_model_access_denied',
      'user-budget': 'budget_exceeded',
      'unknown-model': version === '1.81.13' ? 'None' : 'invalid_request_error',
    };
    const answers = said(calls, resources, 'UTC', version).map((rule) => statuses[rule ?? ''] ?? null);
    expect(answers).toEqual(requests.map(({ type }) => type ?? null));
  });
});

describe('a budget', () => {
  const key = (budget: JsonObject | null) => [
    ...MODELS,
    resource('key', 'k', { models: ['*'], team: null, user: null, budget }),
    resource('key', 'other', { models: ['*'], team: null, user: null, budget: null }),
  ];

  test('refuses once it is reached, and not what others spend', () => {
    const calls: Call[] = [
      [0, 'k', 'gpt-4o', 1],
      [1, 'other', 'gpt-4o', 50],
      [2, 'k', 'gpt-4o', 1],
      [3, 'k', 'gpt-4o', 1],
    ];
    expect(said(calls, key({ limit: '2', period: null }))).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'key-budget',
    ]);
    expect(said(calls, key({ limit: '2.000000001', period: null })).at(3)).toBe('allowed');
    expect(said(calls, key({ limit: '0', period: null })).at(0)).toBe('key-budget');
  });

  test('starts anew by the clock of its zone', () => {
    // Midnight in Berlin is 22:00 UTC in October.
    const calls: Call[] = [
      [20, 'k', 'gpt-4o', 5],
      [21.99, 'k', 'gpt-4o', 5],
      [22, 'k', 'gpt-4o', 5],
      [23, 'k', 'gpt-4o', 5],
      [24, 'k', 'gpt-4o', 5],
    ];
    const daily = key({ limit: '5', period: '1d' });
    expect(said(calls, daily, 'Europe/Berlin')).toEqual([
      'allowed',
      'key-budget',
      'allowed',
      'key-budget',
      'key-budget',
    ]);
    expect(said(calls, daily)).toEqual(['allowed', 'key-budget', 'key-budget', 'key-budget', 'allowed']);
  });

  test('of a team is filled by all of its keys, and is passed before it refuses', () => {
    const resources = [
      ...MODELS,
      resource('team', 't', { models: ['*'], budget: { limit: '2', period: '30d' } }),
      ...['a', 'b'].map((id) => resource('key', id, { models: ['*'], team: 't', user: null, budget: null })),
    ];
    const calls: Call[] = [
      [0, 'a', 'gpt-4o', 1],
      [1, 'b', 'gpt-4o', 1],
      [2, 'a', 'gpt-4o', 0.000000001],
      [3, 'b', 'gpt-4o', 1],
      [31 * 24, 'b', 'gpt-4o', 1],
    ];
    expect(said(calls, resources)).toEqual(['allowed', 'allowed', 'allowed', 'team-budget', 'allowed']);
  });

  test('beyond what a float holds is exact', () => {
    const calls: Call[] = Array.from({ length: 12 }, (_, at): Call => [
      at,
      'k',
      'gpt-4o',
      1_000_000.000000001,
    ]);
    const of = (limit: string) => said(calls, key({ limit, period: null }));
    expect(of('11000000.000000011').indexOf('key-budget')).toBe(11);
    expect(of('11000000.000000012').indexOf('key-budget')).toBe(-1);
  });
});

test('a key that is not known is judged by its team, and without one it is not', () => {
  const resources = [...MODELS, resource('team', 't', { models: ['claude'], budget: null })];
  const log: RequestLog = {
    ...logOf([[0, 'gone', 'gpt-4o', 1]]),
    combinations: [{ team: 't', key: 'gone', user: '', model: 'gpt-4o', outcome: 'allowed' }],
  };
  const rule = (combinations: readonly Combination[]) =>
    RULES[replay({ ...log, combinations }, litellmState(resources, combinations, rules(), 'UTC'))[0] ?? 0];
  expect(rule(log.combinations)).toBe('team-models');
  expect(rule([{ team: '', key: 'gone', user: '', model: 'gpt-4o', outcome: 'allowed' }])).toBe(
    'not-evaluable',
  );
  expect(rule([{ team: 'gone', key: 'gone', user: '', model: 'gpt-4o', outcome: 'allowed' }])).toBe(
    'not-evaluable',
  );
});

test("a team that is only wanted yet is nobody's", () => {
  const wanted = resource('team', '', { models: [] }, { name: 'new' });
  const key = resource('key', 'k', { models: ['*'], team: null, user: null, budget: null });
  expect(said([[0, 'k', 'gpt-4o', 1]], [...MODELS, wanted, key])).toEqual(['allowed']);
});

test('a list of none is none, and one that was not read as it came is what it says', () => {
  const of = (models: readonly string[], observed: readonly string[] | null) =>
    said(
      [[0, 'k', 'gpt-4o', 1]],
      [
        ...MODELS,
        resource(
          'key',
          'k',
          { models: [...models], team: null, user: null, budget: null },
          { observed: observed === null ? {} : { models: [...observed] } },
        ),
      ],
    )[0];
  expect(of([], null)).toBe('key-models');
  expect(of(['*'], ['all-proxy-models'])).toBe('allowed');
  // Wanted otherwise than it was read.
  expect(of(['claude'], ['*'])).toBe('key-models');
  expect(of(['gpt-4o'], ['no-default-models', 'gpt-4o'])).toBe('allowed');
});

const anyCalls = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('gpt-4o', 'claude', 'none'),
      fc.constantFrom(0, 0.25, 1, 2),
    ),
    { maxLength: 40 },
  )
  .map((calls): readonly Call[] => calls.toSorted(([a], [b]) => a - b));
const anyModels = fc
  .subarray(['gpt-4o', 'claude', 'anthropic/*', 'gpt*'])
  .map((list) => (list.length === 0 ? ['*'] : list.sort()));
const anyBudget = fc.option(
  fc.record({
    limit: fc.constantFrom('0', '1', '2.5', '6'),
    period: fc.constantFrom('1d', '7d', '30d', null),
  }),
);
const anyResources = fc
  .record({
    keys: fc.array(
      fc.record({ models: anyModels, budget: anyBudget, team: fc.constantFrom('t', 'u', null) }),
      { minLength: 3, maxLength: 3 },
    ),
    teams: fc.array(fc.record({ models: anyModels, budget: anyBudget }), { minLength: 2, maxLength: 2 }),
  })
  .map(({ keys, teams }) => [
    ...MODELS,
    ...keys.map((one, at) => resource('key', 'abc'[at] ?? '', { ...one, user: null })),
    ...teams.map((one, at) => resource('team', 'tu'[at] ?? '', one)),
  ]);

test('the order in which a node lists things says nothing', () => {
  fc.assert(
    fc.property(
      anyCalls,
      anyResources.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      (calls, [all, shuffled]) => {
        expect(said(calls, shuffled)).toEqual(said(calls, all));
      },
    ),
  );
});

/** With a larger limit, or more models, for everybody. */
const looser = (resources: readonly Resource[]) =>
  resources.map((one) => ({
    ...one,
    fields: {
      ...one.fields,
      ...(one.kind === 'key' || one.kind === 'team' ? { models: ['*'] } : {}),
    },
  }));

test('without budgets, who may call more models is denied no more', () => {
  const without = (resources: readonly Resource[]) =>
    resources.map((one) => ({ ...one, fields: { ...one.fields, budget: null } }));
  fc.assert(
    fc.property(anyCalls, anyResources, (calls, resources) => {
      const before = said(calls, without(resources));
      const after = said(calls, looser(without(resources)));
      for (const [at, rule] of before.entries()) if (rule === 'allowed') expect(after[at]).toBe('allowed');
    }),
  );
});

test('a larger budget of keys denies no more, where no team has one', () => {
  fc.assert(
    fc.property(anyCalls, anyResources, fc.integer({ min: 1, max: 5 }), (calls, resources, factor) => {
      const scaled = (by: number) =>
        resources.map((one) => {
          const budget = one.fields['budget'] as { limit: string; period: string | null } | null | undefined;
          const larger =
            budget && one.kind === 'key' ? { ...budget, limit: String(Number(budget.limit) * by) } : null;
          return { ...one, fields: { ...one.fields, budget: larger } };
        });
      const before = said(calls, scaled(1));
      const after = said(calls, scaled(factor));
      for (const [at, rule] of before.entries()) if (rule === 'allowed') expect(after[at]).toBe('allowed');
    }),
  );
});
