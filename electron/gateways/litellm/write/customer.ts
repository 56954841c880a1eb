import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { isMadeBudget, joinedBudget } from '../budget-table.ts';
import { objectOf, textOf } from '../fields.ts';
import { readCustomer } from '../customer.ts';
import type { Session } from '../session.ts';
import { bodyOf, chosenId, notSupported } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** What of a customer stands in the budget that belongs to it. */
const OF_BUDGET = ['max_budget', 'budget_duration', 'rpm_limit', 'tpm_limit'] as const;

/**
 * Customers, LiteLLM's end users (1.81.13, 1.106.2). Without a chosen id the name is the id. Their budget and limits
 * stand in a budget of their own, and `/customer/update` passes over everything of it but a new amount, without a word
 * (seen with 1.106.2): so the budget is written as a budget. LiteLLM leaves it behind when the customer goes or has no
 * limits any more (1.81.13, 1.106.2): so it is deleted then.
 */
export const customerWriter: Writer = {
  async create(session, operation, watch) {
    const id = chosenId(operation) || operation.name;
    // Known before the answer, so that one made behind a lost answer is found again.
    watch.made(id);
    await session.write('POST', '/customer/new', {
      ...withoutNulls(bodyOf(operation)),
      user_id: id,
      ...(id === operation.name ? {} : { alias: operation.name }),
    });
    return id;
  },
  async update(session, operation, id) {
    const whole = bodyOf(operation);
    const own = pick(whole, (name) => !isOfBudget(name));
    const limits = pick(whole, isOfBudget);
    if (Object.keys(limits).length > 0) await requireOwnBudget(session, operation, id);
    if (Object.keys(own).length > 0) await session.write('POST', '/customer/update', { ...own, user_id: id });
    if (Object.keys(limits).length > 0) await writeBudget(session, id, limits);
    return id;
  },
  async remove(session, _operation, id) {
    const budget = await budgetIdOf(session, id);
    await session.write('POST', '/customer/delete', { user_ids: [id] });
    if (isMadeBudget(budget)) await session.write('POST', '/budget/delete', { id: budget });
  },
  async read(session, id) {
    return readRow((await ask(session, id)) ?? undefined, readCustomer);
  },
};

/** Others may share a budget that somebody chose: only the customer's own is changed with the customer. */
async function requireOwnBudget(session: Session, operation: Operation, id: string): Promise<void> {
  const budget = await budgetIdOf(session, id);
  if (budget === '' || isMadeBudget(budget)) return;
  throw notSupported(operation, `Its budget is "${budget}", which others may share.`);
}

async function writeBudget(session: Session, id: string, limits: JsonObject): Promise<void> {
  let budget = await budgetIdOf(session, id);
  if (budget === '') {
    if (Object.values(limits).every((value) => value === null)) return;
    // An amount makes the budget; without one there is nothing to hold the rest.
    await session.write('POST', '/customer/update', { user_id: id, max_budget: limits['max_budget'] ?? 0 });
    budget = await budgetIdOf(session, id);
  }
  if (budget === '') return;
  await session.write('POST', '/budget/update', { ...limits, budget_id: budget });
  if (await isEmpty(session, id)) await session.write('POST', '/budget/delete', { id: budget });
}

/** Whether nothing is limited by the customer's budget any more. */
async function isEmpty(session: Session, id: string): Promise<boolean> {
  const customer = await ask(session, id);
  if (!isJsonObject(customer)) return false;
  const { fields, settings } = joinedBudget(customer);
  return Object.values(fields).every((value) => value === null) && Object.keys(settings).length === 0;
}

async function budgetIdOf(session: Session, id: string): Promise<string> {
  const customer = await ask(session, id);
  if (!isJsonObject(customer)) return '';
  // 1.81.13 says it in the budget alone.
  return textOf(customer['budget_id']) || textOf(objectOf(customer['litellm_budget_table'])['budget_id']);
}

const ask = (session: Session, id: string) =>
  askOne(session, 'customer', '/customer/info', { end_user_id: id });

function isOfBudget(name: string): boolean {
  return OF_BUDGET.some((candidate) => candidate === name);
}

function pick(body: JsonObject, wanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => wanted(name)));
}

function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
