import { parse } from 'lossless-json';

const FLOAT = Symbol('float');

/** A number that the gateway spells as Python spells floats: `20.0`, `1e-06`. */
export interface PythonFloat {
  readonly [FLOAT]: number;
}

/** What a simulated answer is made of: JSON, with floats and whole numbers of any size kept apart. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PythonFloat
  | readonly Value[]
  | { readonly [key: string]: Value };

/** An object of an answer. */
export type ValueObject = { readonly [key: string]: Value };

/** Marks a number as a float; null stays null. */
export function float(value: number): PythonFloat;
export function float(value: number | null): PythonFloat | null;
export function float(value: number | null): PythonFloat | null {
  return value === null ? null : { [FLOAT]: value };
}

/** The number of a float, or null for anything else. */
export function floatOf(value: Value): number | null {
  return isFloat(value) ? value[FLOAT] : null;
}

function isFloat(value: Value): value is PythonFloat {
  return typeof value === 'object' && value !== null && FLOAT in value;
}

/** True for objects; false for arrays, floats and scalars. */
export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isFloat(value);
}

/** True for arrays. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Spells a float as Python's `repr` does: shortest digits, exponent below 1e-4 and from 1e16 on. */
export function spellFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Writes a value as compact JSON, floats spelled as Python spells them. */
export function encode(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' || typeof value === 'string') return JSON.stringify(value);
  if (isFloat(value)) return spellFloat(value[FLOAT]);
  if (isList(value)) return `[${value.map((item) => encode(item)).join(',')}]`;
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${encode(item)}`);
  return `{${fields.join(',')}}`;
}

/** Reads JSON without losing a digit: whole numbers exact at any size, `1.0` told apart from `1`. */
export function decode(text: string): Value {
  return parse(text, undefined, {
    parseNumber: (digits: string): Value => {
      if (/[.eE]/.test(digits)) return float(Number(digits));
      const whole = Number(digits);
      return Number.isSafeInteger(whole) ? whole : BigInt(digits);
    },
  }) as Value;
}

/** Prints a value as Python prints it inside an error text: `{'error': 'Team not found'}`. */
export function repr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (isList(value)) return `[${value.map((item) => repr(item)).join(', ')}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).map(([key, item]) => `${reprText(key)}: ${repr(item)}`);
    return `{${fields.join(', ')}}`;
  }
  return encode(value);
}

function reprText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
