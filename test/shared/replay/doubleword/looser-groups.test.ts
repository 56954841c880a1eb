import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { doublewordState } from '../../../../shared/replay/doubleword/doubleword-state.ts';
import { NEWEST_DOUBLEWORD } from '../../../../shared/replay/doubleword/rules.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { ALLOWED, NOT_EVALUABLE, RULES } from '../../../../shared/replay/replay-state.ts';
import { madeLog, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const NAMES = ['large', 'small', 'free'] as const;
const USERS = ['alice', 'bob', 'org'] as const;
const price = (text: string) => [{ name: 'all', inputPrice: text, outputPrice: text }];

const group = fc.record({
  members: fc.subarray([...USERS]),
  models: fc.subarray([...NAMES]),
});
const groups = fc.tuple(group, group, group);
type Groups = readonly { readonly members: readonly string[]; readonly models: readonly string[] }[];

const calls: fc.Arbitrary<MadeCall[]> = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 200_000 }),
    user: fc.constantFrom(...USERS, 'gone', ''),
    key: fc.constantFrom('', 'k', 'l'),
    model: fc.constantFrom(...NAMES, 'none'),
    dollars: fc.constantFrom(0, 0.25, 1),
    outcome: fc.constantFrom('allowed' as const, 'refused' as const),
  }),
  { maxLength: 40 },
);

function resourcesOf(these: Groups, budget: JsonObject | null = null): readonly Resource[] {
  return [
    ...NAMES.map((name) =>
      resource('model', `id-of-${name}`, { tariffs: name === 'free' ? [] : price('0.1') }, { name }),
    ),
    ...USERS.map((id) => resource(id === 'org' ? 'organization' : 'user', id, {})),
    ...['k', 'l'].map((id) =>
      resource(
        'key',
        id,
        { user: id === 'k' ? 'alice' : 'bob', budget },
        { settings: { purpose: 'realtime' } },
      ),
    ),
    ...these.map(({ members, models }, index) =>
      resource('team', index === 0 ? EVERYONE : `g${index}`, {
        ...(index === 0 ? {} : { members: [...members] }),
        models: [...models],
      }),
    ),
  ];
}

function verdictsOf(made: readonly MadeCall[], resources: readonly Resource[]): readonly number[] {
  const log = madeLog(made.toSorted((a, b) => a.seconds - b.seconds));
  const credits = new Map([['bob', 2_000_000_000n]]);
  return [...replay(log, doublewordState(resources, log.combinations, NEWEST_DOUBLEWORD, credits))];
}

test('more models or members of groups never deny more, credit and spend limits apart', () => {
  fc.assert(
    fc.property(calls, groups, groups, (made, some, others) => {
      const looser = some.map(({ members, models }, index) => ({
        members: [...members, ...(others[index]?.members ?? [])],
        models: [...models, ...(others[index]?.models ?? [])],
      }));
      const tight = verdictsOf(made, resourcesOf(some));
      const loose = verdictsOf(made, resourcesOf(looser));
      const spent = RULES.indexOf('credits');
      for (const [at, verdict] of tight.entries()) {
        if (verdict === ALLOWED) expect([ALLOWED, spent]).toContain(loose[at]);
        // What could be evaluated still can.
        if (verdict !== NOT_EVALUABLE) expect(loose[at]).not.toBe(NOT_EVALUABLE);
      }
    }),
  );
});

test('the order of resources does not matter', () => {
  fc.assert(
    fc.property(
      calls,
      groups
        .map((these) => resourcesOf(these, { limit: '0.5', period: '1d' }))
        .chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
          ),
        ),
      (made, [straight, shuffled]) => {
        expect(verdictsOf(made, shuffled)).toEqual(verdictsOf(made, straight));
      },
    ),
  );
});
