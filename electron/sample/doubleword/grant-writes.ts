import { ALREADY_EXISTS, json, text } from './answer.ts';
import { optionalText, readObject, requiredText, wrongShape } from './body.ts';
import { keptDecimal } from './decimals.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordTransaction } from './state.ts';
import { findUser } from './store.ts';

/** Granting and removing credit, as recorded from dwctl 10.13.1. */
export const grantWrites: readonly Route[] = [{ method: 'POST', pattern: '/transactions', answer: create }];

/** An id is unique over the whole ledger, in which a charge has the number of its request for one. */
function create(call: Call) {
  const object = readObject(call.body);
  const user = requiredText(object, 'user_id', call.body);
  const type = requiredText(object, 'transaction_type', call.body);
  const source = requiredText(object, 'source_id', call.body);
  if (type !== 'admin_grant' && type !== 'admin_removal')
    wrongShape(
      `transaction_type: unknown variant \`${type}\`, expected \`admin_grant\` or \`admin_removal\``,
      call.body,
      type,
    );
  const amount = keptDecimal(object['amount'], 15);
  if (amount === null) wrongShape('amount: invalid type, expected a Decimal', call.body);
  if (amount === '0' || amount.startsWith('-')) return text(400, 'Amount must be greater than zero');
  if (findUser(call.store, user) === undefined) return text(400, 'Invalid reference to related resource');
  if (call.store.ledger.some((row) => row.source_id === source)) return ALREADY_EXISTS;
  const row: DoublewordTransaction = {
    id: call.store.nextId(),
    user_id: user,
    transaction_type: type,
    batch_id: null,
    amount,
    source_id: source,
    description: optionalText(object, 'description', call.body),
    created_at: call.store.tick(),
  };
  call.store.ledger.unshift(row);
  return json(201, row);
}
