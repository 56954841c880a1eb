import { detailError, ok, type Answer } from '../answer.ts';
import { float, floatOf, isObject, type Value, type ValueObject } from '../python.ts';
import { pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import type { Deployment } from '../state.ts';
import type { Store } from '../store/store.ts';
import { findPrice } from './prices.ts';
import { byPublicName, expanded, served } from './served.ts';
import { modelAccessView, modelView, providerOf, targetOf } from './view.ts';

/** The reading routes of models. */
export const MODEL_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/models', access: 'llm', answer: listNames },
  { method: 'GET', path: '/models', access: 'llm', answer: listNames },
  { method: 'GET', path: '/model/info', access: 'any', answer: modelInfo },
  { method: 'GET', path: '/v1/model/info', access: 'any', answer: modelInfo },
  { method: 'GET', path: '/v2/model/info', access: 'any', answer: modelInfoPages },
  { method: 'GET', path: '/model_group/info', access: 'any', answer: groupInfo },
];

/** Wildcards come last, expanded; 1.81.13 names the wildcard as well. */
function listNames({ store, older }: Call): Answer {
  const names = [...byPublicName(store)];
  const plain = names.filter(([name]) => older || !name.endsWith('*'));
  const wild = names.filter(([name]) => name.endsWith('*'));
  const data = [
    ...plain.map(([id, deployments]) => nameView(id, older ? undefined : deployments[0])),
    ...wild.flatMap(([name]) => expanded(name).map((id) => nameView(id, undefined))),
  ];
  return ok({ data, object: 'list' });
}

function nameView(id: string, model: Deployment | undefined): ValueObject {
  return { id, object: 'model', created: 1_677_610_602, owned_by: 'openai', ...sizesOf(model) };
}

function sizesOf(model: Deployment | undefined): ValueObject {
  const price = model === undefined ? undefined : findPrice(targetOf(model));
  if (price === undefined) return {};
  const { mode, max_input_tokens: input, max_output_tokens: output } = price.fields;
  return Object.fromEntries(
    Object.entries({ mode, max_input_tokens: input, max_output_tokens: output }).filter(
      (entry): entry is [string, Value] => entry[1] !== null && entry[1] !== undefined,
    ),
  );
}

/**
 * Not the list of deployments: every alias repeats the deployments it stands for, and a wildcard is as many
 * rows of one id as it has names.
 */
function modelInfo({ query, store, older }: Call): Answer {
  const id = query.get('litellm_model_id');
  const models = served(store);
  if (id !== null) {
    const model = models.find((candidate) => candidate.id === id);
    if (model === undefined) {
      throw detailError(400, { error: `Model id = ${id} not found on litellm proxy` });
    }
    return ok({ data: [modelAccessView(model, store)] });
  }
  const repeated = Object.entries(store.aliases).flatMap(([alias, name]) =>
    models.filter((model) => model.name === name).map((model) => accessView(model, store, alias)),
  );
  const rows = models
    .filter(({ name }) => older || !name.endsWith('*'))
    .map((model) => accessView(model, store, model.name));
  const wild = models
    .filter(({ name }) => name.endsWith('*'))
    .flatMap((model) => expanded(model.name).map((name) => accessView(model, store, name)));
  return ok({ data: older ? [...repeated, ...rows, ...wild] : [...rows, ...repeated, ...wild] });
}

function accessView(model: Deployment, store: Store, name: string): ValueObject {
  const view = modelAccessView(model, store, name);
  if (name === model.name || !model.name.endsWith('*')) return view;
  const params = isObject(view['litellm_params']) ? view['litellm_params'] : {};
  return { ...view, litellm_params: { ...params, model: name } };
}

/** Exactly the deployments, paged. Any size is accepted, and an unknown `sortBy` ignored. */
function modelInfoPages({ query, store, older }: Call): Answer {
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'size', { standard: 50 });
  const id = query.get('modelId');
  const name = query.get('model');
  const search = query.get('search')?.toLowerCase();
  const matching = served(store)
    .filter((model) => id === null || model.id === id)
    .filter((model) => name === null || model.name === name)
    .filter((model) => search === undefined || model.name.toLowerCase().includes(search));
  const sorted =
    query.get('sortBy') === 'model_name'
      ? matching.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      : matching;
  const { items, pages } = pageOf(sorted, page, size);
  return ok({
    data: items.map((model) => modelView(model, older)),
    total_count: matching.length,
    current_page: page,
    total_pages: pages,
    size,
  });
}

/** Public names with prices and limits. An unknown name is an empty list. */
function groupInfo({ query, store }: Call): Answer {
  const asked = query.get('model_group');
  const data = [...byPublicName(store)]
    .filter(([name]) => asked === null || name === asked)
    .map(([name, deployments]) => groupView(name, deployments));
  return ok({ data });
}

function groupView(name: string, deployments: readonly Deployment[]): ValueObject {
  const first = deployments[0];
  const price = first === undefined ? undefined : findPrice(targetOf(first));
  const own = (field: string): Value => {
    const value = first?.params[field];
    return value === undefined ? (price?.fields[field] ?? null) : float(Number(floatOf(value) ?? value));
  };
  const total = (field: string): Value => {
    const limits = deployments
      .map(({ params }) => params[field])
      .filter((limit) => typeof limit === 'number');
    return limits.length === 0 ? null : limits.reduce((sum, limit) => sum + limit, 0);
  };
  return {
    model_group: name,
    providers: [...new Set(deployments.map((model) => providerOf(targetOf(model))))],
    max_input_tokens: price?.fields['max_input_tokens'] ?? null,
    max_output_tokens: price?.fields['max_output_tokens'] ?? null,
    input_cost_per_token: own('input_cost_per_token'),
    output_cost_per_token: own('output_cost_per_token'),
    mode: price?.fields['mode'] ?? null,
    tpm: total('tpm'),
    rpm: total('rpm'),
  };
}
