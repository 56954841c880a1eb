import { ok, proxyError, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { float, isList, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import type { BudgetRow, CustomerRow, LitellmState } from './state.ts';
import { stamp } from './time.ts';

/** The reading routes of budgets, customers and credentials. */
export const BUDGET_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/budget/list', access: 'admin', answer: listBudgets },
  { method: 'POST', path: '/budget/info', access: 'admin', answer: budgetInfo },
  { method: 'GET', path: '/customer/list', access: 'admin', answer: listCustomers },
  { method: 'GET', path: '/customer/info', access: 'admin', answer: customerInfo },
  { method: 'GET', path: '/credentials', access: 'admin', answer: listCredentials },
];

function listBudgets({ state }: Call): Answer {
  return ok(state.budgets.map(budgetView));
}

/** Unknown ids are left out of the answer, not refused. */
function budgetInfo({ body, state }: Call): Answer {
  const ids = readFields(body, { budgets: 'texts' }, ['budgets']).get('budgets');
  const wanted = isList(ids) ? ids : [];
  return ok(state.budgets.filter(({ id }) => wanted.includes(id)).map(budgetView));
}

function budgetCore(budget: BudgetRow): ValueObject {
  return {
    budget_id: budget.id,
    max_budget: float(budget.maxBudget),
    soft_budget: null,
    max_parallel_requests: null,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    tpd_limit: null,
    model_max_budget: null,
    budget_duration: budget.duration,
    budget_reset_at: stamp(budget.resetMs),
    allowed_models: [],
    temp_budget_increase: null,
    temp_budget_expiry: null,
    created_at: stamp(budget.createdMs),
  };
}

function budgetView(budget: BudgetRow): ValueObject {
  return {
    ...budgetCore(budget),
    created_by: 'default_user_id',
    updated_at: stamp(budget.createdMs),
    updated_by: 'default_user_id',
    organization: null,
    projects: null,
    keys: null,
    end_users: null,
    tags: null,
    model_access_groups: null,
    team_membership: null,
    organization_membership: null,
  };
}

function listCustomers({ state }: Call): Answer {
  return ok(state.customers.map((customer) => customerView(customer, state)));
}

function customerInfo({ query, state }: Call): Answer {
  const id = query.get('end_user_id') ?? '';
  const customer = state.customers.find((candidate) => candidate.id === id);
  if (customer === undefined) {
    throw proxyError(404, `End User Id=${id} does not exist in db`, {
      type: 'not_found',
      param: 'end_user_id',
    });
  }
  return ok(customerView(customer, state));
}

function customerView(customer: CustomerRow, state: LitellmState): ValueObject {
  const budget = state.budgets.find(({ id }) => id === customer.budgetId);
  return {
    user_id: customer.id,
    blocked: customer.blocked,
    alias: customer.alias,
    spend: float(customer.spend),
    allowed_model_region: null,
    default_model: null,
    models: [],
    budget_id: customer.budgetId,
    litellm_budget_table: budget === undefined ? null : budgetCore(budget),
    object_permission_id: null,
    object_permission: null,
  };
}

function listCredentials({ state }: Call): Answer {
  return ok({
    success: true,
    credentials: state.credentials.map(({ name, info, maskedValues }) => ({
      credential_name: name,
      display_name: null,
      credential_info: info,
      credential_values: maskedValues,
      source: 'db',
    })),
  });
}
