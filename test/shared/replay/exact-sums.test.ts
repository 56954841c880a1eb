import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ExactSums } from '../../../shared/replay/exact-sums.ts';

test('keeps and compares every amount exactly, below zero, too', () => {
  const amount = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
  const near = fc.bigInt({ min: -5n, max: 5n });
  fc.assert(
    fc.property(amount, near, fc.maxSafeNat(), (one, apart, more) => {
      const other = one + BigInt(more) + apart;
      const sums = new ExactSums(2);
      sums.set(0, one);
      sums.set(1, other);
      sums.add(0, more);
      expect(sums.of(0)).toBe(one + BigInt(more));
      expect(Math.sign(sums.compare(0, sums, 1))).toBe(
        one + BigInt(more) === other ? 0 : one + BigInt(more) < other ? -1 : 1,
      );
    }),
  );
});
