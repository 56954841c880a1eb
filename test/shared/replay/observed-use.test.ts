import { expect, test } from 'vitest';

import { observedUse } from '../../../shared/replay/observed-use.ts';
import { madeLog, resource } from './made-log.ts';

const DAY = 86_400;
const HELD = [resource('team', 'a', {}, { name: 'search' }), resource('key', 'ka', { team: 'a' })];

test('adds up what was let through of the teams that a node knows, and the most of one period', () => {
  const log = madeLog([
    { seconds: 1, team: '', key: 'ka', model: 'mini', dollars: 2 },
    { seconds: 2, team: 'a', key: 'lost', model: 'gpt-4o', dollars: 1 },
    { seconds: DAY + 1, team: 'a', key: 'ka', model: 'mini', dollars: 2 },
    { seconds: DAY + 2, team: 'a', key: 'ka', model: 'odd', outcome: 'refused' },
    { seconds: DAY + 3, team: 'gone', key: 'lost', model: 'mini', dollars: 9 },
  ]);
  const used = (period: string | null) => observedUse(log, HELD, () => period, 'UTC');
  expect(used('1d')).toEqual([
    {
      team: 'search',
      models: new Map([
        ['mini', 2],
        ['gpt-4o', 1],
      ]),
      requests: 3,
      mostNano: 3e9,
    },
  ]);
  expect(used('30d')[0]?.mostNano).toBe(5e9);
  expect(used(null)[0]?.mostNano).toBe(5e9);
});
