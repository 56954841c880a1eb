import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  clipIntervals,
  coveredHours,
  mergeIntervals,
  monthGaps,
  uncovered,
} from '../../../shared/audit/coverage.ts';
import { HOUR_MS, monthInterval } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';

const span = fc
  .tuple(fc.nat(60), fc.nat(20))
  .map(([fromMs, length]): Interval => ({ fromMs, untilMs: fromMs + length }));
const spans = fc.array(span, { maxLength: 8 });
const whole = { fromMs: 10, untilMs: 60 };

/** The plain meaning: which milliseconds are in any of the spans. */
function points(intervals: Iterable<Interval>, within: Interval = { fromMs: 0, untilMs: 100 }): string {
  const all = [...intervals];
  let text = '';
  for (let ms = within.fromMs; ms < within.untilMs; ms += 1) {
    text += all.some(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs) ? 'x' : '.';
  }
  return text;
}

describe('intervals', () => {
  test('merging covers the same time, in order and with room between', () => {
    fc.assert(
      fc.property(spans, (intervals) => {
        const merged = mergeIntervals(intervals);
        expect(points(merged)).toBe(points(intervals));
        for (const [index, { fromMs, untilMs }] of merged.entries()) {
          expect(fromMs).toBeLessThan(untilMs);
          const next = merged[index + 1];
          if (next !== undefined) expect(next.fromMs).toBeGreaterThan(untilMs);
        }
      }),
    );
  });

  test('merging does not depend on the order and changes nothing the second time', () => {
    fc.assert(
      fc.property(spans, (intervals) => {
        const merged = mergeIntervals(intervals);
        expect(mergeIntervals([...intervals].reverse())).toEqual(merged);
        expect(mergeIntervals(merged)).toEqual(merged);
      }),
    );
  });

  test('clipping keeps what lies inside', () => {
    fc.assert(
      fc.property(spans, (intervals) => {
        const clipped = clipIntervals(intervals, whole);
        expect(points(clipped, whole)).toBe(points(intervals, whole));
        expect(points(clipped, { fromMs: 0, untilMs: 10 })).not.toContain('x');
        expect(points(clipped, { fromMs: 60, untilMs: 100 })).not.toContain('x');
      }),
    );
  });

  test('what is uncovered and what is covered are the whole, without overlap', () => {
    fc.assert(
      fc.property(spans, (intervals) => {
        const opposite = points(intervals, whole)
          .split('')
          .map((mark) => (mark === 'x' ? '.' : 'x'))
          .join('');
        expect(points(uncovered(intervals, whole), whole)).toBe(opposite);
      }),
    );
  });
});

describe('gaps of a month', () => {
  const october = monthInterval('2026-10');
  const later = Date.UTC(2026, 10, 20);

  test('a month of which nothing was read is one gap', () => {
    expect(monthGaps([], '2026-10', later)).toEqual([october]);
  });

  test('less than an hour at the edges is no gap, a minute inside is', () => {
    const day = Date.UTC(2026, 9, 9);
    const read = [
      { fromMs: october.fromMs + 17_000, untilMs: day },
      { fromMs: day + 60_000, untilMs: october.untilMs - 17_000 },
    ];
    expect(monthGaps(read, '2026-10', later)).toEqual([{ fromMs: day, untilMs: day + 60_000 }]);
  });

  test('an hour at an edge is a gap', () => {
    const read = [{ fromMs: october.fromMs + HOUR_MS, untilMs: october.untilMs }];
    expect(monthGaps(read, '2026-10', later)).toEqual([
      { fromMs: october.fromMs, untilMs: october.fromMs + HOUR_MS },
    ]);
  });

  test('what is still to come is no gap', () => {
    const now = Date.UTC(2026, 9, 20);
    expect(monthGaps([], '2026-10', now)).toEqual([{ fromMs: october.fromMs, untilMs: now }]);
    expect(monthGaps([], '2026-11', now)).toEqual([]);
  });
});

describe('what a file covers', () => {
  const hour = (number: number): number => number * HOUR_MS;

  test('is from its first to its last request', () => {
    const whole = { fromMs: hour(7) + 5, untilMs: hour(9) + 17 };
    expect(coveredHours(new Set([9, 7]), whole, 24)).toEqual([whole]);
    expect(coveredHours(new Set([7]), { fromMs: hour(7) + 5, untilMs: hour(7) + 6 }, 24)).toEqual([
      { fromMs: hour(7) + 5, untilMs: hour(7) + 6 },
    ]);
    expect(coveredHours(new Set(), whole, 24)).toEqual([]);
  });

  test('leaves out the hours in which it says nothing for too long', () => {
    const whole = { fromMs: hour(10) + 1, untilMs: hour(40) };
    expect(coveredHours(new Set([10, 14, 39]), whole, 4)).toEqual([
      { fromMs: hour(10) + 1, untilMs: hour(15) },
      { fromMs: hour(39), untilMs: hour(40) },
    ]);
    expect(coveredHours(new Set([10, 15]), { fromMs: hour(10), untilMs: hour(16) }, 4)).toHaveLength(2);
    expect(coveredHours(new Set([10, 14]), { fromMs: hour(10), untilMs: hour(15) }, 4)).toHaveLength(1);
  });

  test('holds every hour with a request, and no silence that is too long', () => {
    const given = fc.record({
      hours: fc.uniqueArray(fc.nat(80), { minLength: 1, maxLength: 12 }),
      silence: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(given, ({ hours, silence }) => {
        const whole = { fromMs: hour(Math.min(...hours)), untilMs: hour(Math.max(...hours) + 1) };
        const spans = coveredHours(new Set(hours), whole, silence);
        for (const one of hours)
          expect(spans.some(({ fromMs, untilMs }) => hour(one) >= fromMs && hour(one) < untilMs)).toBe(true);
        // Silence: so many hours without a request, one after the other.
        const silent = (at: number): boolean => {
          let before = at;
          while (before >= 0 && !hours.includes(before)) before -= 1;
          let after = at;
          while (after <= 80 && !hours.includes(after)) after += 1;
          return !hours.includes(at) && after - before - 1 >= silence;
        };
        for (let at = Math.min(...hours); at <= Math.max(...hours); at += 1)
          expect(spans.some(({ fromMs, untilMs }) => hour(at) >= fromMs && hour(at) < untilMs)).toBe(
            !silent(at),
          );
        expect(mergeIntervals(spans)).toEqual(spans);
      }),
    );
  });
});
