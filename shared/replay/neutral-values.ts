import { parseNano } from '../cost/money.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { plainDecimal } from '../plan/decimal.ts';

/** US dollars a token; null where none is said. */
export function priceOf(value: JsonValue | undefined): number | null {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : null;
}

/** Nano-dollars of an amount in dollars, rounded down to what a gateway can have spent exactly; null for none. */
export function nanoOf(value: JsonValue | undefined): bigint | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = plainDecimal(value);
  const match = text === null ? null : /^(-?\d+(?:\.\d{1,9})?)/.exec(text);
  return match === null ? null : parseNano(match[1] ?? '');
}

/** The texts of a list; empty for everything else. */
export function namesOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** The entries of an object that are texts. */
export function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A text; empty for everything else. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A whole number that a gateway counts to, such as requests a minute; null for none. */
export function countOf(value: JsonValue | undefined): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const count = Number(value);
  return Number.isNaN(count) || value === '' ? null : count;
}

/** The entries of an object that are whole numbers, such as a limit for each model. */
export function countsOf(value: JsonValue | undefined): ReadonlyMap<string, number> {
  if (!isJsonObject(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, one]) => {
      const count = countOf(one);
      return count === null ? [] : [[name, count] as const];
    }),
  );
}

/** An object; an empty one for everything else. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
