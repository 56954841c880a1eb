/** Nano-dollars in a dollar. */
export const NANO_PER_DOLLAR = 1_000_000_000n;

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,9})0*)?$/;

/**
 * Nano-dollars as decimal text of US dollars, exactly: `1500000000` is `1.5`. No trailing zeros, no
 * exponent, no separators, so that a program can read it back.
 */
export function formatNano(nano: bigint | number): string {
  const whole = BigInt(nano);
  const size = whole < 0n ? -whole : whole;
  const fraction = (size % NANO_PER_DOLLAR).toString().padStart(9, '0').replace(/0+$/, '');
  const text = (size / NANO_PER_DOLLAR).toString() + (fraction === '' ? '' : `.${fraction}`);
  return whole < 0n ? `-${text}` : text;
}

/** Decimal text of US dollars as nano-dollars; null when it is no such text or finer than a nano-dollar. */
export function parseNano(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, dollars = '0', fraction = ''] = match;
  const size = BigInt(dollars) * NANO_PER_DOLLAR + BigInt(fraction.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}

/** Adds decimal amounts of US dollars exactly. Rejects text that is no amount. */
export function sumDecimal(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) {
    const nano = parseNano(amount);
    if (nano === null) throw new TypeError(`Not an amount: ${amount}`);
    sum += nano;
  }
  return formatNano(sum);
}
