import { detailError, ok, type Answer } from './answer.ts';
import { modelAccessView, modelView, targetOf, providerOf } from './model-view.ts';
import { findPrice } from './prices.ts';
import { float, floatOf, type Value, type ValueObject } from './python.ts';
import { pageOf, wholeParameter } from './query.ts';
import type { Call, Route } from './route.ts';
import type { Deployment, LitellmState } from './state.ts';

/** The reading routes of models. */
export const MODEL_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/models', access: 'any', answer: listNames },
  { method: 'GET', path: '/models', access: 'any', answer: listNames },
  { method: 'GET', path: '/model/info', access: 'any', answer: modelInfo },
  { method: 'GET', path: '/v1/model/info', access: 'any', answer: modelInfo },
  { method: 'GET', path: '/v2/model/info', access: 'any', answer: modelInfoPages },
  { method: 'GET', path: '/model_group/info', access: 'any', answer: groupInfo },
];

function served(state: LitellmState): readonly Deployment[] {
  return state.models.filter(({ live }) => live);
}

/** Public names with the deployments behind them; an alias stands first, as in LiteLLM 1.106.2. */
function byPublicName(state: LitellmState): ReadonlyMap<string, readonly Deployment[]> {
  const models = served(state);
  const names = new Map<string, readonly Deployment[]>();
  for (const [alias, name] of Object.entries(state.aliases)) {
    names.set(
      alias,
      models.filter((model) => model.name === name),
    );
  }
  for (const { name } of models) {
    names.set(
      name,
      models.filter((model) => model.name === name),
    );
  }
  return names;
}

function listNames({ state }: Call): Answer {
  const data = [...byPublicName(state)].map(([id, deployments]) => ({
    id,
    object: 'model',
    created: 1_677_610_602,
    owned_by: 'openai',
    ...sizesOf(deployments[0]),
  }));
  return ok({ data, object: 'list' });
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

/** Not the list of deployments: every alias repeats the deployments it stands for. */
function modelInfo({ query, state }: Call): Answer {
  const id = query.get('litellm_model_id');
  const models = served(state);
  if (id !== null) {
    const model = models.find((candidate) => candidate.id === id);
    if (model === undefined) {
      throw detailError(400, { error: `Model id = ${id} not found on litellm proxy` });
    }
    return ok({ data: [modelAccessView(model, state)] });
  }
  const repeated = Object.entries(state.aliases).flatMap(([alias, name]) =>
    models.filter((model) => model.name === name).map((model) => modelAccessView(model, state, alias)),
  );
  return ok({ data: [...models.map((model) => modelAccessView(model, state)), ...repeated] });
}

/** Exactly the deployments, paged. Any size is accepted, and an unknown `sortBy` ignored. */
function modelInfoPages({ query, state }: Call): Answer {
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'size', { standard: 50 });
  const id = query.get('modelId');
  const name = query.get('model');
  const search = query.get('search')?.toLowerCase();
  const matching = served(state)
    .filter((model) => id === null || model.id === id)
    .filter((model) => name === null || model.name === name)
    .filter((model) => search === undefined || model.name.toLowerCase().includes(search));
  const sorted =
    query.get('sortBy') === 'model_name'
      ? matching.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      : matching;
  const { items, pages } = pageOf(sorted, page, size);
  return ok({
    data: items.map((model) => modelView(model)),
    total_count: matching.length,
    current_page: page,
    total_pages: pages,
    size,
  });
}

/** Public names with prices and limits. An unknown name is an empty list. */
function groupInfo({ query, state }: Call): Answer {
  const asked = query.get('model_group');
  const data = [...byPublicName(state)]
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
