import type { Operation } from '../../../../shared/plan/plan.ts';
import { answeredStatus } from '../../http/problems.ts';
import { textOr } from '../fields.ts';
import { grantPages } from '../grant.ts';
import { fieldsOf, notSupported, settingsOf } from './body.ts';
import type { Writer } from './writer.ts';

/**
 * Entries of the ledger (dwctl 8.94.2, 10.13.1). The `source_id` is unique over all of it, so an entry that is sent twice is
 * written once: 409 says that it is there, and reading again whether it says the same.
 */
export const grantWriter: Writer = {
  async create(session, operation, watch) {
    const { user, type, amount } = fieldsOf(operation);
    const { description = null } = settingsOf(operation);
    watch.made(operation.name);
    try {
      await session.send('POST', '/transactions', {
        user_id: user ?? null,
        transaction_type: type ?? 'admin_grant',
        amount: textOr(amount, ''),
        source_id: operation.name,
        ...(description === null ? {} : { description }),
      });
    } catch (error) {
      if (answeredStatus(error) !== 409) throw error;
    }
    return operation.name;
  },
  update: (_session, operation) => Promise.reject(final(operation)),
  remove: (_session, operation) => Promise.reject(final(operation)),
  async read(session, id) {
    for await (const grants of grantPages(session.get)) {
      const found = grants.find((grant) => grant.id === id);
      if (found !== undefined) return found;
    }
    return null;
  },
};

function final(operation: Operation): Error {
  return notSupported(
    operation,
    'An entry of the ledger is never changed or deleted: take it back by another one.',
  );
}
