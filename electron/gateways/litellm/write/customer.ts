import { readCustomer } from '../customer.ts';
import type { Session } from '../session.ts';
import { bodyOf, chosenId, withoutNulls } from './body.ts';
import { budgetIdIn, deleteMadeBudget, requireOwnBudget, splitLimits, writeLimits } from './own-budget.ts';
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
    if (limited) {
      await writeLimits(session, limits, {
        ask: () => ask(session, id),
        // An amount makes the budget; without one there is nothing to hold the rest.
        give: ({ max_budget: amount = 0 }) =>
          session.write('POST', '/customer/update', { user_id: id, max_budget: amount }),
      });
    }
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

const ask = (session: Session, id: string) =>
  askOne(session, 'customer', '/customer/info', { end_user_id: id });
