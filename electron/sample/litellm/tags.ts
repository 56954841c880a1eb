import { detailError, ok, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { float, repr, time, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { textOf, textsOf, type Row } from './store/row.ts';

/** The routes of tags that somebody made. What is wrong is a 500 with another status in its text. */
export const TAG_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/tag/list', access: 'admin', answer: listTags },
  { method: 'POST', path: '/tag/new', access: 'admin', answer: createTag },
  { method: 'POST', path: '/tag/info', access: 'admin', answer: tagInfo },
  { method: 'POST', path: '/tag/update', access: 'admin', answer: updateTag },
  { method: 'POST', path: '/tag/delete', access: 'admin', answer: deleteTag },
];

const FIELDS = { name: 'text', description: 'text', models: 'texts' } as const;

function view(row: Row): ValueObject {
  return { ...row, litellm_budget_table: null };
}

function listTags({ store }: Call): Answer {
  return ok(store.tags.newest(1, store.tags.size() + 1).map(view));
}

function createTag({ body, store, nowMs }: Call): Answer {
  const found = readFields(body, FIELDS, ['name']);
  const name = textOf(found.get('name'));
  if (store.tags.get(name) !== undefined) throw detailError(500, `400: Tag ${name} already exists`);
  const row: Row = {
    name,
    description: found.get('description') ?? null,
    models: found.get('models') ?? [],
    model_info: {},
    spend: float(0),
    budget_id: null,
    created_at: time(nowMs),
    updated_at: time(nowMs),
    created_by: 'default_user_id',
  };
  store.tags.add(row);
  return ok({ message: `Tag ${name} created successfully`, tag: view(row) });
}

/** One unknown name and there is no answer to the others. */
function tagInfo({ body, store }: Call): Answer {
  const names = textsOf(readFields(body, { names: 'texts' }, ['names']).get('names'));
  const missing = names.filter((name) => store.tags.get(name) === undefined);
  if (missing.length > 0) throw detailError(500, `404: Tags not found: ${repr(missing)}`);
  return ok(Object.fromEntries(names.map((name) => [name, view(store.tags.get(name) ?? {})])));
}

function updateTag({ body, store, nowMs }: Call): Answer {
  const found = readFields(body, FIELDS, ['name']);
  const name = textOf(found.get('name'));
  const row = store.tags.update(name, { ...Object.fromEntries(found), updated_at: time(nowMs) });
  if (row === undefined) throw detailError(500, `404: Tag ${name} not found`);
  return ok({ message: `Tag ${name} updated successfully`, tag: view(row) });
}

function deleteTag({ body, store }: Call): Answer {
  const name = textOf(readFields(body, { name: 'text' }, ['name']).get('name'));
  if (store.tags.remove(name) === undefined) throw detailError(500, `404: Tag ${name} not found`);
  return ok({ message: `Tag ${name} deleted successfully` });
}
