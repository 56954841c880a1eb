import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerNano, perMinute } from '../../../../electron/gateways/doubleword/decimal.ts';

/** Decimal text with 15 decimals, as the ledger writes, from its smallest unit. */
function amountText(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(16, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -15)}.${digits.slice(-15)}`;
}

describe('amounts of the ledger', () => {
  it.each([
    ['0.000880000000000', 880_000, true],
    ['25.500000000000000', 25_500_000_000, true],
    ['0', 0, true],
    ['-0.015973000000000', -15_973_000, true],
    ['0.000000000500000', 1, false],
    ['0.000000000499999', 0, false],
    ['-0.000000000500000', 0, false],
    ['-0.000000000500001', -1, false],
  ])('reads %s', (text, nano, exact) => {
    const read = ledgerNano(text);
    expect(read?.nano).toBeCloseTo(nano, 12);
    expect(read?.exact).toBe(exact);
  });

  it.each(['', '1e-5', 'free', '1,5', '.5', '1.', '99999999999'])('refuses %j', (text) => {
    expect(ledgerNano(text)).toBeNull();
  });

  it('is never further than half a nano-dollar from the text, and exact when it says so', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 21n), 10n ** 21n), (units) => {
        const read = ledgerNano(amountText(units));
        const off = BigInt(read?.nano ?? 0) * 1_000_000n - units;
        expect(off <= 500_000n && off > -500_000n).toBe(true);
        expect(read?.exact).toBe(units % 1_000_000n === 0n);
      }),
    );
  });

  it('adds up to the sum of the texts when each is exact', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 10n ** 14n), { maxLength: 20 }), (amounts) => {
        const read = amounts.map((nano) => ledgerNano(amountText(nano * 1_000_000n))?.nano ?? Number.NaN);
        expect(read.reduce((sum, nano) => sum + BigInt(nano), 0n)).toBe(amounts.reduce((a, b) => a + b, 0n));
      }),
    );
  });
});

describe('rates', () => {
  it.each([
    [5.5, 330],
    [0.2, 12],
    [0, 0],
    [50, 3000],
    [0.1, 6],
    [0.333, 19.98],
    [1e-7, null],
  ])('makes %s a second %s a minute', (perSecond, minute) => {
    expect(perMinute(perSecond)).toBe(minute);
  });
});
