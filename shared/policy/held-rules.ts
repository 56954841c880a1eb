import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { plainDecimal } from '../plan/decimal.ts';
import { isPeriod } from './period.ts';

/** What a node holds, in the words of a policy file; what these words cannot say is left out, and named. */
export interface HeldRules {
  readonly rules: JsonObject;
  /** `its budget`, `its limits`. */
  readonly left: readonly string[];
}

/** Reads models, budget and limits of a team, user or key of either gateway. What is not set is not mentioned. */
export function heldRules({ kind, fields, settings }: Resource): HeldRules {
  const left: string[] = [];
  const rules: Record<string, JsonValue> = {};
  const models = modelsOf(fields['models']);
  if (models === null) left.push('its models');
  else if (models !== undefined && (kind === 'team' || models !== 'all')) rules['models'] = models;
  const budget = budgetOf(fields['budget'], kind === 'team' ? settings['soft_budget'] : null);
  if (budget === null) left.push('its budget');
  else if (budget !== undefined) rules['budget'] = budget;
  const given = budgetOf(fields['memberBudget'], null);
  if (given === null) left.push('what it gives its members');
  else if (given !== undefined) rules['memberBudget'] = given;
  const perModel = modelBudgetsOf(settings['model_max_budget']);
  if (perModel === null) left.push('its budgets of single models');
  else if (perModel !== undefined) rules['modelBudgets'] = perModel;
  const limits: Record<string, JsonValue> = {};
  const sources: readonly (readonly [string, JsonValue | undefined])[] = [
    ['requestsPerMinute', fields['requestsPerMinute']],
    ['tokensPerMinute', fields['tokensPerMinute']],
    ['parallelRequests', kind === 'key' ? settings['max_parallel_requests'] : null],
  ];
  for (const [name, value] of sources) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) limits[name] = value;
    else left.push('a limit of it');
  }
  if (Object.keys(limits).length > 0) rules['limits'] = limits;
  return { rules, left };
}

/**
 * Reads what members of a team have of their own. @param nameOf what a member is called; null where no name means them
 * alone
 */
export function heldMemberBudgets(
  { fields }: Resource,
  nameOf: (id: string) => string | null,
): { readonly budgets: JsonObject | undefined; readonly left: readonly string[] } {
  const { memberBudgets } = fields;
  if (!isJsonObject(memberBudgets)) return { budgets: undefined, left: [] };
  const left: string[] = [];
  const budgets: Record<string, JsonValue> = {};
  for (const [id, held] of Object.entries(memberBudgets)) {
    const [name, budget] = [nameOf(id), budgetOf(held, null)];
    if (budget === undefined) continue;
    if (name === null || budget === null) left.push(`what its member ${id} may spend in it`);
    else budgets[name] = budget;
  }
  const isWhole = left.length === 0 && Object.keys(budgets).length > 0;
  return { budgets: isWhole ? budgets : undefined, left };
}

/** Undefined where the gateway has no such list; null where it cannot be said. */
function modelsOf(value: JsonValue | undefined): 'all' | readonly string[] | null | undefined {
  if (!Array.isArray(value)) return undefined;
  if (value.includes('*')) return 'all';
  const names: readonly string[] = value.filter(isName);
  return names.length === value.length ? names : null;
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What a policy can hold as a name: not empty, of at most 300 characters, and no name that YAML files here may not have. */
export function isName(value: JsonValue): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 300 && !FORBIDDEN.has(value);
}

/** As LiteLLM keeps them, which spells each of the two in two ways; a policy that names some of them names all. */
function modelBudgetsOf(value: JsonValue | undefined): JsonObject | null | undefined {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return undefined;
  const budgets: Record<string, JsonValue> = {};
  for (const [model, held] of Object.entries(value)) {
    if (!isJsonObject(held) || !isName(model)) return null;
    const { max_budget: limit, budget_limit = limit, budget_duration: period, time_period = period } = held;
    const budget = budgetOf({ limit: budget_limit ?? null, period: time_period ?? null }, null);
    if (budget === undefined || budget === null || budget['period'] === null) return null;
    budgets[model] = budget;
  }
  return budgets;
}

function budgetOf(value: JsonValue | undefined, soft: JsonValue | undefined): JsonObject | null | undefined {
  if (!isJsonObject(value)) return undefined;
  const limit = amountOf(value['limit']);
  const { period = null } = value;
  const isKnown = period === null || (typeof period === 'string' && isPeriod(period));
  if (limit === null || !isKnown) return null;
  const alert = soft === null || soft === undefined ? null : amountOf(soft);
  return { limit, period, ...(alert === null ? {} : { soft: alert }) };
}

/** `300 USD`, where a policy can say the amount exactly. */
function amountOf(value: JsonValue | undefined): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  return text !== null && /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? `${text} USD` : null;
}
