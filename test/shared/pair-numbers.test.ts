import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createPairs } from '../../shared/pair-numbers.ts';

const anyNumber = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.constantFrom(0, 1_023, 1_024, 65_536, 2 ** 31, 2 ** 32 - 1),
);

test('equal pairs have equal numbers, which rise from 1 with each new pair', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 3_000, size: 'max' }), (asked) => {
      const { numberOf } = createPairs();
      const known = new Map<string, number>();
      for (const [first, second] of asked) {
        const text = `${first} ${second}`;
        const number = known.get(text) ?? known.size + 1;
        known.set(text, number);
        expect(numberOf(first, second)).toBe(number);
      }
    }),
    { numRuns: 30 },
  );
});
