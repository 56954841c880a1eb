import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plainDecimal } from '../../../shared/plan/decimal.ts';

describe('plainDecimal', () => {
  it.each([
    ['300', '300'],
    ['300.00', '300'],
    ['3e2', '300'],
    [2.5e-6, '0.0000025'],
    ['2.5E-06', '0.0000025'],
    ['0.10', '0.1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-0.0', '0'],
    ['-12.50', '-12.5'],
    ['00012', '12'],
    [1e21, '1000000000000000000000'],
    ['123.456e1', '1234.56'],
    ['123.456e-5', '0.00123456'],
  ])('spells %s as %s', (value, expected) => {
    expect(plainDecimal(value)).toBe(expected);
  });

  it.each(['', '.', 'abc', '1,000', '1 USD', 'NaN', '0x10', '--1'])('refuses %j', (value) => {
    expect(plainDecimal(value)).toBeNull();
  });

  it('keeps the value of every float and is its own fixed point', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainDecimal(value) ?? 'none';
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        expect(plainDecimal(text)).toBe(text);
      }),
    );
  });
});
