import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { plainDecimal } from './decimal.ts';

/** Neutral fields that hold decimal numbers as text. */
const DECIMALS = new Set(['limit', 'inputPrice', 'outputPrice', 'amount']);

/**
 * What a resource is compared by: its neutral fields on top, everything else under `settings`. No id, no
 * owner, no observed values.
 */
export function comparedPart({ fields, settings }: Pick<Resource, 'fields' | 'settings'>): JsonObject {
  return { ...fields, settings };
}

/**
 * All that a resource says where something of it is looked for by name: as {@link comparedPart}, and under `settings`
 * also what the gateway filled in by itself, so that wanting a default is no difference.
 */
export function wholePart({
  fields,
  settings,
  observed,
}: Omit<Resource, 'id' | 'kind' | 'name' | 'owner'>): JsonObject {
  return { ...fields, settings: underlaid(settings, observed) };
}

function underlaid(over: JsonObject, under: JsonObject): JsonObject {
  const both = Object.entries(over).map(([key, value]): readonly [string, JsonValue] => {
    const below = own(under, key);
    return [key, isJsonObject(value) && isJsonObject(below) ? underlaid(value, below) : value];
  });
  return { ...under, ...Object.fromEntries(both) };
}

/**
 * A value in the one form in which equal meanings are equal: null, absent, `[]` and `{}` are all left out
 * (but a team's `models: []`, which is "none", stays), lists lose their order where order means nothing,
 * and decimal text has one spelling. Undefined: nothing is set.
 */
export function meaning(
  kind: ResourceKind,
  path: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return listMeaning(kind, path, value);
  if (isJsonObject(value)) {
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const meant = meaning(kind, [...path, key], item);
      return meant === undefined ? [] : [[key, meant] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return decimalMeaning(path, value);
}

function listMeaning(
  kind: ResourceKind,
  path: readonly string[],
  list: readonly JsonValue[],
): JsonValue | undefined {
  const items = list.map((item) => meaning(kind, [...path, '0'], item) ?? null);
  const isModels = kind === 'team' && path.length === 1 && path[0] === 'models';
  if (items.length === 0) return isModels ? items : undefined;
  if (keepsOrder(kind, path)) return items;
  const sorted = items
    .map((item) => ({ item, text: canonicalJson(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  // A list of names is a set; rows of a list of objects may well be equal and still count twice.
  return sorted
    .filter(({ item, text }, index) => typeof item === 'object' || text !== sorted[index - 1]?.text)
    .map(({ item }) => item);
}

/** Whether the order of a list means something: fallbacks are tried in order, gateway-wide settings may hold any list. */
export function keepsOrder(kind: ResourceKind, path: readonly string[]): boolean {
  return kind === 'setting' || (path[0] === 'settings' && path.some((part) => part.includes('fallback')));
}

function decimalMeaning(path: readonly string[], value: JsonValue): JsonValue {
  const name = path.at(-1) ?? '';
  if (path[0] === 'settings' || !DECIMALS.has(name)) return value;
  return typeof value === 'string' || typeof value === 'number' ? (plainDecimal(value) ?? value) : value;
}
