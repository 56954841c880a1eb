import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { amountFault, dollarsToNano } from '../../../shared/cost/dollars.ts';

/** Decimal spelling of a whole number of nano-dollars. */
function dollars(nano: bigint): string {
  const digits = nano.toString().padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

describe('dollarsToNano', () => {
  it.each([
    [0, 0],
    [0.0003300000000000001, 330_000],
    [0.1 + 0.2, 300_000_000],
    [3.5e-8, 35],
    [1e-9, 1],
    [4.9e-10, 0],
    [5e-10, 1],
    [0.0000000015, 2],
    [5e-324, 0],
    ['0.000225', 225_000],
    ['2.5e-05', 25_000],
    ['12', 12_000_000_000],
    ['9007199.254740991', 9_007_199_254_740_991],
    [999_999.123456789, 999_999_123_456_789],
  ])('reads %s as %d', (value, nano) => {
    expect(dollarsToNano(value)).toBe(nano);
  });

  it.each([
    [-0.01],
    ['-1'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['9007199.254740992'],
    [1e300],
    ['1e999'],
    ['abc'],
    [''],
    [true],
    [{}],
  ])('refuses %s', (value) => {
    expect(dollarsToNano(value)).toBeNull();
  });

  it('never answers minus zero', () => {
    expect(Object.is(dollarsToNano(-0), 0)).toBe(true);
  });

  it('gives back every amount from its decimal spelling, and from the float nearest to it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }), (nano) => {
        expect(dollarsToNano(dollars(nano))).toBe(Number(nano));
        // A float has fifteen digits to give: a million dollars a request.
        const fits = nano % 10n ** 15n;
        expect(dollarsToNano(Number(dollars(fits)))).toBe(Number(fits));
      }),
    );
  });

  it('forgets the noise of a float sum', () => {
    const price = fc.record({ tokens: fc.nat(200_000), nano: fc.nat(75_000) });
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 5 }), (parts) => {
        const sum = parts.reduce((total, { tokens, nano }) => total + tokens * (nano / 1e9), 0);
        const exact = parts.reduce((total, { tokens, nano }) => total + tokens * nano, 0);
        expect(dollarsToNano(sum)).toBe(exact);
      }),
    );
  });
});

it.each([
  [-0.5, 'is below zero'],
  ['-1e-3', 'is below zero'],
  [12_345_678.12, 'is nine million dollars or more'],
  ['1e9', 'is nine million dollars or more'],
  ['12 dollars', 'is not an amount in dollars'],
  [Number.NaN, 'is not an amount in dollars'],
  [{}, 'is not an amount in dollars'],
])('why %s is no amount', (value, why) => {
  expect(dollarsToNano(value)).toBeNull();
  expect(amountFault(value)).toBe(why);
});
