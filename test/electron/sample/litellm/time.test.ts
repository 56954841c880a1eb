import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDuration, nextReset, stamp, stampWithOffset } from '../../../../electron/sample/litellm/time.ts';

const NOW = Date.UTC(2026, 10, 23, 13, 4);

it.each([
  ['1d', '2026-11-24T00:00:00Z'],
  ['7d', '2026-11-30T00:00:00Z'],
  ['30d', '2026-12-01T00:00:00Z'],
  ['1mo', '2026-12-01T00:00:00Z'],
  ['2d', '2026-11-25T00:00:00Z'],
  ['1h', '2026-11-23T14:04:00Z'],
])('a budget of %s made on Monday 23 November is reset at %s', (period, text) => {
  expect(stamp(nextReset(period, NOW))).toBe(text);
});

it('is always reset after it was made', () => {
  const periods = fc.constantFrom('30s', '12h', '1d', '7d', '1w', '30d', '45d', '1mo');
  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
  fc.assert(
    fc.property(periods, instants, (period, now) => {
      expect(isDuration(period)).toBe(true);
      expect(nextReset(period, now)).toBeGreaterThan(now);
    }),
  );
});

it('prints microseconds, and leaves them out when they are zero', () => {
  expect(stamp(NOW + 5)).toBe('2026-11-23T13:04:00.005000Z');
  expect(stampWithOffset(NOW)).toBe('2026-11-23T13:04:00+00:00');
  expect(stamp(null)).toBeNull();
});
