import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isTimeZone, zoneClock } from '../../shared/zone-clock.ts';

test('tells zones from other words', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata'].filter(isTimeZone)).toHaveLength(3);
  expect(['', 'Berlin', 'Europe/Bern', 'CEST+1'].filter(isTimeZone)).toEqual([]);
});

test('shows summer and winter time', () => {
  const shown = zoneClock('Europe/Berlin');
  expect(shown(Date.UTC(2026, 6, 1, 12))).toBe(Date.UTC(2026, 6, 1, 14));
  expect(shown(Date.UTC(2026, 11, 1, 23, 30))).toBe(Date.UTC(2026, 11, 2, 0, 30));
});

test('shows UTC as every other zone without an offset does', () => {
  const second = fc.integer({ min: 0, max: 2_000_000_000 }).map((value) => value * 1000);
  fc.assert(
    fc.property(second, (ms) => {
      expect(zoneClock('Etc/GMT')(ms)).toBe(ms);
      expect(zoneClock('UTC')(ms)).toBe(ms);
    }),
  );
});
