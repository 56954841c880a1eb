import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import type { ReplayState } from '../../../../shared/replay/replay-state.ts';
import type { Combination } from '../../../../shared/replay/request-log.ts';
import { litellmRules, resource } from '../made-log.ts';

/** A course with what its numbers stand for. */
const toldOf = ({ courses, budgets, limits }: ReplayState, at: number) => {
  const course = courses[at];
  return {
    ...course,
    budgets: course?.budgets.map((number) => budgets[number]),
    charged: course?.charged.map((number) => budgets[number]),
    limits: course?.limits.map((number) => limits[number]),
  };
};

const anyLists = fc.constantFrom(['*'], ['*'], ['gpt-4o', 'claude'], ['gpt*'], ['all-team-models'], ['none']);
const anyBudget = fc.option(fc.record({ limit: fc.constantFrom('1', '2'), period: fc.constant('1d') }));
const anyLimits = {
  requestsPerMinute: fc.option(fc.integer({ min: 1, max: 3 })),
  tokensPerMinute: fc.option(fc.integer({ min: 1, max: 3 })),
  budget: anyBudget,
  models: anyLists,
  blocked: fc.constantFrom(false, false, false, true),
};
const anyMetadata = fc.record({
  model_rpm_limit: fc.constantFrom<JsonObject>({}, { 'gpt-4o': 1 }, { claude: 2 }),
  tags: fc.subarray(['red', 'blue']),
});
const anyKey = fc.record({
  fields: fc.record({
    ...anyLimits,
    team: fc.constantFrom(null, 't', 'u', 'gone'),
    user: fc.constantFrom(null, 'v'),
  }),
  metadata: anyMetadata,
  aliases: fc.constantFrom<JsonObject>({}, { short: 'gpt-4o' }),
});
const anyResources = fc
  .record({
    keys: fc.array(anyKey, { minLength: 3, maxLength: 3 }),
    teams: fc.array(fc.record({ fields: fc.record(anyLimits), metadata: anyMetadata }), {
      minLength: 2,
      maxLength: 2,
    }),
    user: fc.record(anyLimits),
    tag: fc.record({ budget: anyBudget }),
    customer: fc.record({ budget: anyBudget, requestsPerMinute: anyLimits.requestsPerMinute }),
  })
  .map(({ keys, teams, user, tag, customer }): readonly Resource[] => [
    resource('model', 'gpt-4o', {}),
    resource('model', 'claude', { inputPrice: '0', outputPrice: '0' }),
    ...keys.map(({ fields, metadata, aliases }, at) =>
      resource('key', 'abc'[at] ?? '', fields, { settings: { metadata, aliases } }),
    ),
    ...teams.map(({ fields, metadata }, at) =>
      resource('team', 'tu'[at] ?? '', fields, { settings: { metadata } }),
    ),
    resource('user', 'v', user),
    resource('tag', 'red', tag),
    resource('customer', 'c', customer),
  ]);
const anyCombination: fc.Arbitrary<Combination> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'gone', ''),
  team: fc.constantFrom('t', 'u', 'gone', ''),
  user: fc.constantFrom('v', ''),
  model: fc.constantFrom('gpt-4o', 'gpt-4o', 'claude', 'claude', 'short', 'none', ''),
  outcome: fc.constantFrom('allowed', 'refused'),
  customer: fc.constantFrom('c', 'd', '', ''),
  tags: fc.constantFrom([], [], ['green'], ['red']),
});

test.each(['1.81.13', '1.106.2'])(
  'what one combination meets does not depend on the others (%s)',
  (version) => {
    const rules = litellmRules(version);
    fc.assert(
      fc.property(
        anyResources,
        fc.array(anyCombination, { minLength: 20, maxLength: 40 }),
        (resources, combinations) => {
          const together = litellmState(resources, combinations, rules, 'UTC');
          for (const [at, combination] of combinations.entries())
            expect(toldOf(together, at)).toEqual(
              toldOf(litellmState(resources, [combination], rules, 'UTC'), 0),
            );
        },
      ),
    );
  },
);
