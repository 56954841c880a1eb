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

/** Why {@link dollarsToNano} gives null for a value, as the rest of a sentence that begins with its name. */
export function amountFault(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !AMOUNT.test(text)) return 'is not an amount in dollars';
  return text.startsWith('-') ? 'is below zero' : 'is nine million dollars or more';
}

const AMOUNT = /^-?\d{1,40}(?:\.\d{0,400})?(?:[eE][+-]?\d{1,3})?$/;

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
