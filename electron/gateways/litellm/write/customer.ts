import { readCustomer } from '../customer.ts';
import { bodyOf, chosenId } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** Customers, LiteLLM's end users (1.81.13, 1.106.2). Without a chosen id the name is the id. */
export const customerWriter: Writer = {
  async create(session, operation, watch) {
    const id = chosenId(operation) || operation.name;
    watch.made(id);
    await session.write('POST', '/customer/new', {
      ...bodyOf(operation),
      user_id: id,
      ...(id === operation.name ? {} : { alias: operation.name }),
    });
    return id;
  },
  async update(session, operation, id) {
    await session.write('POST', '/customer/update', { ...bodyOf(operation), user_id: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/customer/delete', { user_ids: [id] });
  },
  async read(session, id) {
    return readRow((await askOne(session, '/customer/info', { end_user_id: id })) ?? undefined, readCustomer);
  },
};
