import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createRecentReplays } from '../../../electron/replay/recent-replays.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { ruleNumber } from '../../../shared/replay/replay-state.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { always } from '../../../shared/replay/state-after.ts';
import { atOnce } from '../../../shared/replay/steps.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from '../../shared/replay/made-log.ts';

const log = madeLog([{ seconds: 0, dollars: 1 }, { seconds: 1, dollars: 1 }, { seconds: 2 }]);
const holding = (limit: number): readonly Resource[] => [
  ...MODELS,
  resource('key', 'k', { models: ['*'], budget: { limit: String(limit), period: null } }),
];
const stateOf = (limit: number, version = '1.106.2') =>
  litellmState(holding(limit), log.combinations, litellmRules(version), 'UTC');

/** Replays keys of these budgets one after the other, and counts what was not kept. */
function made(limits: readonly number[]): number {
  const kept = createRecentReplays();
  let count = 0;
  for (const limit of limits) {
    const { verdicts } = atOnce(
      kept.of(log, 'rules', always(holding(limit)), () => {
        count += 1;
        return stateOf(limit);
      }),
    );
    expect(verdicts).toEqual(replay(log, stateOf(limit)));
  }
  return count;
}

test('an edit is replayed alone: today and the edit before are kept, by what they say', () => {
  expect(made([9, 1, 9, 1, 9])).toBe(2);
  expect(made([9, 1, 9, 2, 9, 0, 9, 2])).toBe(4);
});

test('what was asked for longest ago is forgotten first', () => {
  expect(made([9, 0, 1, 2])).toBe(4);
  expect(made([9, 0, 1, 2, 9])).toBe(5);
  expect(made([9, 0, 1, 9, 2, 9])).toBe(4);
});

test('whatever was asked for before, it is what a replay says', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }), (limits) => {
      expect(made(limits)).toBeLessThanOrEqual(limits.length);
    }),
  );
});

test('what changes as time goes on is another one, and is kept by when it changes', () => {
  const kept = createRecentReplays();
  const turning = (seconds: number) =>
    atOnce(
      kept.of(
        log,
        'rules',
        [
          { fromMs: -Infinity, resources: holding(1) },
          { fromMs: FIRST_MS + seconds * 1000, resources: holding(9) },
        ],
        (resources) => litellmState(resources, log.combinations, litellmRules(), 'UTC'),
      ),
    ).verdicts;
  const early = turning(1);
  expect([...early]).toEqual([0, 0, 0]);
  expect([...turning(2)]).toEqual([0, ruleNumber('key-budget'), 0]);
  expect(turning(1)).toBe(early);
});

test('other rules and other logs are others', () => {
  const kept = createRecentReplays();
  const of = (log_: typeof log, rules: string) =>
    atOnce(kept.of(log_, rules, always(holding(1)), () => stateOf(1, rules))).verdicts;
  const first = of(log, '1.106.2');
  expect(of(log, '1.106.2')).toBe(first);
  expect(of(log, '1.81.13')).not.toBe(first);
  expect(of({ ...log }, '1.106.2')).not.toBe(first);
});
