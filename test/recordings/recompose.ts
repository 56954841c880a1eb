import { redactJson } from '../../electron/gateways/http/redact.ts';
import type { ReadItem } from '../../electron/gateways/reader.ts';
import { canonicalJson, isJsonObject } from '../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';

/**
 * The fields of a row that cannot be found again in what was read from it. Found is: under its own name in
 * settings, observed or extra; or every value in it among the values that were read, as text, as decimal,
 * as milliseconds or as nano-dollars. Fields that are not set (null, empty) need not be found.
 */
export function lostFields(item: ReadItem, leftOut: readonly string[]): readonly string[] {
  const row = redactJson(asJson(item.source));
  if (!isJsonObject(row)) return ['the whole row'];
  const kept = 'resource' in item ? [item.resource.settings, item.resource.observed] : [item.request.extra];
  const read = 'resource' in item ? item.resource : item.request;
  const values = new Set(
    leaves(JSON.parse(JSON.stringify(read)) as JsonValue).flatMap((leaf) => spellings(leaf)),
  );
  return Object.entries(row)
    .filter(([name, value]) => !leftOut.includes(name) && !isEmpty(value) && !isKept(name, value, kept))
    .filter(([, value]) => leaves(value).some((leaf) => !spellings(leaf).some((text) => values.has(text))))
    .map(([name]) => name);
}

/** A row whose texts of JSON are JSON, as the readers take them. */
function asJson(row: JsonValue): JsonValue {
  if (!isJsonObject(row)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value) as JsonValue];
      } catch {
        return [name, value];
      }
    }),
  );
}

function isKept(name: string, value: JsonValue, kept: readonly JsonObject[]): boolean {
  return kept.some(
    (fields) => fields[name] !== undefined && canonicalJson(fields[name]) === canonicalJson(value),
  );
}

function isEmpty(value: JsonValue): boolean {
  // `None` is how Python prints that a text is not set.
  return (
    value === null ||
    value === '' ||
    value === 'None' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function leaves(value: JsonValue): readonly (string | number | boolean)[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [value];
  return Object.values(value as JsonObject).flatMap((inner) => leaves(inner));
}

/** The ways in which one value may be written. */
function spellings(leaf: string | number | boolean): readonly string[] {
  if (typeof leaf === 'boolean' || /^(?:True|False)$/.test(String(leaf))) return [String(leaf).toLowerCase()];
  const number = leaf === '' ? Number.NaN : Number(leaf);
  if (Number.isFinite(number))
    return [
      String(leaf),
      String(number),
      `nano ${String(Math.round(number * 1e9))}`,
      `nano ${String(number)}`,
    ];
  const time = /^\d{4}-\d{2}-\d{2}[T ]/.test(String(leaf))
    ? Date.parse(String(leaf).replace(' ', 'T'))
    : Number.NaN;
  return Number.isNaN(time) ? [String(leaf)] : [String(leaf), String(time)];
}
