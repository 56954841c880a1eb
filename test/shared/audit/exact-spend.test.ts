import { expect, test } from 'vitest';

import { exactSpend, spendRest } from '../../../shared/audit/exact-spend.ts';

test.each([
  [450_000, {}, 0, '0.00045'],
  [null, { amount: '0.5' }, 0, null],
  [1, { amount: '0.000000001400000' }, 400_000, '0.0000000014'],
  [2, { amount: '0.000000001500000' }, -500_000, '0.0000000015'],
  [0, { amount: '0.000000000499999' }, 499_999, '0.000000000499999'],
  // Finer than any ledger: rounded at its last digit.
  [1, { amount: '0.00000000123456789012' }, 234_568, '0.000000001234568'],
  // Fields of that name that are of something else.
  [450_000, { amount: '12.5' }, 0, '0.00045'],
  [450_000, { amount: 'much' }, 0, '0.00045'],
  [450_000, { amount: 3 }, 0, '0.00045'],
])('%s nano-dollars with %j lack %s', (spendNano, extra, rest, exact) => {
  expect(spendRest({ spendNano, extra })).toBe(rest);
  expect(exactSpend({ spendNano, extra })).toBe(exact);
});
