import type { JsonObject } from '../../../../shared/json.ts';
import { readCustomer } from '../customer.ts';
import type { Session } from '../session.ts';
import { bodyOf, chosenId, withoutNulls } from './body.ts';
import { budgetIdIn, deleteMadeBudget, limitsNothing, requireOwnBudget, splitLimits } from './own-budget.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * Customers, LiteLLM's end users (1.81.13, 1.106.2). Without a chosen id the name is the id. Their budget and limits
 * stand in a budget of their own, and `/customer/update` passes over everything of it but a new amount, without a word
 * (seen with 1.106.2): so the budget is written as a budget.
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
    const { limits, own } = splitLimits(bodyOf(operation));
    const limited = Object.keys(limits).length > 0;
    if (limited) requireOwnBudget(operation, await ask(session, id));
    if (Object.keys(own).length > 0) await session.write('POST', '/customer/update', { ...own, user_id: id });
    if (limited) await writeBudget(session, id, limits);
    return id;
  },
  async remove(session, _operation, id) {
    const budget = budgetIdIn(await ask(session, id));
    await session.write('POST', '/customer/delete', { user_ids: [id] });
    await deleteMadeBudget(session, budget);
  },
  async read(session, id) {
    return readRow((await ask(session, id)) ?? undefined, readCustomer);
  },
};

async function writeBudget(session: Session, id: string, limits: JsonObject): Promise<void> {
  let budget = budgetIdIn(await ask(session, id));
  if (budget === '') {
    if (Object.values(limits).every((value) => value === null)) return;
    // An amount makes the budget; without one there is nothing to hold the rest.
    await session.write('POST', '/customer/update', { user_id: id, max_budget: limits['max_budget'] ?? 0 });
    budget = budgetIdIn(await ask(session, id));
  }
  if (budget === '') return;
  await session.write('POST', '/budget/update', { ...limits, budget_id: budget });
  if (limitsNothing(await ask(session, id))) await deleteMadeBudget(session, budget);
}

const ask = (session: Session, id: string) =>
  askOne(session, 'customer', '/customer/info', { end_user_id: id });
