import { expect, test } from 'vitest';

import { observedGroupUse } from '../../../../shared/replay/doubleword/observed-group-use.ts';
import { madeLog, resource } from '../made-log.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const group = (id: string, members: readonly string[], models: readonly string[]) =>
  resource('team', id, { members: [...members], models: [...models] }, { name: `group ${id}` });
const HELD = [
  group(EVERYONE, [], ['open']),
  group('g', ['a', 'b'], ['large', 'free']),
  group('h', ['b', 'c'], ['large', 'small']),
];

test('a group is needed for what its members called, whatever other groups they are in', () => {
  const log = madeLog([
    { seconds: 0, user: 'b', model: 'large' },
    { seconds: 1, user: 'b', model: 'large' },
    { seconds: 2, user: 'c', team: 'h', model: 'large' },
    { seconds: 3, user: 'c', team: 'h', model: 'small', outcome: 'refused' },
    { seconds: 4, user: 'a', team: 'g', model: 'open' },
    // A free model: the ledger has no payer of it.
    { seconds: 5, user: '', model: 'free' },
  ]);
  expect(observedGroupUse(log, HELD)).toEqual([
    {
      team: 'group g',
      models: new Map([
        ['large', 2],
        ['free', 1],
      ]),
      requests: 3,
      mostNano: null,
    },
    { team: 'group h', models: new Map([['large', 3]]), requests: 3, mostNano: null },
  ]);
});
