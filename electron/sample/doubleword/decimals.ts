import { plainDecimal } from '../../../shared/plan/decimal.ts';

/**
 * A decimal as a column of PostgreSQL with so many decimals keeps it: rounded half away from zero, and written out. Zero is
 * `0` (dwctl 10.13.1: models-get-tariff-tiny). Null when it is no number.
 */
export function keptDecimal(value: unknown, decimals: number): string | null {
  const plain = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  if (plain === null) return null;
  const negative = plain.startsWith('-');
  const [whole = '0', part = ''] = (negative ? plain.slice(1) : plain).split('.');
  const kept = BigInt(whole + part.slice(0, decimals).padEnd(decimals, '0'));
  const size = kept + (Number(part[decimals] ?? '0') >= 5 ? 1n : 0n);
  if (size === 0n) return '0';
  const digits = size.toString().padStart(decimals + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
