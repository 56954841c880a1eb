import { canonicalJson, isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { isUnset, limitOf } from './fields.ts';

/** What is left of a row after its neutral fields. */
export interface Rest {
  /** What somebody set, in the gateway's own words and one spelling: compared. */
  readonly settings: JsonObject;
  /** What changes by itself or was never set: kept, never compared. */
  readonly observed: JsonObject;
}

/** How the rows of one kind are split. */
export interface RowShape {
  /** Fields that the neutral ones say. */
  readonly neutral: ReadonlySet<string>;
  /** Fields of this kind that the gateway writes by itself, besides those of every table. */
  readonly runtime?: (name: string) => boolean;
  /** What the gateway fills in where nobody set anything. */
  readonly defaults?: JsonObject;
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

/** Splits what is left of a row after its neutral fields into settings and what changes by itself. */
export function splitRow(row: JsonObject, { neutral, runtime, defaults = {} }: RowShape): Rest {
  const settings: Record<string, JsonValue> = {};
  const observed: Record<string, JsonValue> = {};
  // A key has a hundred fields, and there may be 50,000 keys: no pair is made for those that say nothing.
  for (const name of Object.keys(row)) {
    const value = row[name] ?? null;
    if (isUnset(value) || neutral.has(name)) continue;
    const itself = isRuntime(name) || runtime?.(name) === true || isDefault(defaults[name], value);
    const kept = itself ? value : settled(name, value);
    if (isUnset(kept)) put(observed, name, value);
    else put(itself ? observed : settings, name, kept);
  }
  return { settings, observed };
}

/** Sets a field of its own, also of names like `__proto__`, which do come back. */
function put(target: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/**
 * Splits an object inside a row into what was set and what the gateway filled in: nulls, and values that are
 * its defaults.
 */
export function splitObject(
  value: JsonObject,
  defaults: JsonObject,
): { readonly set: JsonObject; readonly filled: JsonObject } {
  const set: [string, JsonValue][] = [];
  const filled: [string, JsonValue][] = [];
  for (const [name, inner] of Object.entries(value)) {
    if (isUnset(inner)) continue;
    const kept = settled(name, inner);
    if (isDefault(defaults[name], inner)) filled.push([name, inner]);
    else if (!isUnset(kept)) set.push([name, kept]);
  }
  return { set: Object.fromEntries(set), filled: Object.fromEntries(filled) };
}

function isDefault(known: JsonValue | undefined, value: JsonValue): boolean {
  return known !== undefined && canonicalJson(known) === canonicalJson(value);
}

/** Lists that are sets to LiteLLM: it asks whether something is in them. */
const SETS: ReadonlySet<string> = new Set(
  `models tags policies guardrails prompts access_group_ids allowed_routes allowed_passthrough_routes
  team_member_permissions allowed_cache_controls allowed_vector_store_indexes enforced_params teams keys
  access_groups guardrails_add guardrails_remove default_team_member_models allowed_models access_mcp_server_ids
  access_agent_ids denied_passthrough_routes`.split(/\s+/),
);
const NUMBERS: ReadonlySet<string> = new Set(
  'soft_budget max_budget max_parallel_requests tpd_limit tpm_limit rpm_limit priority timeout weight'.split(
    ' ',
  ),
);
/** What people write for themselves: LiteLLM hands it on as it came, so nothing in it is the same as something else. */
const VERBATIM: ReadonlySet<string> = new Set('metadata guardrail_info credential_info'.split(' '));

/** A value in the one spelling of what it means to LiteLLM: sets sorted, numbers as numbers, nothing unset inside. */
function settled(name: string, value: JsonValue): JsonValue {
  if (SETS.has(name) && isTexts(value)) return [...new Set(value)].sort();
  if (NUMBERS.has(name)) return limitOf(value) ?? value;
  return VERBATIM.has(name) ? value : withoutUnset(value);
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string');
}

/** Without nulls and what is empty, at any depth; items of lists stay where they are. */
export function withoutUnset(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutUnset(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const kept = withoutUnset(item);
      return kept === '' || !isUnset(kept) ? [[name, kept] as const] : [];
    }),
  );
}
