import { isSafeNumber, parse } from 'lossless-json';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';

/**
 * A number that may not survive as a float: many digits, or an exponent. It is looked for only where a number
 * of JSON can stand: the hashes that fill a log (`…e0b31e6412…`) look like one everywhere else.
 */
const LONG_NUMBER = /[:[,]\s*(-?\d(?:[\d.]{14,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d+))/g;

/**
 * Parses JSON without losing digits: a number that a float cannot hold (integers above 2^53, decimals of
 * more digits than a float has) becomes the text of that number, as the gateway spelled it. Every other
 * number is a number. Throws a SyntaxError when the text is not JSON, or nested too deeply to be read.
 */
export function parseJson(text: string): JsonValue {
  if (isPlain(text)) return JSON.parse(text) as JsonValue;
  try {
    return parse(text, null, {
      parseNumber: (spelled) => (isExact(spelled) ? Number(spelled) : spelled),
      onDuplicateKey: ({ newValue }) => newValue,
    }) as JsonValue;
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError('nested too deeply');
    throw error;
  }
}

/** The native parser is ten times faster and right whenever no number is long. */
function isPlain(text: string): boolean {
  // A document that is one bare number is short: it may as well take the careful way.
  if (/^\s*-?\d/.test(text)) return false;
  for (const [, number] of text.matchAll(LONG_NUMBER)) if (!isExact(number ?? '')) return false;
  return true;
}

function isExact(spelled: string): boolean {
  const value = Number(spelled);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  return value === 0 ? !/[1-9]/.test(spelled.split(/e/i)[0] ?? '') : isSafeNumber(spelled);
}

/**
 * The name that an object of this JSON holds twice, null when none does. Parsers silently keep one of the
 * two values, and not all the same one.
 * @param text JSON text, and `value` what {@link parseJson} made of it.
 */
export function repeatedName(text: string, value: JsonValue): string | null {
  return countNamed(text) === countNames(value) ? null : findRepeated(text);
}

/** How many strings of a JSON text are followed by a colon. */
function countNamed(text: string): number {
  let count = 0;
  let start = text.indexOf('"');
  while (start >= 0) {
    const end = endOfString(text, start);
    if (end < 0) return count;
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === COLON) count += 1;
    start = text.indexOf('"', next);
  }
  return count;
}

const COLON = 58;
const BACKSLASH = 92;

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Where the string that begins at `start` ends: the next quote that no backslash escapes. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function countNames(value: JsonValue): number {
  if (Array.isArray(value)) {
    let sum = 0;
    for (const item of value as readonly JsonValue[]) sum += countNames(item);
    return sum;
  }
  if (!isJsonObject(value)) return 0;
  let sum = 0;
  for (const name of Object.keys(value)) sum += 1 + countNames(value[name] ?? null);
  return sum;
}

function findRepeated(text: string): string | null {
  let repeated: string | null = null;
  parse(text, null, {
    onDuplicateKey: ({ key, newValue }) => {
      repeated ??= key;
      return newValue;
    },
  });
  return repeated;
}
