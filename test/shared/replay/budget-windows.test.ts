import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { UTC_CLOCK, windowsOf } from '../../../shared/replay/budget-windows.ts';

const iso = (period: string | null, zone: string, from: string, until: string) =>
  [...windowsOf(period, { ...UTC_CLOCK, zone }, Date.parse(from), Date.parse(until)).starts].map((ms) =>
    new Date(ms).toISOString(),
  );

describe('windows begin', () => {
  test('at midnight, on Monday, on the first of the month, by the clock of the zone', () => {
    const [from, until] = ['2026-10-01T00:00:00Z', '2026-11-04T00:00:00Z'];
    expect(iso('30d', 'UTC', from, until)).toEqual(['2026-11-01T00:00:00.000Z']);
    expect(iso('1mo', 'America/New_York', from, until)).toEqual([
      '2026-10-01T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z',
    ]);
    // Berlin's clock is set back on 25 October.
    expect(iso('7d', 'Europe/Berlin', from, until)).toEqual([
      '2026-10-04T22:00:00.000Z',
      '2026-10-11T22:00:00.000Z',
      '2026-10-18T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-11-01T23:00:00.000Z',
    ]);
    expect(iso('24h', 'Asia/Kolkata', from, '2026-10-03T00:00:00Z')).toEqual([
      '2026-10-01T18:30:00.000Z',
      '2026-10-02T18:30:00.000Z',
    ]);
    expect(iso(null, 'UTC', from, until)).toEqual([]);
  });

  test('at the first moment of a day whose midnight is skipped', () => {
    // Beirut's clock is set forward from midnight to one on 29 March 2026.
    expect(iso('1d', 'Asia/Beirut', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T22:00:00.000Z',
      '2026-03-29T21:00:00.000Z',
    ]);
  });

  test('every so many hours of the day, and from an unknown day for other numbers of days', () => {
    expect(iso('6h', 'UTC', '2026-10-01T01:00:00Z', '2026-10-01T19:00:00Z')).toEqual([
      '2026-10-01T06:00:00.000Z',
      '2026-10-01T12:00:00.000Z',
      '2026-10-01T18:00:00.000Z',
    ]);
    // By the clock of the zone: set back on 25 October, and half an hour beside UTC's.
    expect(iso('12h', 'Europe/Berlin', '2026-10-24T09:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-24T10:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T11:00:00.000Z',
    ]);
    expect(iso('6h', 'Asia/Kolkata', '2026-10-01T00:00:00Z', '2026-10-01T12:00:00Z')).toEqual([
      '2026-10-01T00:30:00.000Z',
      '2026-10-01T06:30:00.000Z',
    ]);
    const odd = windowsOf('10d', UTC_CLOCK, 0, 25 * 86_400_000);
    expect(odd.certain).toBe(false);
    expect([...odd.starts]).toEqual([864_000_000, 1_728_000_000]);
  });
});

test('what never or hardly ever begins is not certain', () => {
  const of = (period: string) => windowsOf(period, UTC_CLOCK, 0, 3 * 86_400_000);
  for (const period of ['2mo', '12mo', '0d', '0h']) expect(of(period), period).toEqual(of('0w'));
  expect(of('2mo')).toEqual({ starts: new Float64Array(0), certain: false });
  for (const period of ['fortnight', '1y', '1D']) {
    expect([...of(period).starts], period).toEqual([86_400_000, 172_800_000]);
    expect(of(period).certain, period).toBe(false);
  }
  expect(of('20m').starts.length).toBe(215);
  expect(of('20m').certain).toBe(false);
});

test('each day of a zone begins once, where its clock shows another day', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2030, 0, 1) }),
      (zone, from) => {
        const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
        const starts = [...windowsOf('1d', { ...UTC_CLOCK, zone }, from, from + 20 * 86_400_000).starts];
        expect(starts.length).toBeGreaterThanOrEqual(18);
        for (const at of starts) expect(day.format(at - 1)).not.toBe(day.format(at));
        for (const [index, at] of starts.entries())
          if (index > 0) expect(day.format(at - 1)).toBe(day.format(starts[index - 1] ?? 0));
      },
    ),
    { numRuns: 60 },
  );
});
