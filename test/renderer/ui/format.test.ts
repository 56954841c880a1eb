import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatShare,
  formatUsd,
  plural,
  shortenId,
} from '../../../renderer/ui/format.ts';

/** A figure as this machine's locale writes it, in the spelling of programs: `1842.40`. */
function plain(text: string): string {
  const parts = new Intl.NumberFormat().formatToParts(1234.5);
  const group = parts.find(({ type }) => type === 'group')?.value ?? ',';
  const point = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  return text.replaceAll(group, '').replaceAll(point, '.');
}

describe('formatUsd', () => {
  it.each([
    ['1842.4', '$1842.40'],
    ['0', '$0.00'],
    ['1', '$1.00'],
    ['0.5', '$0.50'],
    ['0.99999', '$1.00'],
    ['0.06541234', '$0.06541'],
    ['0.000001234', '$0.000001234'],
    ['-3.005', '−$3.01'],
  ])('writes %s as %s', (decimal, expected) => {
    expect(plain(formatUsd(decimal))).toBe(expected);
  });

  it('never shows less than cents and is within half a unit of its last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (nano) => {
        const decimal = `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, '0')}`;
        const text = plain(formatUsd(decimal)).slice(1);
        const digits = text.split('.')[1] ?? '';
        expect(digits.length).toBeGreaterThanOrEqual(2);
        expect(Math.abs(Number(text) - Number(decimal))).toBeLessThanOrEqual(0.501 * 10 ** -digits.length);
      }),
    );
  });
});

describe('other figures', () => {
  it('shows a small share as small, not as nothing', () => {
    expect(plain(formatShare(1, 100_000))).toBe('< 0.1 %');
    expect(plain(formatShare(0, 10))).toBe('0.0 %');
    expect(plain(formatShare(1, 3))).toBe('33.3 %');
    expect(formatShare(0, 0)).toBe('–');
  });

  it('counts things in words', () => {
    expect(plural(1, 'node')).toBe('1 node');
    expect(plural(0, 'node')).toBe('0 nodes');
    expect(plural(2, 'resource differs', 'resources differ')).toBe('2 resources differ');
    expect(plain(formatCount(1_204_118))).toBe('1204118');
  });

  it('shortens large figures to three digits', () => {
    expect(plain(formatCompact(412))).toBe('412');
    expect(plain(formatCompact(1073))).toBe('1073');
    expect(plain(formatCompact(41_230))).toBe('41.2k');
    expect(plain(formatCompact(4_123_000))).toBe('4.12M');
  });

  it('writes sizes and spans in the unit that fits', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(plain(formatBytes(12_400_000))).toBe('12.4 MB');
    expect(formatDuration(41.4)).toBe('41 ms');
    expect(formatDuration(3400)).toBe('3.4 s');
    expect(formatDuration(2 * 3_600_000)).toBe('2 h');
    expect(formatDuration(47.9 * 3_600_000)).toBe('47.9 h');
    expect(formatDuration(368.1 * 3_600_000)).toBe('15.3 days');
  });
});

describe('shortenId', () => {
  it('keeps both ends and the length', () => {
    expect(shortenId('chatcmpl-5756aa11dca8', 16)).toBe('chatcmpl-57…dca8');
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 6, max: 40 }), (id, length) => {
        const short = shortenId(id, length);
        expect(short.length).toBeLessThanOrEqual(Math.max(length, 0));
        if (id.length <= length) expect(short).toBe(id);
        else expect(id.startsWith(short.split('…')[0] ?? '')).toBe(true);
      }),
    );
  });
});
