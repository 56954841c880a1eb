import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { rulesBetween } from '../../../shared/replay/litellm/rules-between.ts';
import { litellmRules, madeLog, MODELS, resource, upgraded } from './made-log.ts';
import type { MadeCall } from './made-log.ts';

const PAIR = { before: litellmRules('1.81.13'), after: litellmRules('1.106.2') };
const key = (id: string, fields: Resource['fields'], settings: Resource['settings'] = {}) =>
  resource('key', id, { models: ['*'], team: null, user: null, budget: null, ...fields }, { settings });
const RETIRED = 'claude-3-5-sonnet-20240620';
const RESOURCES = [
  ...MODELS,
  resource('model', RETIRED, {}),
  resource('user', 'u', { models: ['*'], budget: { limit: '1', period: null } }),
  resource('team', 't', { models: ['gpt-4o'] }),
  key('personal', { user: 'u' }),
  key('pattern', { models: ['anthropic/*'] }),
  key('aliased', { team: 't' }, { aliases: { mine: 'gpt-4o' } }),
  resource('model', 'mine', {}),
];
const CALLS: readonly MadeCall[] = [
  { seconds: 0, key: 'personal', dollars: 1 },
  { seconds: 1, key: 'personal', dollars: 0.5 },
  { seconds: 2, key: 'pattern', model: RETIRED, dollars: 2 },
  { seconds: 3, key: 'aliased', model: 'mine' },
  { seconds: 4, key: 'personal' },
];

describe('an upgrade', () => {
  test('is put down to what differs between the releases', () => {
    const { comparison, causes, causeOf } = upgraded(madeLog(CALLS), RESOURCES, PAIR);
    expect(comparison).toMatchObject({ requests: 5, denied: 2, gained: 1 });
    expect(
      causes.map(({ difference: { code }, denied, gained, models, examples }) => [
        code,
        denied,
        gained,
        models,
        examples.map(({ place, change, rule }) => [place, change, rule]),
      ]),
    ).toEqual([
      ['budgets.user', 1, 0, ['gpt-4o'], [[1, 'denied', 'user-budget']]],
      ['key-aliases', 0, 1, ['mine'], [[3, 'gained', 'team-models']]],
      ['providers', 1, 0, [RETIRED], [[2, 'denied', 'key-models']]],
    ]);
    expect([...causeOf]).toEqual([0, 1, 3, 2, 0]);
    expect(causes.map(({ deniedNano, teams }) => [deniedNano, teams])).toEqual([
      [500_000_000n, ['']],
      [0n, ['']],
      [2_000_000_000n, ['']],
    ]);
    expect(causes[2]?.difference.text).toBe(
      `"${RETIRED}" is of no provider by the cost map of 1.106.2, and was of anthropic by that of 1.81.13.`,
    );
  });

  test('of nothing changes nothing', () => {
    const same = { before: PAIR.after, after: PAIR.after };
    expect(rulesBetween(PAIR.after, PAIR.after)).toEqual([]);
    const { causes, causeOf } = upgraded(madeLog(CALLS), RESOURCES, same);
    expect(causes).toEqual([]);
    expect([...causeOf]).toEqual([0, 0, 0, 0, 0]);
  });
});

test('back is the same changes the other way round, and each has a cause', () => {
  const anyCalls = fc
    .array(
      fc.record({
        seconds: fc.integer({ min: 0, max: 500 }),
        key: fc.constantFrom('personal', 'pattern', 'aliased'),
        model: fc.constantFrom('gpt-4o', 'mine', RETIRED),
        dollars: fc.constantFrom(0, 0.5, 1),
      }),
      { maxLength: 30 },
    )
    .map((calls) => calls.toSorted((a, b) => a.seconds - b.seconds));
  fc.assert(
    fc.property(anyCalls, (calls) => {
      const log = madeLog(calls);
      const up = upgraded(log, RESOURCES, PAIR);
      const down = upgraded(log, RESOURCES, { before: PAIR.after, after: PAIR.before });
      expect([down.comparison.denied, down.comparison.gained]).toEqual([
        up.comparison.gained,
        up.comparison.denied,
      ]);
      const sum = up.causes.reduce((all, { denied, gained }) => all + denied + gained, 0);
      expect(sum).toBe(up.comparison.denied + up.comparison.gained);
      expect(up.causeOf.filter((cause) => cause > 0)).toHaveLength(sum);
    }),
  );
});

test('differences are told in words, those of answers too', () => {
  const words = rulesBetween(PAIR.before, PAIR.after);
  expect(words.filter(({ changesVerdicts }) => !changesVerdicts).map(({ code }) => code)).toEqual([
    'statuses.modelDenied',
    'statuses.budgetExceeded',
    'unknown-model-type',
  ]);
  expect(words.find(({ code }) => code === 'key-aliases')?.text).toBe(
    "In 1.106.2 a key's own alias for a model is replaced before the models of its team or user are asked; in 1.81.13 the models of a team or user are asked for the alias of a key as it is.",
  );
  for (const { text } of words) expect(text).toMatch(/^[A-Z].*\.$/);
});
