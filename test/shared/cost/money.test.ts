import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  formatFemto,
  formatNano,
  parseFemto,
  parseNano,
  roundFemto,
  roundNano,
  sumDecimal,
} from '../../../shared/cost/money.ts';

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

  test('femto-dollars have the digits of a ledger', () => {
    expect(formatFemto(1n)).toBe('0.000000000000001');
    expect(parseFemto('-25.500000000000007000')).toBe(-25_500_000_000_000_007n);
    expect(parseFemto('0.0000000000000001')).toBeNull();
    fc.assert(fc.property(fc.bigInt(), (femto) => parseFemto(formatFemto(femto)) === femto));
  });

  test('what is finer is rounded half up, and nothing else is', () => {
    fc.assert(
      fc.property(fc.bigInt(), (femto) => {
        const text = formatFemto(femto);
        expect(roundFemto(text)).toBe(femto);
        // Half up is the floor of the amount and a half.
        const doubled = 2n * femto + 1_000_000n;
        const rest = ((doubled % 2_000_000n) + 2_000_000n) % 2_000_000n;
        expect(roundNano(text)).toBe((doubled - rest) / 2_000_000n);
      }),
    );
    expect(roundFemto('0.00000000000000049999')).toBe(0n);
    expect(roundFemto('-0.0000000000000005')).toBe(0n);
    expect(roundFemto('much')).toBeNull();
  });

  test('numbers and bigints are written alike', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (nano) => formatNano(nano) === formatNano(BigInt(nano))));
  });

  test('sums are exact where floats are not', () => {
    expect(sumDecimal(['0.1', '0.2'])).toBe('0.3');
    expect(sumDecimal(['0.000000000000001', '-1'])).toBe('-0.999999999999999');
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })), (amounts) => {
        const whole = amounts.reduce((sum, nano) => sum + nano, 0n);
        expect(sumDecimal(amounts.map(formatNano))).toBe(formatNano(whole));
      }),
    );
    expect(() => sumDecimal(['x'])).toThrow(TypeError);
  });
});
