import { expect, test } from 'vitest';

import { compareVerdicts, sumGroups } from '../../../shared/replay/compare-verdicts.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import type { Rule } from '../../../shared/replay/replay-state.ts';
import type { Combination, RequestLog } from '../../../shared/replay/request-log.ts';

const combination = (key: string, outcome: Combination['outcome'] = 'allowed'): Combination => ({
  team: `team of ${key}`,
  key,
  user: '',
  model: 'gpt-4o',
  outcome,
});
const COMBINATIONS = [combination('a'), combination('b'), combination('b', 'refused')];

function logOf(of: readonly number[]): RequestLog {
  return {
    count: of.length,
    startMs: Float64Array.from(of, (_, at) => at * 1000),
    combination: Uint32Array.from(of),
    spendNano: Float64Array.from(of, (one) => (one === 2 ? -1 : 2 ** 52 + one)),
    tokens: Float64Array.from(of, () => 10),
    combinations: COMBINATIONS,
  };
}
const verdicts = (...rules: Rule[]) => Uint8Array.from(rules, (rule) => RULES.indexOf(rule));

test('counts what is denied and gained, by the rule that refuses, with its money and tokens', () => {
  const log = logOf([0, 1, 1, 2, 0, 1]);
  const before = verdicts('allowed', 'allowed', 'allowed', 'team-models', 'key-budget', 'allowed');
  const after = verdicts('allowed', 'team-models', 'team-budget', 'allowed', 'team-models', 'not-evaluable');
  const found = compareVerdicts(log, before, after);
  expect(found).toMatchObject({ requests: 6, unchanged: 2, denied: 2, gained: 1, notEvaluable: 1 });
  // Refused by another rule than before is no change of what a caller sees as refused.
  expect(found.groups).toEqual([
    {
      change: 'denied',
      rule: 'team-models',
      combination: COMBINATIONS[1],
      requests: 1,
      nano: 2n ** 52n + 1n,
      tokens: 10,
      firstMs: 1000,
      lastMs: 1000,
    },
    {
      change: 'denied',
      rule: 'team-budget',
      combination: COMBINATIONS[1],
      requests: 1,
      nano: 2n ** 52n + 1n,
      tokens: 10,
      firstMs: 2000,
      lastMs: 2000,
    },
    {
      change: 'gained',
      rule: 'team-models',
      combination: COMBINATIONS[2],
      requests: 1,
      nano: 0n,
      tokens: 10,
      firstMs: 3000,
      lastMs: 3000,
    },
  ]);
  expect(found.examples).toEqual([[1], [2], [3]]);
  expect(found.against).toEqual({ agreed: 4, refusedNow: 1, allowedNow: 0 });
  expect(sumGroups(found.groups, ({ combination: { key } }) => key)).toEqual([
    {
      key: 'b',
      denied: { requests: 2, nano: 2n ** 53n + 2n, tokens: 20, firstMs: 1000, lastMs: 2000 },
      gained: { requests: 1, nano: 0n, tokens: 10, firstMs: 3000, lastMs: 3000 },
    },
  ]);
});

test('names a few examples of each, and adds up what a float does not hold', () => {
  const count = 200;
  const log = logOf(Array.from({ length: count }, () => 1));
  const all = (rule: Rule) => verdicts(...Array.from({ length: count }, () => rule));
  const { groups, examples } = compareVerdicts(log, all('allowed'), all('key-models'));
  expect(examples).toEqual([[0, 1, 2, 3, 4]]);
  expect(groups[0]?.nano).toBe(BigInt(count) * (2n ** 52n + 1n));
});

test('adds up as many groups as there are, each exactly', () => {
  const combinations = Array.from({ length: 300 }, (_, at) => combination(String(at)));
  const of = [...combinations.keys(), ...combinations.keys()];
  const log = { ...logOf(of), combinations, spendNano: Float64Array.from(of, (one) => 2 ** 52 + one) };
  const { groups } = compareVerdicts(
    log,
    new Uint8Array(of.length),
    verdicts(...of.map((): Rule => 'key-budget')),
  );
  expect(groups.map(({ combination: { key }, requests, nano }) => [key, requests, nano])).toEqual(
    combinations.map(({ key }, at) => [key, 2, 2n * (2n ** 52n + BigInt(at))]),
  );
});
