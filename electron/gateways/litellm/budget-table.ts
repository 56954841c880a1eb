import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { budgetOf, limitOf, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

/** A budget that the gateway made for a customer, a member or an organisation: its id says nothing to people. */
const MADE_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|-budget-[0-9a-f]{32}$/;

/** True for the id of a budget that the gateway made itself (1.81.13, 1.106.2). */
export function isMadeBudget(id: string): boolean {
  return MADE_ID.test(id);
}

const NEUTRAL: ReadonlySet<string> = new Set('max_budget budget_duration rpm_limit tpm_limit'.split(' '));
const RELATIONS: ReadonlySet<string> = new Set(
  `budget_id organization projects keys end_users tags model_access_groups team_membership
  organization_membership temp_budget_increase temp_budget_expiry`.split(/\s+/),
);

/** What the budget that is joined to a row says, for the fields, settings and observed values of that row. */
export interface JoinedBudget {
  readonly fields: {
    readonly budget: ReturnType<typeof budgetOf>;
    readonly requestsPerMinute: number | string | null;
    readonly tokensPerMinute: number | string | null;
  };
  readonly settings: JsonObject;
  readonly observed: JsonObject;
}

/**
 * Reads `litellm_budget_table` of a customer, tag, membership or organisation. The budget's id is a setting
 * where somebody chose it, and observed where the gateway made one.
 */
export function joinedBudget(row: JsonObject): JoinedBudget {
  const table = isJsonObject(row['litellm_budget_table']) ? row['litellm_budget_table'] : {};
  const id = textOf(row['budget_id']) || textOf(table['budget_id']);
  const chosen = id !== '' && !isMadeBudget(id);
  const shape = { neutral: NEUTRAL, runtime: (name: string) => RELATIONS.has(name) };
  const { settings, observed } = splitRow(table, shape);
  const budget = budgetOf(table);
  const left: readonly (readonly [string, JsonValue])[] =
    budget === null && textOf(table['budget_duration']) !== ''
      ? [['budget_duration', textOf(table['budget_duration'])]]
      : [];
  const seen = { ...observed, ...Object.fromEntries(left) };
  return {
    fields: {
      budget,
      requestsPerMinute: limitOf(table['rpm_limit']),
      tokensPerMinute: limitOf(table['tpm_limit']),
    },
    settings: {
      ...(chosen ? { budget_id: id } : {}),
      ...(Object.keys(settings).length === 0 ? {} : { litellm_budget_table: settings }),
    },
    observed: {
      ...(id === '' || chosen ? {} : { budget_id: id }),
      ...(Object.keys(seen).length === 0 ? {} : { litellm_budget_table: seen }),
    },
  };
}
