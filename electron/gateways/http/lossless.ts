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

const STRING_THEN_COLON = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/**
 * The name that an object of this JSON holds twice, null when none does. Parsers silently keep one of the
 * two values, and not all the same one.
 * @param text JSON text, and `value` what {@link parseJson} made of it.
 */
export function repeatedName(text: string, value: JsonValue): string | null {
  let named = 0;
  for (const [, colon] of text.matchAll(STRING_THEN_COLON)) if (colon !== undefined) named += 1;
  return named === countNames(value) ? null : findRepeated(text);
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
