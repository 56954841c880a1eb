import { aggregateRoute } from './aggregate-route.ts';
import { json, notFound } from './answer.ts';
import { balanceOf, unitsText } from './balance.ts';
import { flag, instant, integer, paging, single } from './query.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordEntry } from './state.ts';
import { within } from './within.ts';

/** The request log and the ledger. There is no route for one request (dwctl 10.13.1). */
export const logRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/requests', answer: requests },
  aggregateRoute,
  { method: 'GET', pattern: '/transactions', answer: transactions },
  { method: 'GET', pattern: '/transactions/:transaction', answer: oneTransaction },
];

/** Newest first whatever is asked: `order_desc=false` only turns the page round. No total. */
function requests(call: Call) {
  const { query } = call;
  const { skip, limit } = paging(query);
  const wanted = entryFilter(query);
  const found: DoublewordEntry[] = [];
  let passed = 0;
  const after = instant(query, 'timestamp_after');
  const before = instant(query, 'timestamp_before');
  for (const entry of within(call.store.entries, ({ timestamp }) => timestamp, after, before)) {
    if (!wanted(entry)) continue;
    if (passed >= skip) found.push(entry);
    passed += 1;
    if (found.length === limit) break;
  }
  const reversed = query.has('order_desc') && !flag(query, 'order_desc');
  return json(200, { entries: reversed ? found.reverse() : found });
}

/** What is asked beside the times. */
function entryFilter(query: URLSearchParams): (entry: DoublewordEntry) => boolean {
  const model = single(query, 'model');
  const status = integer(single(query, 'status_code'));
  const statusMin = integer(single(query, 'status_code_min'));
  const statusMax = integer(single(query, 'status_code_max'));
  const durationMin = integer(single(query, 'min_duration_ms'));
  const durationMax = integer(single(query, 'max_duration_ms'));
  return (entry) =>
    (model === null || entry.model === model) &&
    (status === null || entry.status_code === status) &&
    between(entry.status_code, statusMin, statusMax) &&
    between(entry.duration_ms, durationMin, durationMax);
}

function between(value: number, least: number | null, most: number | null): boolean {
  return (least === null || value >= least) && (most === null || value <= most);
}

const TYPES = new Set(['admin_grant', 'admin_removal', 'usage', 'purchase']);

/**
 * The ledger, newest first. Without `all=true` and `user_id` it is the caller's own; an unknown type
 * matches nothing; the balance is told for one user only (dwctl 10.13.1).
 */
function transactions(call: Call) {
  const { query, store } = call;
  const { skip, limit } = paging(query);
  const all = flag(query, 'all');
  flag(query, 'group_batches');
  const user = single(query, 'user_id') ?? (all ? null : call.caller.id);
  const typeText = single(query, 'transaction_types');
  const types = typeText === null ? null : typeText.split(',').filter((type) => TYPES.has(type));
  const from = instant(query, 'start_date');
  const until = instant(query, 'end_date');
  const found = within(store.ledger, (row) => row.created_at, from, until).filter(
    (row) =>
      (user === null || row.user_id === user) && (types === null || types.includes(row.transaction_type)),
  );
  return json(200, {
    data: found.slice(skip, skip + limit),
    has_more: found.length > skip + limit,
    page_start_balance: user === null ? '0' : balanceText(call, user),
  });
}

function oneTransaction(call: Call) {
  const id = uuidPart(call, 'transaction');
  const row = call.store.ledger.find((candidate) => candidate.id === id);
  if (row === undefined) return notFound('Transaction', id);
  const { service_tier: _tier, ...body } = row;
  return json(200, body);
}

/** Decimal text with 9 decimals; `0` for a user without rows. */
function balanceText({ store }: Call, userId: string): string {
  const balance = balanceOf(store, userId);
  return balance === null ? '0' : unitsText(balance, 9);
}
