import { detailError, ok, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { addBudget } from './budgets/add-budget.ts';
import { budgetView } from './budgets/view.ts';
import { repr, time, type Value, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { pick, textOf, textsOf, words, type Row } from './store/row.ts';

/** The routes of tags that somebody made. What is wrong is a 500 with another status in its text. */
export const TAG_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/tag/list', access: 'admin', answer: listTags },
  { method: 'POST', path: '/tag/new', access: 'admin', answer: createTag },
  { method: 'POST', path: '/tag/info', access: 'admin', answer: tagInfo },
  { method: 'POST', path: '/tag/update', access: 'admin', answer: updateTag },
  { method: 'POST', path: '/tag/delete', access: 'admin', answer: deleteTag },
];

const BUDGET_FIELDS = {
  max_budget: 'float',
  soft_budget: 'float',
  budget_duration: 'text',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  max_parallel_requests: 'whole',
  model_max_budget: 'object',
} as const;

const FIELDS = {
  name: 'text',
  description: 'text',
  models: 'texts',
  budget_id: 'text',
  ...BUDGET_FIELDS,
} as const;

const SHOWN = words('name description models model_info created_at updated_at created_by');

/** Answers to writes leave the budget out; reads show it, where there is one. */
function writtenView(row: Row): ValueObject {
  return pick(row, SHOWN);
}

function view(row: Row, { store, older }: Call): ValueObject {
  const budget = store.budgets.get(textOf(row['budget_id']));
  return {
    ...writtenView(row),
    ...(budget === undefined ? {} : { litellm_budget_table: budgetView(budget, older) }),
  };
}

function listTags(call: Call): Answer {
  const { tags } = call.store;
  return ok(tags.newest(1, tags.size() + 1).map((row) => view(row, call)));
}

function createTag(call: Call): Answer {
  const { body, store, nowMs } = call;
  const found = readFields(body, FIELDS, ['name']);
  const name = textOf(found.get('name'));
  if (store.tags.get(name) !== undefined) throw detailError(500, `400: Tag ${name} already exists`);
  const row: Row = {
    name,
    description: found.get('description') ?? null,
    models: found.get('models') ?? [],
    model_info: {},
    budget_id: givenBudget(call, found) ?? newBudget(call, found),
    created_at: time(nowMs),
    updated_at: time(nowMs),
    created_by: 'default_user_id',
  };
  store.tags.add(row);
  return ok({ message: `Tag ${name} created successfully`, tag: writtenView(row) });
}

function givenBudget({ store }: Call, found: ReadonlyMap<string, Value>): string | null {
  const id = textOf(found.get('budget_id'));
  if (id === '') return null;
  if (store.budgets.get(id) !== undefined) return id;
  const constraint = 'LiteLLM_TagTable_budget_id_fkey (index)';
  throw detailError(500, `Foreign key constraint failed on the field: \`${constraint}\``);
}

/** A limit in the request makes a budget of the tag's own, which stays when the tag goes. */
function newBudget(call: Call, found: ReadonlyMap<string, Value>): string | null {
  const limits = limitsIn(found);
  if (Object.values(limits).every((value) => value === null)) return null;
  return addBudget(call, call.newId(), limits);
}

function limitsIn(found: ReadonlyMap<string, Value>): Record<string, Value> {
  const named = [...found].filter(([field]) => Object.hasOwn(BUDGET_FIELDS, field));
  return Object.fromEntries(named);
}

/** One unknown name and there is no answer to the others. */
function tagInfo(call: Call): Answer {
  const { body, store } = call;
  const names = textsOf(readFields(body, { names: 'texts' }, ['names']).get('names'));
  const missing = names.filter((name) => store.tags.get(name) === undefined);
  if (missing.length > 0) throw detailError(500, `404: Tags not found: ${repr(missing)}`);
  return ok(Object.fromEntries(names.map((name) => [name, view(store.tags.get(name) ?? {}, call)])));
}

/** A description and models that are not named are taken away; limits that are not named stay. */
function updateTag(call: Call): Answer {
  const { body, store, older, nowMs } = call;
  const found = readFields(body, FIELDS, ['name']);
  const name = textOf(found.get('name'));
  const before = store.tags.get(name);
  if (before === undefined) throw detailError(500, `404: Tag ${name} not found`);
  const old = textOf(before['budget_id']);
  const given = givenBudget(call, found);
  // 1.81.13 passes over a limit that is null.
  const limits = Object.entries(limitsIn(found)).filter(([, value]) => !older || value !== null);
  if (given === null && old !== '')
    store.budgets.update(old, { ...Object.fromEntries(limits), updated_at: time(nowMs) });
  const budget = given ?? (old === '' ? newBudget(call, found) : old);
  const row: Row = {
    ...before,
    description: found.get('description') ?? null,
    models: found.get('models') ?? [],
    budget_id: budget,
    updated_at: time(nowMs),
  };
  store.tags.update(name, row);
  return ok({ message: `Tag ${name} updated successfully`, tag: writtenView(row) });
}

function deleteTag({ body, store }: Call): Answer {
  const name = textOf(readFields(body, { name: 'text' }, ['name']).get('name'));
  if (store.tags.remove(name) === undefined) throw detailError(500, `404: Tag ${name} not found`);
  return ok({ message: `Tag ${name} deleted successfully` });
}
