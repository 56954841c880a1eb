import { parseNano } from '../../../shared/cost/money.ts';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** An amount in nano-dollars, and whether nothing was lost on the way. */
export interface NanoAmount {
  readonly nano: number;
  readonly exact: boolean;
}

/**
 * A ledger amount (dwctl 10.13.1: decimal text of US dollars with 15 decimals) in nano-dollars. Finer
 * amounts are rounded half up. Null when it is no such text or too large for an exact integer.
 */
export function ledgerNano(text: string): NanoAmount | null {
  const exact = parseNano(text);
  const nano = exact ?? roundedNano(text);
  if (nano === null || nano > Number.MAX_SAFE_INTEGER || nano < Number.MIN_SAFE_INTEGER) return null;
  return { nano: Number(nano), exact: exact !== null };
}

function roundedNano(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, dollars = '0', fraction = ''] = match;
  const scale = 10n ** BigInt(Math.max(0, fraction.length - 9));
  const size = BigInt(dollars + fraction.padEnd(9, '0'));
  const value = sign === '-' ? -size : size;
  // Half up is the floor of the value and a half; BigInt division cuts towards zero, so it is corrected.
  const doubled = 2n * value + scale;
  const cut = doubled / (2n * scale);
  return doubled < 0n && doubled % (2n * scale) !== 0n ? cut - 1n : cut;
}

/**
 * Requests a minute of a rate in requests a second, exact in decimals: 5.5 a second is 330, 0.2 is 12.
 * Null when the rate has no plain decimal spelling.
 */
export function perMinute(perSecond: number): number | null {
  const match = DECIMAL.exec(String(perSecond));
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const digits = (BigInt(whole + fraction) * 60n).toString().padStart(fraction.length + 1, '0');
  const point = digits.length - fraction.length;
  return Number(`${sign}${digits.slice(0, point)}.${digits.slice(point)}`);
}
