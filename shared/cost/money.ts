/** Nano-dollars in a dollar. */
export const NANO_PER_DOLLAR = 1_000_000_000n;
/** Femto-dollars (1e-15 US dollars, the last digit of a Doubleword ledger) in a nano-dollar. */
export const FEMTO_PER_NANO = 1_000_000n;

const NANO_DIGITS = 9;
const FEMTO_DIGITS = 15;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Nano-dollars as decimal text of US dollars, exactly: `1500000000` is `1.5`. No trailing zeros, no
 * exponent, no separators, so that a program can read it back.
 */
export function formatNano(nano: bigint | number): string {
  return format(BigInt(nano), NANO_DIGITS);
}

/** Femto-dollars in the same way. */
export function formatFemto(femto: bigint): string {
  return format(femto, FEMTO_DIGITS);
}

function format(units: bigint, digits: number): string {
  const size = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const fraction = size.slice(-digits).replace(/0+$/, '');
  const text = size.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
  return units < 0n ? `-${text}` : text;
}

/** Decimal text of US dollars as nano-dollars; null when it is no such text or finer than a nano-dollar. */
export function parseNano(text: string): bigint | null {
  return parse(text, NANO_DIGITS);
}

/** Decimal text of US dollars as femto-dollars; null when it is no such text or finer than a femto-dollar. */
export function parseFemto(text: string): bigint | null {
  return parse(text, FEMTO_DIGITS);
}

function parse(text: string, digits: number): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null || !/^0*$/.test(match[3]?.slice(digits) ?? '')) return null;
  return round(text, digits);
}

/** Decimal text of US dollars as nano-dollars, rounded half up where it is finer; null when it is no such text. */
export function roundNano(text: string): bigint | null {
  return round(text, NANO_DIGITS);
}

/** The same as femto-dollars. */
export function roundFemto(text: string): bigint | null {
  return round(text, FEMTO_DIGITS);
}

function round(text: string, digits: number): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, dollars = '0', fraction = ''] = match;
  const size = BigInt(dollars + fraction.slice(0, digits).padEnd(digits, '0'));
  const finer = fraction.slice(digits);
  // Up is towards more: a half below zero is rounded towards zero.
  const isUp = sign === '-' ? /^(?:5.*[1-9]|[6-9])/.test(finer) : /^[5-9]/.test(finer);
  const rounded = isUp ? size + 1n : size;
  return sign === '-' ? -rounded : rounded;
}

/** Adds decimal amounts of US dollars exactly. Rejects text that is no amount. */
export function sumDecimal(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) {
    const femto = parseFemto(amount);
    if (femto === null) throw new TypeError(`Not an amount: ${amount}`);
    sum += femto;
  }
  return formatFemto(sum);
}
