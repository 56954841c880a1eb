import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createEvenSplit, evenPart } from '../../../shared/cost/even-split.ts';

const amount = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const shares = fc.integer({ min: 1, max: 9 });
const sum = (parts: readonly bigint[]) => parts.reduce((all, part) => all + part, 0n);

test('parts add up to the amount, and none is a whole unit from its even share', () => {
  fc.assert(
    fc.property(amount, shares, (whole, count) => {
      const parts = Array.from({ length: count }, (_, share) => evenPart(whole, count, share));
      expect(sum(parts)).toBe(whole);
      for (const part of parts) {
        const off = part * BigInt(count) - whole;
        expect(off < BigInt(count) && off > -BigInt(count)).toBe(true);
      }
    }),
  );
});

test('what does not divide goes to the first of them', () => {
  expect([0, 1, 2].map((share) => evenPart(10n, 3, share))).toEqual([4n, 3n, 3n]);
  expect([0, 1].map((share) => evenPart(-1n, 2, share))).toEqual([0n, -1n]);
});

test('amounts that come one by one are split as their sum is', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 20 }), shares, (amounts, count) => {
      const split = createEvenSplit(count);
      const all = amounts.map((one) => split.next(one));
      for (const [index, parts] of all.entries()) expect(sum(parts)).toBe(amounts[index]);
      for (let share = 0; share < count; share += 1)
        expect(sum(all.map((parts) => parts[share] ?? 0n))).toBe(evenPart(sum(amounts), count, share));
    }),
  );
});
