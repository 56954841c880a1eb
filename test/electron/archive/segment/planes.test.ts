import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { fromPlanes, toPlanes, wordsFromPlanes } from '../../../../electron/archive/segment/planes.ts';

/** Whole numbers of every width up to seven bytes. */
const count = fc
  .nat(53)
  .chain((bits) => fc.maxSafeNat().map((value) => Math.floor(value / 2 ** (53 - bits))));
/** The difference of any two fits. */
const either = fc
  .tuple(count, fc.boolean())
  .map(([value, below]) => (below ? -1 : 1) * Math.floor(value / 4) + 0);
const columns = (value: fc.Arbitrary<number>) =>
  fc.array(value, { maxLength: 40 }).map((list) => Float64Array.from(list));

describe('columns of numbers as bytes', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(columns(count), columns(either), (counts, both) => {
        expect(fromPlanes(toPlanes(counts, 'plain'), counts.length, 'plain')).toEqual(counts);
        expect(fromPlanes(toPlanes(both, 'delta'), both.length, 'delta')).toEqual(both);
      }),
      { numRuns: 500 },
    );
  });

  test('of words come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffffffff), { maxLength: 40 }), (list) => {
        const words = Uint32Array.from(list);
        expect(wordsFromPlanes(toPlanes(words, 'plain'), words.length)).toEqual(words);
      }),
    );
  });

  test.each([
    [0, 0],
    [1, 1],
    [255, 1],
    [256, 2],
    [65_535, 2],
    [65_536, 3],
    [2 ** 24, 4],
    [2 ** 32 - 1, 4],
    [2 ** 32, 5],
    [2 ** 40, 6],
    [2 ** 48, 7],
    [2 ** 53 - 1, 7],
    [2 ** 53, 7],
  ])('with %d as the largest take %d bytes a number', (largest, width) => {
    const values = Float64Array.from([0, largest, 1].map((value) => Math.min(value, largest)));
    const bytes = toPlanes(values, 'plain');
    expect([bytes[0], bytes.length]).toEqual([width, 1 + 3 * width]);
    expect(fromPlanes(bytes, 3, 'plain')).toEqual(values);
  });

  test('are not written where a number is none that comes back', () => {
    for (const value of [-1, Number.NaN, 2 ** 54, Number.POSITIVE_INFINITY])
      expect(() => toPlanes(Float64Array.from([value]), 'plain')).toThrow(RangeError);
    expect(() => toPlanes(Float64Array.from([2 ** 53 - 1, -(2 ** 53 - 1)]), 'delta')).toThrow(RangeError);
  });

  test('are not read where the bytes are not of so many numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.nat(6), (bytes, length) => {
        const fits = (most: number) =>
          (bytes[0] ?? 0) <= most && bytes.length === 1 + (bytes[0] ?? 0) * length;
        if (fits(7)) expect(fromPlanes(bytes, length, 'plain')).toHaveLength(length);
        else expect(() => fromPlanes(bytes, length, 'plain')).toThrow(RangeError);
        if (fits(4)) expect(wordsFromPlanes(bytes, length)).toHaveLength(length);
        else expect(() => wordsFromPlanes(bytes, length)).toThrow(RangeError);
      }),
    );
  });
});
