import { addBudget } from './budgets/add-budget.ts';
import { detailError, ok, proxyError, Refusal, type Answer } from './answer.ts';
import { readFields, type FieldType } from './fields.ts';
import type { ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { BLANK_CUSTOMER } from './store/blank-rows.ts';
import { numberOf, pick, textOf, textsOf, words, type Row } from './store/row.ts';
import type { Store } from './store/store.ts';
import { budgetInside } from './teams/view.ts';

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/customer/list', access: 'admin', answer: listCustomers },
  { method: 'GET', path: '/customer/info', access: 'admin', answer: customerInfo },
  { method: 'POST', path: '/customer/new', access: 'admin', answer: createCustomer },
  { method: 'POST', path: '/customer/update', access: 'admin', answer: updateCustomer },
  { method: 'POST', path: '/customer/delete', access: 'admin', answer: deleteCustomers },
  { method: 'POST', path: '/customer/block', access: 'admin', answer: block },
  { method: 'POST', path: '/customer/unblock', access: 'admin', answer: unblock },
];

/** The routes of end customers, under both of their names. */
export const CUSTOMER_ROUTES: readonly Route[] = ROUTES.flatMap((route) => [
  route,
  { ...route, path: route.path.replace('/customer', '/end_user') },
]);

const CUSTOMER_FIELDS: Readonly<Record<string, FieldType>> = {
  user_id: 'text',
  alias: 'text',
  blocked: 'flag',
  max_budget: 'float',
  budget_duration: 'text',
  budget_id: 'text',
  allowed_model_region: 'text',
  default_model: 'text',
};

function listCustomers({ store, older }: Call): Answer {
  return ok(store.customers.all().map((customer) => customerView(customer, store, older)));
}

function customerInfo({ query, store, older }: Call): Answer {
  const id = query.get('end_user_id') ?? '';
  const customer = store.customers.get(id);
  if (customer === undefined) throw notFound(id, 'end_user_id');
  return ok(customerView(customer, store, older));
}

function notFound(id: string, param: string): Refusal {
  return proxyError(404, `End User Id=${id} does not exist in db`, { type: 'not_found', param });
}

const SHOWN_BEFORE = words('user_id blocked alias spend allowed_model_region default_model');

function customerView(customer: Row, store: Store, older: boolean): ValueObject {
  const budget = store.budgets.get(textOf(customer['budget_id']));
  return {
    ...(older ? pick(customer, SHOWN_BEFORE) : customer),
    litellm_budget_table: budget === undefined ? null : budgetInside(budget, older),
  };
}

/** A budget in the request becomes a row of its own, with an id that the server makes. */
function createCustomer(call: Call): Answer {
  const { body, store, older } = call;
  const found = readFields(body, CUSTOMER_FIELDS, ['user_id']);
  const id = textOf(found.get('user_id'));
  if (store.customers.get(id) !== undefined) {
    throw proxyError(400, `Customer already exists, passed user_id=${id}. Please pass a new user_id.`, {
      type: 'bad_request',
      param: 'user_id',
    });
  }
  const customer: Row = {
    ...BLANK_CUSTOMER,
    user_id: id,
    alias: found.get('alias') ?? null,
    blocked: found.get('blocked') ?? false,
    allowed_model_region: found.get('allowed_model_region') ?? null,
    default_model: found.get('default_model') ?? null,
    budget_id: budgetOf(call, found) ?? found.get('budget_id') ?? null,
  };
  store.customers.add(customer);
  return ok(customerView(customer, store, older));
}

function budgetOf(call: Call, found: ReadonlyMap<string, ValueObject[string]>): string | null {
  if (numberOf(found.get('max_budget')) === null) return null;
  return addBudget(call, call.newId(), {
    max_budget: found.get('max_budget') ?? null,
    budget_duration: found.get('budget_duration') ?? null,
  });
}

function updateCustomer(call: Call): Answer {
  const { body, store, older } = call;
  const found = readFields(body, CUSTOMER_FIELDS, ['user_id']);
  const id = textOf(found.get('user_id'));
  const before = store.customers.get(id);
  if (before === undefined) throw notFound(id, 'user_id');
  const columns = ['alias', 'blocked', 'allowed_model_region', 'default_model', 'budget_id'];
  const patch = Object.fromEntries(
    columns.filter((name) => found.has(name)).map((name) => [name, found.get(name) ?? null]),
  );
  const budgetId = budgetOf(call, found);
  const customer = store.customers.update(id, {
    ...patch,
    ...(budgetId === null ? {} : { budget_id: budgetId }),
  });
  return ok(customerView(customer ?? before, store, older));
}

function deleteCustomers({ body, store }: Call): Answer {
  const ids = textsOf(readFields(body, { user_ids: 'texts' }, ['user_ids']).get('user_ids'));
  const gone = ids.filter((id) => store.customers.remove(id) !== undefined);
  return ok({
    deleted_customers: gone.length,
    message: `Successfully deleted customers with ids: ${ids.join(', ')}`,
  });
}

/** Since 1.106.2 a 500 without a hint that a licence is wanted. */
function block({ body, store, older }: Call): Answer {
  const ids = textsOf(readFields(body, { user_ids: 'texts' }, ['user_ids']).get('user_ids'));
  if (!older) {
    const error = { message: 'Internal server error', type: 'internal_server_error' };
    throw new Refusal({ status: 500, body: { error } });
  }
  const rows = ids.map((id) => {
    if (store.customers.get(id) === undefined) store.customers.add({ ...BLANK_CUSTOMER, user_id: id });
    return store.customers.update(id, { blocked: true });
  });
  const shown = rows.filter((row) => row !== undefined);
  return ok({
    blocked_users: shown.map((row) => ({
      ...customerView(row, store, true),
      budget_id: row['budget_id'] ?? null,
    })),
  });
}

function unblock({ body }: Call): Answer {
  readFields(body, { user_ids: 'texts' }, ['user_ids']);
  throw detailError(400, {
    error:
      'Blocked user check was never set. This call has no effect.This uses the enterprise folder - only available on the Docker image.',
  });
}
