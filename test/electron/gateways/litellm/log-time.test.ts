import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLogTime, readLogTimeBytes } from '../../../../electron/gateways/litellm/log-time.ts';

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

/** What the platform's own calendar says; null for what is no time in this spelling. */
function byCalendar(text: string): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (parts === null || text.length > 400) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', part = '', zone = 'Z'] =
    parts;
  const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.${part.slice(0, 3).padEnd(3, '0')}`;
  const ms = Date.parse(`${wall}Z`);
  // Date.parse takes 24:00 and 30 February in its own way; written again they are another time.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== `${wall}Z`) return null;
  return ms - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

describe('readLogTimeBytes', () => {
  const two = fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0'));
  const time = fc
    .record({
      year: fc.integer({ min: 1_900, max: 9_999 }),
      month: fc.oneof(
        fc.integer({ min: 1, max: 12 }).map((value) => String(value).padStart(2, '0')),
        two,
      ),
      day: fc.oneof(
        fc.integer({ min: 1, max: 31 }).map((value) => String(value).padStart(2, '0')),
        two,
      ),
      clock: fc.oneof(
        fc
          .tuple(fc.nat(25), fc.nat(61), fc.nat(61))
          .map((parts) => parts.map((value) => String(value).padStart(2, '0'))),
        fc.constant(['23', '59', '59']),
      ),
      part: fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{0,9}$/)),
      between: fc.constantFrom('T', 'T', ' ', '_'),
      zone: fc.oneof(
        fc.constantFrom('', 'Z', '+00:00', '-0530', 'z', 'ZZ', '+', ' UTC'),
        fc
          .tuple(fc.constantFrom('+', '-'), two, fc.constantFrom(':', ''), two)
          .map((parts) => parts.join('')),
      ),
    })
    .map(
      ({ year, month, day, clock, part, between, zone }) =>
        `${year}-${month}-${day}${between}${clock.join(':')}${part}${zone}`,
    );
  const odd = fc
    .tuple(time, fc.nat(40), fc.constantFrom('', 'x', '0', '-', 'é'))
    .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1));

  it('says what the calendar says, whatever was read before', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(time, odd), { minLength: 1, maxLength: 4 }), (texts) => {
        for (const text of texts) {
          const bytes = Buffer.from(`"${text}"0`);
          const ms = readLogTimeBytes(bytes, 1, bytes.length - 2);
          expect([text, Number.isNaN(ms) ? null : ms]).toEqual([text, byCalendar(text)]);
          expect(readLogTime(text)).toBe(byCalendar(text));
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('takes no date that has the number of the one before it', () => {
    for (const [before, text] of [
      ['2026-10-31T00:00:00Z', '2026-09-63T00:00:00Z'],
      ['2026-03-03T00:00:00Z', '8276-xx-99T00:00:00Z'],
      ['2026-11-01T00:00:00Z', '2026-10-33T00:00:00Z'],
    ] as const) {
      expect(readLogTime(before)).not.toBeNull();
      expect(readLogTime(text)).toBeNull();
    }
  });

  it('says the same of a text however long it is', () => {
    for (const length of [300, 378, 379, 380, 381, 500]) {
      const text = `2026-10-31T23:59:58.${'1'.repeat(length)}Z`;
      const ms = readLogTimeBytes(Buffer.from(text), 0, text.length);
      expect(Number.isNaN(ms) ? null : ms).toBe(readLogTime(text));
    }
  });
});
