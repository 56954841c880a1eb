import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';

/** Text of a field; empty when it is not text. Numbers that stand for ids are spelled. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** An object; empty for everything else. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/**
 * A limit: a number, also where it came as text, its digits when it is above 2^53, null when none is set.
 */
export function limitOf(value: JsonValue | undefined): number | string | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return null;
  const text = plainDecimal(value);
  if (text === null) return value;
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** The texts of a list, sorted, each once. */
export function sortedTexts(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((item: JsonValue) => typeof item === 'string' && item !== '') as string[];
  return [...new Set(texts)].sort();
}

/**
 * Plain decimal text of an amount: `10.0` and `"10"` -> `10`, `2.5e-06` -> `0.0000025`; null when it is
 * not an amount. LiteLLM answers amounts as floats, 1.81.13 some prices as text.
 */
export function decimalText(value: JsonValue | undefined): string | null {
  return typeof value === 'number' || typeof value === 'string' ? plainDecimal(value) : null;
}

/** The public models an object may use; LiteLLM spells "all" as an empty list, `*` or `all-proxy-models`. */
export function modelsOf(value: JsonValue | undefined): readonly string[] {
  const named = sortedTexts(value);
  if (named.length === 0 || named.includes('*') || named.includes('all-proxy-models')) return ['*'];
  return named.filter((name) => name !== 'no-default-models');
}

/** The list of models as it came, where {@link modelsOf} says the same in other words; kept, never compared. */
export function modelsAsTheyCame(row: JsonObject): JsonObject {
  const { models } = row;
  const same = sortedTexts(models).join('\n') === modelsOf(models).join('\n');
  return models === undefined || isUnset(models) || same ? {} : { models };
}

/** Dollars and their period, null when there is no limit, whatever period is left over from one. */
export function budgetOf(row: JsonObject): { readonly limit: string; readonly period: string | null } | null {
  const limit = decimalText(row['max_budget']);
  return limit === null ? null : { limit, period: textOf(row['budget_duration']) || null };
}

/** Null, `[]`, `{}` and `""` mean the same to LiteLLM: not set. */
export function isUnset(value: JsonValue | undefined): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The set fields of a row for which `pick` holds, in the gateway's own words. */
export function fieldsWhere(row: JsonObject, pick: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => pick(name) && !isUnset(value)));
}
