import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { parseJson } from '../http/lossless.ts';

/** Columns of JSON, which some routes and releases give as the text of it. */
const COLUMNS: readonly string[] =
  `metadata litellm_params model_info permissions config aliases router_settings model_max_budget model_spend
  members_with_roles guardrail_info credential_info litellm_budget_table condition pipeline budget_limits
  budget_fallbacks param_value`.split(/\s+/);

/** A row whose JSON columns are JSON, also where they came as text (1.81.13, 1.106.2). Text that is none stays. */
export function withoutJsonText(row: JsonObject): JsonObject {
  let texts: [string, JsonValue][] | null = null;
  // Only a few columns can be text, and hardly ever are.
  for (const name of COLUMNS) {
    const value = row[name];
    if (typeof value === 'string' && /^\s*[{[]/.test(value)) (texts ??= []).push([name, parsed(value)]);
  }
  return texts === null ? row : { ...row, ...Object.fromEntries(texts) };
}

function parsed(value: string): JsonValue {
  try {
    const inner = parseJson(value);
    return Array.isArray(inner) || isJsonObject(inner) ? inner : value;
  } catch {
    return value;
  }
}
