import type { JsonValue } from '../../json.ts';
import { plainDecimal } from '../decimal.ts';

/** What Doubleword can hold of a limit that is wanted a minute. */
type HeldRate =
  | { readonly exact: true; readonly perSecond: number }
  | { readonly exact: false; readonly nearest: readonly number[] };

/** So far from what is wanted a rate that can be held is looked for, requests a minute. */
const FAR = 60;

/**
 * A limit of whole requests a minute as requests a second. dwctl (10.13.1) keeps those in 32 bits, of which seven digits
 * come back: 6 a minute are 0.1 a second, but 100 are 1.6666667, and that is 100.000002 a minute.
 */
export function ratePerSecond(perMinute: number): HeldRate {
  const perSecond = heldPerSecond(perMinute);
  if (perSecond !== null) return { exact: true, perSecond };
  const isHeld = (rate: number): boolean => rate > 0 && heldPerSecond(rate) !== null;
  const steps = Array.from({ length: FAR }, (_, index) => index + 1);
  const below = steps.map((step) => perMinute - step).find(isHeld);
  const above = steps.map((step) => perMinute + step).find(isHeld);
  return { exact: false, nearest: [below, above].filter((rate) => rate !== undefined) };
}

function heldPerSecond(perMinute: number): number | null {
  if (!Number.isSafeInteger(perMinute) || perMinute < 0) return null;
  const single = Math.fround(perMinute / 60);
  for (let digits = 1; digits <= 9; digits += 1) {
    const shown = Number(single.toPrecision(digits));
    if (Math.fround(shown) !== single) continue;
    const [whole = '', part = ''] = (plainDecimal(shown) ?? '').split('.');
    // Sixty times the digits that come back, without a rounding of ours.
    return BigInt(whole + part) * 60n === BigInt(perMinute) * 10n ** BigInt(part.length) ? shown : null;
  }
  return null;
}

/** Why a limit of requests a minute cannot be held, as a clause; null when it can, and for none. */
export function whyNoRate(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  const rate = ratePerSecond(Number(value));
  if (rate.exact) return null;
  const instead = rate.nearest.length === 0 ? '' : `; ${rate.nearest.join(' and ')} can be held`;
  return `the gateway limits requests a second, and would not hold ${JSON.stringify(value)} a minute exactly${instead}`;
}
