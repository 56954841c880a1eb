import { detailError, ok, Refusal, type Answer } from '../answer.ts';
import { readFields, type FieldType } from '../fields.ts';
import { isObject, time, type Value } from '../python.ts';
import { refuseDuration, refuseNegative } from '../refuse-amounts.ts';
import type { Call, Route } from '../route.ts';
import { BLANK_BUDGET } from '../store/blank-rows.ts';
import { textOf, type Row } from '../store/row.ts';
import { durationMs, nextReset } from '../time.ts';
import { budgetView } from './view.ts';

/** The writing routes of budgets. */
export const BUDGET_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/budget/new', access: 'admin', answer: createBudget },
  { method: 'POST', path: '/budget/update', access: 'admin', answer: updateBudget },
  { method: 'POST', path: '/budget/delete', access: 'admin', answer: deleteBudget },
];

const BUDGET_FIELDS: Readonly<Record<string, FieldType>> = {
  budget_id: 'text',
  max_budget: 'float',
  soft_budget: 'float',
  max_parallel_requests: 'whole',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  tpd_limit: 'whole',
  budget_duration: 'text',
  model_max_budget: 'object',
  allowed_models: 'texts',
};

function createBudget(call: Call): Answer {
  const { body, store, nowMs, newId, older } = call;
  const found = readFields(body ?? {}, BUDGET_FIELDS);
  refuse(found, older);
  const id = textOf(found.get('budget_id')) || newId();
  if (store.budgets.get(id) !== undefined) {
    if (older) throw bareError();
    throw detailError(400, { error: `Budget with id '${id}' already exists.` });
  }
  const at = time(nowMs);
  const budget = {
    ...BLANK_BUDGET,
    ...budgetPatch(found, BLANK_BUDGET, call),
    budget_id: id,
    created_at: at,
    updated_at: at,
  };
  store.budgets.add(budget);
  return ok(budgetView(budget, older));
}

function refuse(found: ReadonlyMap<string, Value>, older: boolean): void {
  const refusal = (error: string): Refusal => detailError(400, { error });
  refuseNegative(found, ['max_budget', 'soft_budget'], older, refusal);
  const duration = found.get('budget_duration');
  if (older && typeof duration === 'string' && durationMs(duration) === null) throw bareError();
  refuseDuration(found, refusal);
}

/** The bare text that LiteLLM 1.81.13 answers where it did not expect an error. */
function bareError(): Refusal {
  const body = 'Internal Server Error';
  return new Refusal({
    status: 500,
    body,
    raw: body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/**
 * In 1.81.13 a new budget's period counts from now, and when it ends stays so when its period is changed; in 1.106.2 it ends
 * with the day, week or month.
 */
function budgetPatch(found: ReadonlyMap<string, Value>, before: Row, { nowMs, older }: Call): Row {
  const patch: { [column: string]: Value } = {};
  for (const [name, value] of found) {
    if (value === null && (isObject(before[name]) || Array.isArray(before[name]))) continue;
    patch[name] = value;
  }
  const period = found.get('budget_duration');
  if (older && before['budget_id'] !== null) return patch;
  if (period === null) patch['budget_reset_at'] = null;
  if (typeof period === 'string') {
    const ms = older ? nowMs + (durationMs(period) ?? 0) : nextReset(period, nowMs);
    patch['budget_reset_at'] = time(ms);
  }
  return patch;
}

/** An unknown id is a 200 with null. */
function updateBudget(call: Call): Answer {
  const { body, store, nowMs, older } = call;
  const found = readFields(body, BUDGET_FIELDS, ['budget_id']);
  refuse(found, older);
  const id = textOf(found.get('budget_id'));
  const before = store.budgets.get(id);
  if (before === undefined) return ok(null);
  const patch = { ...budgetPatch(found, before, call), updated_at: time(nowMs) };
  return ok(budgetView(store.budgets.update(id, patch) ?? before, older));
}

/** Budgets in use go as well; an unknown id is a 200 with null. */
function deleteBudget({ body, store, older }: Call): Answer {
  const id = textOf(readFields(body, { id: 'text' }, ['id']).get('id'));
  const budget = store.budgets.remove(id);
  return ok(budget === undefined ? null : budgetView(budget, older));
}
