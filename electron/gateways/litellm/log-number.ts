/**
 * Nano-dollars (1e-9 US dollars) of a price in dollars, rounded half up from its decimal spelling, so that
 * the noise of float sums (`0.0003300000000000001`) never reaches a total. Null when it is no amount that
 * an exact integer can hold: negative, not finite, not a number, nine million dollars or more.
 */
export function dollarsToNano(value: unknown): number | null {
  if (typeof value === 'number') {
    const scaled = value * 1e9;
    const nearest = Math.round(scaled);
    // Away from the halves the float product is close enough to decide; at them the spelling is.
    if (nearest < 1e14 && Math.abs(scaled - nearest) < 0.45) return nearest >= 0 ? nearest + 0 : null;
    return Number.isFinite(value) ? decimalToNano(String(value)) : null;
  }
  return typeof value === 'string' ? decimalToNano(value) : null;
}

/**
 * The same from the bytes of a JSON number, without making a number of them. NaN where that is not certain:
 * {@link dollarsToNano} decides then.
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

function decimalToNano(text: string): number | null {
  const match = /^(\d{1,40})(?:\.(\d{0,400}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', part = '', exponent = '0'] = match;
  // The decimal point is moved nine digits and the exponent to the right of where it stands.
  const point = whole.length + Number(exponent) + 9;
  const all = whole + part;
  if (point < 0) return 0;
  if (point > 400) return /^0*$/.test(all) ? 0 : null;
  const kept = all.slice(0, point).padEnd(point, '0');
  const roundUp = (all[point] ?? '0') >= '5' ? 1n : 0n;
  const nano = BigInt(kept === '' ? '0' : kept) + roundUp;
  return nano <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(nano) : null;
}

/** A whole number that is not negative, as a number or as its digits; null and empty text are 0, null otherwise. */
export function readCount(value: unknown): number | null {
  // Plus 0: a log may hold -0, which is no other count.
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value + 0 : null;
  if (value === null || value === undefined || value === '') return 0;
  if (typeof value !== 'string' || !/^\d{1,15}(?:\.0+)?$/.test(value)) return null;
  return Number(value);
}
