import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLogTime } from '../../../../electron/gateways/litellm/log-time.ts';

const INSTANT = Date.UTC(2026, 9, 31, 23, 59, 58, 123);

describe('readLogTime', () => {
  it.each([
    '2026-10-31T23:59:58.123000Z',
    '2026-10-31T23:59:58.123Z',
    '2026-10-31T23:59:58.123+00:00',
    '2026-10-31 23:59:58.123000+00:00',
    '2026-10-31 23:59:58.123',
    '2026-10-31T23:59:58.123999Z',
    '2026-11-01T01:59:58.123+02:00',
    '2026-10-31T18:29:58.123-0530',
  ])('reads %s', (text) => {
    expect(readLogTime(text)).toBe(INSTANT);
  });

  it('reads a time without a fraction', () => {
    expect(readLogTime('2026-10-31T23:59:58Z')).toBe(INSTANT - 123);
  });

  it.each([
    [null],
    [1_793_491_198],
    [''],
    ['2026-10-31'],
    ['2026-02-29T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-10-31T24:00:00Z'],
    ['2026-10-31T23:60:58Z'],
    ['2026-10-31T23:59:58.Z'],
    ['2026-10-31T23:59:58+2'],
    ['2026-10-31T23:59:58 UTC'],
    ['2026-10-31_23:59:58Z'],
    ['2026-1o-31T23:59:58Z'],
  ])('refuses %s', (text) => {
    expect(readLogTime(text)).toBeNull();
  });

  it('agrees with the calendar on every instant, in each spelling', () => {
    const instant = fc.date({
      min: new Date('1970-01-01'),
      max: new Date('2399-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        instant,
        fc.constantFrom('T', ' '),
        fc.constantFrom('Z', '000Z', '+00:00', ''),
        (date, between, end) => {
          const text = date.toISOString().replace('T', between).replace('Z', end);
          expect(readLogTime(text)).toBe(date.getTime());
        },
      ),
    );
  });
});
