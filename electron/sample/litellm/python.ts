import { parse } from 'lossless-json';
import { stamp } from './time.ts';

const FLOAT = Symbol('float');
const TIME = Symbol('time');
const TEXT = Symbol('text');

/** An instant, spelled when it is written: `2026-11-23T13:04:15.583000Z`. */
export interface PythonTime {
  readonly [TIME]: number;
}

/** A number that the gateway spells as Python spells floats: `20.0`, `1e-06`. */
export interface PythonFloat {
  readonly [FLOAT]: number;
}

/** A part of an answer that is JSON text already. */
export interface PythonText {
  readonly [TEXT]: string;
}

/** What a simulated answer is made of: JSON, with floats and whole numbers of any size kept apart. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PythonFloat
  | PythonTime
  | PythonText
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

/** Marks milliseconds since 1970 as an instant; null stays null. */
export function time(ms: number): PythonTime;
export function time(ms: number | null): PythonTime | null;
export function time(ms: number | null): PythonTime | null {
  return ms === null ? null : { [TIME]: ms };
}

/** Milliseconds since 1970 of an instant, or null for anything else. */
export function timeOf(value: Value | undefined): number | null {
  return value !== undefined && isTime(value) ? value[TIME] : null;
}

function isTime(value: Value): value is PythonTime {
  return typeof value === 'object' && value !== null && TIME in value;
}

/** Marks JSON text, to be written as it is. */
export function jsonText(text: string): PythonText {
  return { [TEXT]: text };
}

function isText(value: Value): value is PythonText {
  return typeof value === 'object' && value !== null && TEXT in value;
}

/** True for objects; false for arrays, floats and scalars. */
export function isObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isFloat(value) &&
    !isTime(value) &&
    !isText(value)
  );
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
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value as readonly Value[]) text += (text === '[' ? '' : ',') + encode(item);
    return `${text}]`;
  }
  if (isFloat(value)) return spellFloat(value[FLOAT]);
  if (isTime(value)) return `"${stamp(value[TIME])}"`;
  if (isText(value)) return value[TEXT];
  let text = '{';
  for (const key of Object.keys(value)) {
    text += `${text === '{' ? '' : ','}${spellKey(key)}:${encode((value as ValueObject)[key] ?? null)}`;
  }
  return `${text}}`;
}

const KEYS = new Map<string, string>();

/** Column names come back in every row; people's own keys are not kept. */
function spellKey(key: string): string {
  const known = KEYS.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (KEYS.size < 2000) KEYS.set(key, text);
  return text;
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
