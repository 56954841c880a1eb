import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { isMadeBudget, joinedBudget } from '../budget-table.ts';
import { objectOf, textOf } from '../fields.ts';
import { notSupported, withoutNulls } from './body.ts';
import type { Session } from '../session.ts';

/**
 * The budget of its own in which a customer or a tag has its limits (1.81.13, 1.106.2). LiteLLM makes one when a limit
 * is first given, and leaves it behind when its owner goes or has no limits any more: so it is deleted then.
 */

/** What of a customer or a tag stands in its budget. */
const OF_BUDGET: ReadonlySet<string> = new Set(['max_budget', 'budget_duration', 'rpm_limit', 'tpm_limit']);

/** A body in two: the limits that stand in the budget, and the rest. */
export function splitLimits(body: JsonObject): { readonly limits: JsonObject; readonly own: JsonObject } {
  const entries = Object.entries(body);
  return {
    limits: Object.fromEntries(entries.filter(([name]) => OF_BUDGET.has(name))),
    own: Object.fromEntries(entries.filter(([name]) => !OF_BUDGET.has(name))),
  };
}

/** The id of the budget in an answered row; empty when there is none. 1.81.13 says it in the budget alone. */
export function budgetIdIn(row: JsonValue): string {
  if (!isJsonObject(row)) return '';
  return textOf(row['budget_id']) || textOf(objectOf(row['litellm_budget_table'])['budget_id']);
}

/** Others may share a budget that somebody chose: throws `not_supported` for it, with nothing sent. */
export function requireOwnBudget(operation: Operation, row: JsonValue): void {
  const budget = budgetIdIn(row);
  if (budget === '' || isMadeBudget(budget)) return;
  throw notSupported(operation, `Its budget is "${budget}", which others may share.`);
}

/** How the owner of a budget is asked for its row, and how a first limit is given to it. */
export interface BudgetOwner {
  ask(): Promise<JsonValue>;
  give(limits: JsonObject): Promise<unknown>;
}

/**
 * Writes limits into the budget of their owner. The route of a budget takes a limit away with null; those of its
 * owners pass over null, or over everything but an amount (seen with 1.81.13 and 1.106.2).
 */
export async function writeLimits(session: Session, limits: JsonObject, owner: BudgetOwner): Promise<void> {
  let budget = budgetIdIn(await owner.ask());
  if (budget === '') {
    const given = withoutNulls(limits);
    if (Object.keys(given).length === 0) return;
    await owner.give(given);
    budget = budgetIdIn(await owner.ask());
  }
  if (budget === '') return;
  await session.write('POST', '/budget/update', { ...limits, budget_id: budget });
  if (limitsNothing(await owner.ask())) await deleteMadeBudget(session, budget);
}

/** Whether the budget of an answered row limits nothing any more. */
function limitsNothing(row: JsonValue): boolean {
  if (!isJsonObject(row)) return false;
  const { fields, settings } = joinedBudget(row);
  return Object.values(fields).every((value) => value === null) && Object.keys(settings).length === 0;
}

/** Deletes a budget that the gateway made; one that somebody chose stays. */
export async function deleteMadeBudget(session: Session, id: string): Promise<void> {
  if (isMadeBudget(id)) await session.write('POST', '/budget/delete', { id });
}
