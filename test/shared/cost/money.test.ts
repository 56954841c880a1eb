import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatNano, parseNano, sumDecimal } from '../../../shared/cost/money.ts';

describe('money as text', () => {
  test.each([
    [0n, '0'],
    [1n, '0.000000001'],
    [1_500_000_000n, '1.5'],
    [-1n, '-0.000000001'],
    [242_193_581_691n, '242.193581691'],
    [9_223_372_036_854_775_807n, '9223372036.854775807'],
  ])('%s nano-dollars are $%s', (nano, text) => {
    expect(formatNano(nano)).toBe(text);
    expect(parseNano(text)).toBe(nano);
  });

  test.each(['', '1.', '.5', '1e3', '1,5', ' 1', '0.0000000001', '--1', '１'])('%j is no amount', (text) => {
    expect(parseNano(text)).toBeNull();
  });

  test('zeros at the end are read and never written', () => {
    expect(parseNano('1.5000000000000')).toBe(1_500_000_000n);
    fc.assert(
      fc.property(fc.bigInt(), (nano) => {
        expect(formatNano(nano)).not.toMatch(/\.\d*0$|\.$/);
      }),
    );
  });

  test('reading gives back what was written', () => {
    fc.assert(fc.property(fc.bigInt(), (nano) => parseNano(formatNano(nano)) === nano));
  });

  test('numbers and bigints are written alike', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (nano) => formatNano(nano) === formatNano(BigInt(nano))));
  });

  test('sums are exact where floats are not', () => {
    expect(sumDecimal(['0.1', '0.2'])).toBe('0.3');
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })), (amounts) => {
        const whole = amounts.reduce((sum, nano) => sum + nano, 0n);
        expect(sumDecimal(amounts.map(formatNano))).toBe(formatNano(whole));
      }),
    );
    expect(() => sumDecimal(['x'])).toThrow(TypeError);
  });
});
