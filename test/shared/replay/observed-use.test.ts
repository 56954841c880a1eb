import { expect, test } from 'vitest';

import { UTC_CLOCK } from '../../../shared/replay/budget-windows.ts';
import { observedUse } from '../../../shared/replay/observed-use.ts';
import type { SeenTime } from '../../../shared/replay/observed-use.ts';
import { FIRST_MS, madeLog, resource } from './made-log.ts';

const DAY = 86_400;
/** October, of which the log tells all. */
const MONTH: SeenTime = { fromMs: FIRST_MS, untilMs: Date.UTC(2026, 10, 1), gaps: [] };
const HELD = [resource('team', 'a', {}, { name: 'search' }), resource('key', 'ka', { team: 'a' })];

test('adds up what was let through of the teams that a node knows, and the most of one period', () => {
  const log = madeLog([
    { seconds: 1, team: '', key: 'ka', model: 'mini', dollars: 2 },
    { seconds: 2, team: 'a', key: 'lost', model: 'gpt-4o', dollars: 1 },
    { seconds: DAY + 1, team: 'a', key: 'ka', model: 'mini', dollars: 2 },
    { seconds: DAY + 2, team: 'a', key: 'ka', model: 'odd', outcome: 'refused' },
    { seconds: DAY + 3, team: 'gone', key: 'lost', model: 'mini', dollars: 9 },
  ]);
  const used = (period: string | null) => observedUse(log, HELD, () => period, UTC_CLOCK, MONTH);
  expect(used('1d')).toEqual([
    {
      team: 'search',
      models: new Map([
        ['mini', 2],
        ['gpt-4o', 1],
      ]),
      requests: 3,
      mostNano: 3_000_000_000n,
    },
  ]);
  expect(used('30d')[0]?.mostNano).toBe(5_000_000_000n);
  expect(used(null)[0]?.mostNano).toBeNull();
});

test('says nothing of spend in a window that was seen in part', () => {
  const log = madeLog([
    { seconds: 1, team: 'a', key: 'ka', model: 'mini', dollars: 2 },
    { seconds: DAY + 1, team: 'a', key: 'ka', model: 'mini', dollars: 1 },
  ]);
  const used = (seen: Partial<SeenTime>, period = '1d') =>
    observedUse(log, HELD, () => period, UTC_CLOCK, { ...MONTH, ...seen })[0]?.mostNano;
  const begin = MONTH.fromMs;
  const hours = (count: number): number => begin + count * 3_600_000;
  expect(used({})).toBe(2_000_000_000n);
  // Of a day an hour may lack, and not two.
  expect(used({ fromMs: hours(1) })).toBe(2_000_000_000n);
  expect(used({ fromMs: hours(2) })).toBe(1_000_000_000n);
  expect(used({ untilMs: hours(46), fromMs: hours(2) })).toBeNull();
  const gap = { fromMs: hours(3), untilMs: hours(5) };
  expect(used({ gaps: [gap] })).toBe(1_000_000_000n);
  expect(used({ gaps: [gap] }, '30d')).toBe(3_000_000_000n);
  expect(used({ gaps: [{ fromMs: hours(3), untilMs: hours(3 + 38) }] }, '30d')).toBeNull();
});
