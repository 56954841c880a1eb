import { detailError, ok, proxyError, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { float, time, timeOf, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { numberOf, textOf, textsOf } from '../store/row.ts';
import { byPublicName, served } from './served.ts';
import { findPrice } from './prices.ts';
import { providerOf, targetOf } from './view.ts';

/** What else can be asked of models: fallbacks, retirements, costs. */
export const MODEL_EXTRA_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/fallback/{model}', access: 'admin', answer: getFallback },
  { method: 'POST', path: '/fallback', access: 'admin', answer: setFallback },
  { method: 'DELETE', path: '/fallback/{model}', access: 'admin', answer: deleteFallback },
  { method: 'GET', path: '/model/deprecations', access: 'any', answer: deprecations, since: '1.106.2' },
  { method: 'GET', path: '/model/cost_map/source', access: 'admin', answer: costMap },
  { method: 'POST', path: '/spend/calculate', access: 'any', answer: calculate },
  { method: 'POST', path: '/cost/estimate', access: 'any', answer: estimate },
];

function getFallback({ path, store }: Call): Answer {
  const model = path['model'] ?? '';
  const names = store.fallbacks.get(model);
  if (names === undefined) throw noFallback(model);
  return ok({ model, fallback_models: names, fallback_type: 'general' });
}

function noFallback(model: string): Error {
  return detailError(404, { error: `No general fallbacks configured for model '${model}'` });
}

/** In memory only: what the config file says of fallbacks wins after a restart. */
function setFallback({ body, store }: Call): Answer {
  const types = { model: 'text', fallback_models: 'texts', fallback_type: 'text' } as const;
  const found = readFields(body, types, ['model', 'fallback_models']);
  const [model, names] = [textOf(found.get('model')), textsOf(found.get('fallback_models'))];
  const known = new Set(served(store).map(({ name }) => name));
  if (!known.has(model)) {
    throw detailError(404, {
      error: `Model '${model}' not found in router`,
      available_models: [...known].sort(),
    });
  }
  store.fallbacks = new Map([...store.fallbacks, [model, names]]);
  return ok({
    model,
    fallback_models: names,
    fallback_type: found.get('fallback_type') ?? 'general',
    message: 'Fallback configuration created successfully',
  });
}

function deleteFallback({ path, store }: Call): Answer {
  const model = path['model'] ?? '';
  if (!store.fallbacks.has(model)) throw noFallback(model);
  store.fallbacks = new Map([...store.fallbacks].filter(([name]) => name !== model));
  return ok({ model, fallback_type: 'general', message: 'Fallback configuration deleted successfully' });
}

const RETIREMENTS: Readonly<Record<string, string>> = { 'claude-sonnet-4-5': '2026-11-30' };
const WARN_DAYS = 30;
const DAY_MS = 86_400_000;

function deprecations({ store, nowMs }: Call): Answer {
  const rows = served(store).flatMap((model): { readonly days: number; readonly row: ValueObject }[] => {
    const key = findPrice(targetOf(model))?.key ?? '';
    const date = RETIREMENTS[key];
    if (date === undefined) return [];
    const days = Math.ceil((Date.parse(date) - nowMs) / DAY_MS);
    const status = days < 0 ? 'deprecated' : days <= WARN_DAYS ? 'imminent' : 'upcoming';
    const row = {
      model_name: model.name,
      litellm_model: key,
      deprecation_date: date,
      days_until_deprecation: days,
      status,
      litellm_provider: providerOf(targetOf(model)),
    };
    return [{ days, row }];
  });
  const of = (status: string): Value =>
    rows.filter(({ row }) => row['status'] === status).map(({ row }) => row);
  return ok({
    deprecated: of('deprecated'),
    imminent: of('imminent'),
    upcoming: of('upcoming'),
    warn_within_days: WARN_DAYS,
    checked_at: time(nowMs),
  });
}

function costMap({ nowMs }: Call): Answer {
  return ok({
    source: 'local',
    url: null,
    is_env_forced: true,
    fallback_reason: null,
    loaded_at: `${new Date(timeOf(time(nowMs)) ?? 0).toISOString().slice(0, -1)}000+00:00`,
    source_revision: '0'.repeat(40),
    etag: null,
    model_count: 6,
  });
}

/** Only the refusal of a model that nobody knows is simulated. */
function calculate({ body, store }: Call): Answer {
  const model = textOf(readFields(body, { model: 'text', messages: 'list' }).get('model'));
  const known = byPublicName(store).get(model);
  if (known !== undefined || findPrice(model) !== undefined) return ok({ cost: float(0) });
  throw proxyError(
    400,
    `litellm.BadRequestError: LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model=${model}\n Pass model as E.g. For 'Huggingface' inference endpoints pass in \`completion(model='huggingface/starcoder',..)\` Learn more: https://docs.litellm.ai/docs/providers`,
    { type: null, param: null },
  );
}

const PARTS = ['', 'input_', 'output_', 'margin_'];
const LATER_PARTS = ['cache_read_', 'cache_creation_', 'reasoning_'];

function estimate({ body, store, older }: Call): Answer {
  const types = {
    model: 'text',
    input_tokens: 'whole',
    output_tokens: 'whole',
    num_requests_per_day: 'whole',
    num_requests_per_month: 'whole',
  } as const;
  const found = readFields(body, types, ['model']);
  const model = textOf(found.get('model'));
  const deployment = byPublicName(store).get(model)?.[0];
  const target = deployment === undefined ? model : targetOf(deployment);
  const price = findPrice(target)?.fields ?? {};
  const rate = (name: string): number => numberOf(price[name]) ?? 0;
  const input = (numberOf(found.get('input_tokens')) ?? 0) * rate('input_cost_per_token');
  const output = (numberOf(found.get('output_tokens')) ?? 0) * rate('output_cost_per_token');
  const costs: Readonly<Record<string, number>> = { '': input + output, input_: input, output_: output };
  const parts = older ? PARTS : [...PARTS, ...LATER_PARTS];
  const perRequest = parts.map((part): [string, Value] => [
    `${part}cost_per_request`,
    float(costs[part] ?? 0),
  ]);
  const over = (period: 'daily' | 'monthly', count: number | null): [string, Value][] =>
    parts.map((part) => [`${period}_${part}cost`, float(count === null ? null : (costs[part] ?? 0) * count)]);
  const later: ValueObject = older
    ? {}
    : {
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
        reasoning_tokens: 0,
        cache_read_input_token_cost: price['cache_read_input_token_cost'] ?? null,
        cache_creation_input_token_cost: float(rate('input_cost_per_token')),
        output_cost_per_reasoning_token: float(rate('output_cost_per_token')),
      };
  return ok({
    model,
    input_tokens: found.get('input_tokens') ?? 0,
    output_tokens: found.get('output_tokens') ?? 0,
    num_requests_per_day: found.get('num_requests_per_day') ?? null,
    num_requests_per_month: found.get('num_requests_per_month') ?? null,
    ...Object.fromEntries(perRequest),
    ...Object.fromEntries(over('daily', numberOf(found.get('num_requests_per_day')))),
    ...Object.fromEntries(over('monthly', numberOf(found.get('num_requests_per_month')))),
    input_cost_per_token: price['input_cost_per_token'] ?? null,
    output_cost_per_token: price['output_cost_per_token'] ?? null,
    provider: providerOf(target),
    ...later,
  });
}
