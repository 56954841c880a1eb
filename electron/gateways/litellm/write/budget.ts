import { bodyOf, chosenId } from './body.ts';
import { findInList } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * Budgets (1.81.13, 1.106.2); the name is the id. `/budget/update` and `/budget/delete` answer 200 with null for one
 * that is not there, and one that is in use can be deleted.
 */
export const budgetWriter: Writer = {
  async create(session, operation, watch) {
    const id = chosenId(operation) || operation.name;
    await session.write('POST', '/budget/new', { ...bodyOf(operation), budget_id: id });
    watch.made(id);
    return id;
  },
  async update(session, operation, id) {
    await session.write('POST', '/budget/update', { ...bodyOf(operation), budget_id: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/budget/delete', { id });
  },
  read: (session, id) => findInList(session, 'budget', id),
};
