import { ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import type { Call, Route } from '../route.ts';
import { settingView, type SettingField } from '../settings/view.ts';
import { textsOf } from '../store/row.ts';
import { budgetView } from './view.ts';

/** The reading routes of budgets, but for the paged one. */
export const BUDGET_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/budget/list', access: 'admin', answer: listBudgets },
  { method: 'POST', path: '/budget/info', access: 'admin', answer: budgetInfo },
  { method: 'GET', path: '/budget/settings', access: 'admin', answer: budgetSettings },
];

/** Also those that the server made for members and customers. */
function listBudgets({ store, older }: Call): Answer {
  return ok(store.budgets.all().map((budget) => budgetView(budget, older)));
}

/** Unknown ids are left out of the answer, not refused. */
function budgetInfo({ body, store, older }: Call): Answer {
  const ids = textsOf(readFields(body, { budgets: 'texts' }, ['budgets']).get('budgets'));
  const found = ids.map((id) => store.budgets.get(id)).filter((budget) => budget !== undefined);
  return ok(found.map((budget) => budgetView(budget, older)));
}

const FIELDS: readonly SettingField[] = [
  { name: 'max_budget', type: 'Float' },
  { name: 'soft_budget', type: 'Float' },
  { name: 'max_parallel_requests', type: 'Integer' },
  { name: 'tpm_limit', type: 'Integer' },
  { name: 'rpm_limit', type: 'Integer' },
  { name: 'tpd_limit', type: 'Integer' },
  { name: 'budget_duration', type: 'String' },
  { name: 'model_max_budget', type: 'Object' },
];

/** Of an unknown budget: the same list, every value null. */
function budgetSettings({ query, store, older }: Call): Answer {
  const budget = store.budgets.get(query.get('budget_id') ?? '');
  const fields = FIELDS.filter(({ name }) => !older || name !== 'tpd_limit');
  return ok(
    fields.map((field) => {
      const value = budget?.[field.name] ?? null;
      return settingView(field, { value, stored: true, source: value === null ? 'unset' : 'db' }, older);
    }),
  );
}
