/**
 * Nano-dollars of a price in dollars from the bytes of a JSON number, without making a number of them. NaN where that is
 * not certain: `dollarsToNano` decides then.
 */
export function nanoOfBytes(bytes: Uint8Array, from: number, until: number): number {
  if (until - from > LONGEST) return Number.NaN;
  let mantissa = 0;
  let significant = 0;
  let places = 0;
  let at = from;
  let point = false;
  for (; at < until; at += 1) {
    const code = bytes[at] ?? 0;
    if (code === 46) {
      if (point) return Number.NaN;
      point = true;
      continue;
    }
    const digit = code - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    if (significant > 0 || digit > 0) significant += 1;
    // Beyond fifteen digits a float is not exact; float noise runs to seventeen, but only its beginning counts.
    if (significant > 15) {
      if (!point) return Number.NaN;
      continue;
    }
    mantissa = mantissa * 10 + digit;
    if (point) places += 1;
  }
  let exponent = 0;
  if (at < until) {
    if (((bytes[at] ?? 0) | 32) !== 101) return Number.NaN;
    at += 1;
    const negative = bytes[at] === 45;
    if (negative || bytes[at] === 43) at += 1;
    const first = at;
    for (; at < until; at += 1) {
      const digit = (bytes[at] ?? 0) - 48;
      if (!(digit >= 0 && digit <= 9)) return Number.NaN;
      exponent = exponent * 10 + digit;
    }
    if (at === first || at - first > 3) return Number.NaN;
    if (negative) exponent = -exponent;
  }
  // The amount is mantissa * 10^shift nano-dollars, but for digits that were cut off behind it.
  const shift = exponent - places + 9;
  if (shift >= 0) {
    if (significant > 15 || shift > 9) return mantissa === 0 ? 0 : Number.NaN;
    const nano = mantissa * (POWERS[shift] ?? 1);
    return nano <= Number.MAX_SAFE_INTEGER ? nano : Number.NaN;
  }
  if (shift < -15) return 0;
  const unit = POWERS[-shift] ?? 1;
  const whole = Math.floor(mantissa / unit);
  // The digit after the last one that is kept decides, whatever comes behind it.
  return (mantissa - whole * unit) * 2 >= unit ? whole + 1 : whole;
}

/** Longer spellings are for the other way, which has a limit of its own. */
const LONGEST = 64;
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power);

/** A count from the bytes of a JSON number; NaN where {@link readCount} has to decide. */
export function countOfBytes(bytes: Uint8Array, from: number, until: number): number {
  if (until - from > 15 || until === from) return Number.NaN;
  let value = 0;
  for (let at = from; at < until; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** A whole number that is not negative, as a number or as its digits; null and empty text are 0, null otherwise. */
export function readCount(value: unknown): number | null {
  // Plus 0: a log may hold -0, which is no other count.
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value + 0 : null;
  if (value === null || value === undefined || value === '') return 0;
  if (typeof value !== 'string' || !/^\d{1,15}(?:\.0+)?$/.test(value)) return null;
  return Number(value);
}
