import { readFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { JsonObject } from '../../../../shared/json.ts';
import { KNOWN_RELEASES, namedRulesOf } from '../../../../shared/replay/litellm/release-rules.ts';
import { verdictDifferences } from '../../../../shared/replay/litellm/rules-between.ts';
import { replayed } from './recorded-model-budgets.ts';
import type { RecordedModelBudgets, RecordedScenario } from './recorded-model-budgets.ts';

const RECORDED = ['1.81.13', '1.90.0', '1.106.2', '1.110.2'];

describe('what the releases themselves said', () => {
  test.each(RECORDED)('%s', (release) => {
    const file = path.join(
      import.meta.dirname,
      `../../../fixtures/litellm-verdicts/model-budgets-${release}.json`,
    );
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as RecordedModelBudgets;
    expect(recorded.release).toBe(release);
    expect(recorded.scenarios.length).toBeGreaterThan(40);
    for (const [number, scenario] of recorded.scenarios.entries())
      expect(replayed(recorded, scenario), `scenario ${number}`).toEqual(
        scenario.requests.map(([, , , refusedBy]) => refusedBy),
      );
  });
});

const MODELS = ['gpt-4o', 'openai/gpt-4o', 'claude', 'us.anthropic.claude-opus-4-6-v1'];
const DEPLOYMENTS = MODELS.map((name) => [name, name, ['group', 'other']] as const);

const budget = fc.record({
  max_budget: fc.integer({ min: 1, max: 8 }).map((count) => count / 4),
  budget_duration: fc.constantFrom('1h', '1d', '7d', '1mo', 'no period'),
});
const budgets = fc.dictionary(
  fc.constantFrom(...MODELS, 'claude-opus-4-6-v1', 'gpt*', '*-4o', '*', 'group', 'other'),
  budget,
  { maxKeys: 4 },
);
const requests = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 * 24 * 3600 }),
      fc.constantFrom(...MODELS),
      fc.integer({ min: 1, max: 8 }).map((count) => count / 8),
    ),
    { maxLength: 40 },
  )
  .map((these) =>
    these
      .toSorted(([a], [b]) => a - b)
      .map(([seconds, model, dollars]) => [seconds * 1000, model, dollars, null] as const),
  );

const everyHolder: fc.Arbitrary<RecordedScenario> = fc.record({
  fromMs: fc.constant(Date.UTC(2026, 9, 1)),
  hasTeam: fc.constant(true),
  hasUser: fc.constant(true),
  key: budgets,
  team: budgets,
  user: budgets,
  customer: budgets,
  member: budgets,
  requests,
});

const release = fc.constantFrom(...KNOWN_RELEASES);

test('the order in which budgets stand makes no difference', () => {
  const turned = (these: JsonObject | null): JsonObject | null =>
    these && Object.fromEntries(Object.entries(these).toReversed());
  fc.assert(
    fc.property(release, everyHolder, (version, scenario) => {
      const file = { release: version, deployments: DEPLOYMENTS };
      const { key, team, user, customer, member } = scenario;
      const other = {
        ...scenario,
        key: turned(key) ?? {},
        team: turned(team),
        user: turned(user),
        customer: turned(customer),
        member: turned(member),
      };
      expect(replayed(file, other)).toEqual(replayed(file, scenario));
    }),
    { numRuns: 150 },
  );
});

test('how a log lists what its requests have in common makes no difference', () => {
  fc.assert(
    fc.property(release, everyHolder, (version, scenario) => {
      const file = { release: version, deployments: DEPLOYMENTS };
      const listed = [...MODELS.toReversed(), ...MODELS];
      expect(replayed(file, scenario, listed)).toEqual(replayed(file, scenario));
    }),
    { numRuns: 150 },
  );
});

test('a looser budget for a model never denies more', () => {
  const holder = fc.constantFrom('key', 'team', 'user', 'customer', 'member');
  // Of older releases one model's alone: windows that begin together move those of other models.
  const one = fc.record({ 'gpt-4o': budget });
  const cases = fc.oneof(
    fc.tuple(fc.constantFrom('1.81.13', '1.84.0', '1.90.0'), one),
    fc.tuple(fc.constantFrom('1.103.0', '1.106.2', '1.110.2'), budgets),
  );
  fc.assert(
    fc.property(
      cases,
      holder,
      requests,
      fc.integer({ min: 1, max: 8 }),
      ([version, tight], whose, log, more) => {
        const loose = Object.fromEntries(
          Object.entries(tight).map(([name, { max_budget: max, budget_duration: period }]) => [
            name,
            { max_budget: max + more / 4, budget_duration: period },
          ]),
        );
        const file = { release: version, deployments: DEPLOYMENTS };
        const denied = (these: JsonObject): readonly boolean[] => {
          const none = { key: {}, team: null, user: null, customer: null, member: null };
          const scenario = { fromMs: Date.UTC(2026, 9, 1), hasTeam: true, hasUser: true, requests: log };
          return replayed(file, { ...scenario, ...none, [whose]: these }).map((by) => by !== null);
        };
        const before = denied(tight);
        for (const [place, isDenied] of denied(loose).entries())
          if (isDenied) expect(before[place]).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('what two releases do otherwise with them is said, and each of it can be taken over alone', () => {
  const [old, young] = [namedRulesOf('1.81.13').rules, namedRulesOf('1.106.2').rules];
  const found = verdictDifferences(old, young).filter(({ code }) => code.startsWith('model-budgets.'));
  expect(found.map(({ code, text }) => `${code}: ${text}`)).toEqual([
    'model-budgets.holders: Budgets for single models refuse requests of keys, users, customers and teams in 1.106.2, of keys in 1.81.13.',
    'model-budgets.bound: A budget for a single model refuses as soon as it is reached, and one of zero refuses all in 1.106.2, once it is passed, and one of zero is none in 1.81.13.',
    'model-budgets.names: A budget for a single model may be named after a model with or without its provider, of Bedrock also without region or vendor in 1.106.2, after a model with or without its provider in 1.81.13.',
    'model-budgets.spend: In 1.106.2 what is spent of a budget for a single model is counted for all that it governs together, in a window of its own; in 1.81.13 it is counted under the name of the deployment that served (openai/gpt-4o), so that only requests by that name are refused.',
  ]);
  const taken = found.reduce((rules, { apply }) => apply(rules, young), old);
  expect(taken).toEqual({ ...old, modelBudgets: young.modelBudgets });
});
