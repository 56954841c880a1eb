import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';

/** Text of a field; empty when it is not text. Numbers that stand for ids are spelled. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** A limit: a number, its digits when it is above 2^53, null when none is set. */
export function limitOf(value: JsonValue | undefined): number | string | null {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : null;
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

/** Splits what is left of a row after its neutral fields into settings and what changes by itself. */
export function splitRow(
  row: JsonObject,
  neutral: ReadonlySet<string>,
  runtime: (name: string) => boolean,
): { readonly settings: JsonObject; readonly observed: JsonObject } {
  return {
    settings: fieldsWhere(row, (name) => !neutral.has(name) && !runtime(name)),
    observed: fieldsWhere(row, (name) => !neutral.has(name) && runtime(name)),
  };
}

const RUNTIME: ReadonlySet<string> = new Set(
  `spend total_spend model_spend created_at created_by updated_at updated_by budget_reset_at expires last_active
  rotation_count last_rotation_at key_rotation_at soft_budget_cooldown settings_updated_at last_refreshed_at
  object_permission_id model_id last_breach_check_at`.split(/\s+/),
);

/** Fields every table has that the gateway itself writes (1.81.13, 1.106.2). */
export function isRuntime(name: string): boolean {
  return RUNTIME.has(name);
}
