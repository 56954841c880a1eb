import fc from 'fast-check';
import { expect, test } from 'vitest';

import { creditsAtBegin } from '../../../../shared/replay/doubleword/credits.ts';
import { doublewordState } from '../../../../shared/replay/doubleword/doubleword-state.ts';
import { NEWEST_DOUBLEWORD } from '../../../../shared/replay/doubleword/rules.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { ALLOWED } from '../../../../shared/replay/replay-state.ts';
import { FIRST_MS, madeLog, resource } from '../made-log.ts';

const owner = (id: string, balance: number | string | null, kind: 'user' | 'organization' = 'user') =>
  resource(kind, id, {}, { observed: balance === null ? {} : { credit_balance: balance } });
const LOG = madeLog([
  { seconds: 0, user: 'a', dollars: 1 },
  { seconds: 10, user: 'a', dollars: 0.5 },
  { seconds: 20, user: 'b', dollars: 2 },
]);
const DONE = FIRST_MS + 3_600_000;

test('are what was left at the pull, and all that was paid from the begin until then', () => {
  const resources = [
    owner('a', 25.5033719),
    owner('b', '-0.25'),
    owner('c', 0),
    owner('o', '3', 'organization'),
  ];
  const paidAfter = new Map([['b', 1_000_000_000n]]);
  expect(creditsAtBegin({ resources, takenMs: DONE, log: LOG, paidAfter })).toEqual(
    new Map([
      ['a', 27_003_371_900n],
      ['b', 2_750_000_000n],
      ['c', 0n],
      ['o', 3_000_000_000n],
    ]),
  );
});

test('do not count what was paid after the pull', () => {
  const found = creditsAtBegin({
    resources: [owner('a', 1)],
    takenMs: FIRST_MS + 10_000,
    log: LOG,
    paidAfter: new Map(),
  });
  expect(found.get('a')).toBe(2_000_000_000n);
});

test('are not known of who has none left where what was paid later is not, nor of whom nothing is told', () => {
  const resources = [owner('a', 1), owner('b', 0), owner('c', null)];
  const found = creditsAtBegin({ resources, takenMs: DONE, log: LOG, paidAfter: null });
  expect([...found.keys()]).toEqual(['a']);
});

test('let through all that was paid, whatever was granted in between', () => {
  const call = fc.record({
    seconds: fc.integer({ min: 0, max: 3600 }),
    user: fc.constantFrom('a', 'b'),
    dollars: fc.integer({ min: 1, max: 9 }),
  });
  const EVERYONE = '00000000-0000-0000-0000-000000000000';
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (any, left) => {
      const calls = any
        .map((one) => ({ ...one, key: '', model: 'm' }))
        .toSorted((a, b) => a.seconds - b.seconds);
      const log = madeLog(calls);
      const resources = [
        owner('a', left),
        owner('b', left),
        resource(
          'model',
          'm',
          {},
          { settings: { tariffs: [{ input_price_per_token: '1', output_price_per_token: '1' }] } },
        ),
        resource('team', EVERYONE, { models: ['m'] }),
      ];
      const credits = creditsAtBegin({ resources, takenMs: DONE, log, paidAfter: new Map() });
      const state = doublewordState(resources, log.combinations, NEWEST_DOUBLEWORD, credits);
      expect([...replay(log, state)].every((verdict) => verdict === ALLOWED)).toBe(true);
    }),
  );
});
