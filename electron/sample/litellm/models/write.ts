import { ok, proxyError, wrappedError, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import type { Value, ValueObject } from '../python.ts';
import { modelWriteView, providerOf } from './view.ts';
import type { Call, Route } from '../route.ts';
import type { Deployment } from '../state.ts';
import { objectOf, textOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** The writing routes of models. Models of the config file are refused, in different words on each. */
export const MODEL_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/model/new', access: 'admin', answer: createModel },
  { method: 'POST', path: '/model/update', access: 'admin', answer: updateModel },
  { method: 'PATCH', path: '/model/{model_id}/update', access: 'admin', answer: patchModel },
  { method: 'POST', path: '/model/delete', access: 'admin', answer: deleteModel },
  {
    method: 'POST',
    path: '/model/block',
    access: 'admin',
    answer: (call) => setBlocked(call, true),
    since: '1.106.2',
  },
  {
    method: 'POST',
    path: '/model/unblock',
    access: 'admin',
    answer: (call) => setBlocked(call, false),
    since: '1.106.2',
  },
];

const AUTH_SHAPE = { type: 'auth_error', param: 'None' } as const;
const MODEL_FIELDS = { model_name: 'text', litellm_params: 'object', model_info: 'object' } as const;
const PROVIDERS = new Set([
  'openai',
  'azure',
  'anthropic',
  'bedrock',
  'vertex_ai',
  'gemini',
  'mistral',
  'groq',
  'ollama',
  'hosted_vllm',
]);

/** An unknown provider is answered with a 500 (1.81.13: 200), and saved all the same. */
function createModel({ body, store, nowMs, newId, older }: Call): Answer {
  const found = readFields(body, MODEL_FIELDS, ['model_name', 'litellm_params', 'model_info']);
  const info = objectOf(found.get('model_info'));
  const params = objectOf(found.get('litellm_params'));
  const id = typeof info['id'] === 'string' ? info['id'] : newId();
  if (findModel(store, id) !== undefined) {
    const error = 'Failed to add model to db. Check your server logs for more details.';
    throw wrappedError(500, { error }, AUTH_SHAPE);
  }
  const target = typeof params['model'] === 'string' ? params['model'] : '';
  const model: Deployment = {
    id,
    name: textOf(found.get('model_name')),
    origin: 'db',
    params: withoutNulls(params),
    info: withoutNulls(without(info, ['id', 'db_model'])),
    blocked: false,
    live: PROVIDERS.has(providerOf(target)) || !target.includes('/'),
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  store.models = [...store.models, model];
  if (!model.live && !older) {
    throw proxyError(
      500,
      `Model create was saved to the database, but the model id(s) ['${id}'] are not live in this pod's router after the reload and are not being served by this pod. Other pods reload on their own interval. Check server logs for 'Error upserting deployment' or 'Error creating deployment' for the cause.`,
      { type: 'internal_server_error', param: null },
    );
  }
  return ok(modelWriteView(model, older));
}

/** A merge: parameters left out stay, and so do those set to null. */
function updateModel({ body, store, nowMs, older }: Call): Answer {
  const found = readFields(body, MODEL_FIELDS);
  const id = textOf(objectOf(found.get('model_info'))['id']);
  const model = findModel(store, id);
  if (model === undefined) throw proxyError(400, 'Authentication Error, model not found');
  if (model.origin === 'file') {
    const error = "Can't edit model. Model in config. Store model in db via `/model/new`. to edit.";
    throw wrappedError(400, { error }, AUTH_SHAPE);
  }
  writeModel(model, found, nowMs);
  return ok(modelWriteView(model, older));
}

/**
 * The same merge; the `id` inside its answer's `model_info` is another one from the first
 * patch on, as recorded. */
function patchModel({ body, path, store, nowMs, newId, older }: Call): Answer {
  const found = readFields(body, MODEL_FIELDS);
  const id = path['model_id'] ?? '';
  const model = findModel(store, id);
  if (model === undefined) {
    throw proxyError(404, `Model ${id} not found on proxy.`, { type: 'not_found_error', param: null });
  }
  refuseFileModel(model);
  writeModel(model, found, nowMs);
  model.answeredAs ??= newId();
  return ok(modelWriteView(model, older, model.answeredAs));
}

function writeModel(model: Deployment, found: ReadonlyMap<string, Value>, nowMs: number): void {
  const name = found.get('model_name');
  if (typeof name === 'string') model.name = name;
  model.params = { ...model.params, ...withoutNulls(objectOf(found.get('litellm_params'))) };
  const info = without(objectOf(found.get('model_info')), ['id', 'db_model']);
  model.info = { ...model.info, ...withoutNulls(info) };
  model.updatedMs = nowMs;
}

function deleteModel({ body, store }: Call): Answer {
  const id = textOf(readFields(body, { id: 'text' }, ['id']).get('id'));
  const model = findModel(store, id);
  if (model === undefined || model.origin === 'file') {
    throw wrappedError(400, { error: `Model with id=${id} not found in db` }, AUTH_SHAPE);
  }
  store.models = store.models.filter((candidate) => candidate !== model);
  return ok({ message: `Model: ${id} deleted successfully` });
}

function setBlocked({ body, store, nowMs, older }: Call, blocked: boolean): Answer {
  const id = textOf(readFields(body, { model_id: 'text' }, ['model_id']).get('model_id'));
  const model = findModel(store, id);
  if (model === undefined) {
    throw proxyError(404, `Model ${id} not found on proxy.`, { type: 'not_found_error', param: null });
  }
  refuseFileModel(model);
  model.blocked = blocked;
  model.updatedMs = nowMs;
  return ok(modelWriteView(model, older));
}

function refuseFileModel(model: Deployment): void {
  if (model.origin !== 'file') return;
  const message = 'Cannot edit config-based model. Store model in DB via /model/new first.';
  throw proxyError(400, message, { type: 'validation_error', param: null });
}

function findModel(store: Store, id: string): Deployment | undefined {
  return store.models.find((model) => model.id === id);
}

function without(object: ValueObject, names: readonly string[]): ValueObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function withoutNulls(object: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
