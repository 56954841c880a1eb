import { parseNano, roundNano } from '../../../shared/cost/money.ts';

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
  const nano = roundNano(text);
  if (nano === null || nano > Number.MAX_SAFE_INTEGER || nano < Number.MIN_SAFE_INTEGER) return null;
  return { nano: Number(nano), exact: parseNano(text) !== null };
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
