import { detailError, ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { float, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import type { Deployment } from '../state.ts';
import { textOf, textsOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** The older access groups: a mark in the `model_info` of deployments. Those of the file are not seen. */
export const MODEL_GROUP_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/access_group/list', access: 'admin', answer: listGroups },
  { method: 'GET', path: '/access_group/{group}/info', access: 'admin', answer: groupInfo },
  { method: 'POST', path: '/access_group/new', access: 'admin', answer: createGroup },
  { method: 'DELETE', path: '/access_group/{group}/delete', access: 'admin', answer: deleteGroup },
];

function groupsOf(model: Deployment): readonly string[] {
  return textsOf(model.info['access_groups']);
}

function stored(store: Store): readonly Deployment[] {
  return store.models.filter(({ origin }) => origin === 'db');
}

function listGroups({ store, older }: Call): Answer {
  const names = [...new Set(stored(store).flatMap(groupsOf))].sort();
  return ok({ access_groups: names.map((name) => view(name, store, older)) });
}

function view(name: string, store: Store, older: boolean): ValueObject {
  const members = stored(store).filter((model) => groupsOf(model).includes(name));
  return {
    access_group: name,
    model_names: [...new Set(members.map((model) => model.name))],
    deployment_count: members.length,
    ...(older ? {} : { spend: float(0), budget: null }),
  };
}

function refuseUnknown(name: string, store: Store): void {
  if (stored(store).some((model) => groupsOf(model).includes(name))) return;
  throw detailError(404, { error: `Access group '${name}' not found` });
}

function groupInfo({ path, store, older }: Call): Answer {
  const name = path['group'] ?? '';
  refuseUnknown(name, store);
  return ok(view(name, store, older));
}

function createGroup({ body, store, older }: Call): Answer {
  const types = { access_group: 'text', model_names: 'texts' } as const;
  const found = readFields(body, types, ['access_group', 'model_names']);
  const [name, models] = [textOf(found.get('access_group')), textsOf(found.get('model_names'))];
  const missing = models.filter((model) => !store.models.some((candidate) => candidate.name === model));
  if (missing.length > 0) {
    throw detailError(400, { error: `Model(s) not found: ${missing.join(', ')}` });
  }
  const marked = stored(store).filter((model) => models.includes(model.name));
  for (const model of marked) {
    model.info = { ...model.info, access_groups: [...new Set([...groupsOf(model), name])] };
  }
  return ok({
    access_group: name,
    model_names: models,
    ...(older ? {} : { model_ids: null }),
    models_updated: marked.length,
  });
}

function deleteGroup({ path, store }: Call): Answer {
  const name = path['group'] ?? '';
  refuseUnknown(name, store);
  const marked = stored(store).filter((model) => groupsOf(model).includes(name));
  for (const model of marked) {
    model.info = { ...model.info, access_groups: groupsOf(model).filter((group) => group !== name) };
  }
  return ok({
    access_group: name,
    models_updated: marked.length,
    message: 'Access group deleted successfully',
  });
}
