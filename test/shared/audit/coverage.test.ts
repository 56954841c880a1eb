import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  clipIntervals,
  fileCoverage,
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
  test('from its first to its last row', () => {
    expect(fileCoverage(new Map([['2026-10', [5, 9]]]))).toEqual([{ fromMs: 5, untilMs: 10 }]);
  });

  test('goes through months that follow each other, and leaves out those without rows', () => {
    const at = (text: string) => Date.parse(`${text}T12:00:00Z`);
    const covered = fileCoverage(
      new Map<string, readonly [number, number]>([
        ['2026-05', [at('2026-05-02'), at('2026-05-03')]],
        ['2026-02', [at('2026-02-10'), at('2026-02-11')]],
        ['2026-01', [at('2026-01-20'), at('2026-01-21')]],
      ]),
    );
    expect(covered).toEqual([
      { fromMs: at('2026-01-20'), untilMs: at('2026-02-11') + 1 },
      { fromMs: at('2026-05-02'), untilMs: at('2026-05-03') + 1 },
    ]);
  });
});
