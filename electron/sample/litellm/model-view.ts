import { createHash } from 'node:crypto';
import { float, floatOf, isObject, type Value, type ValueObject } from './python.ts';
import { PRICE_FIELDS } from './price-fields.ts';
import { findPrice } from './prices.ts';
import type { Deployment, LitellmState } from './state.ts';
import { stamp } from './time.ts';

const PARAM_DEFAULTS: ValueObject = {
  allow_client_keepalive_override: false,
  use_in_pass_through: false,
  use_litellm_proxy: false,
  use_xai_oauth: false,
  merge_reasoning_content_in_choices: false,
};

const NO_PRICES: ValueObject = Object.fromEntries(PRICE_FIELDS.map((name) => [name, null]));
const CHAT_PARAMETERS = ['max_tokens', 'stream', 'temperature', 'tools', 'tool_choice', 'response_format'];

/** A deployment as `/v2/model/info` lists it (LiteLLM 1.106.2): its key left out, prices filled in. */
export function modelView(model: Deployment, publicName = model.name): ValueObject {
  const target = targetOf(model);
  const price = findPrice(target);
  return {
    model_name: publicName,
    litellm_params: { ...PARAM_DEFAULTS, ...withoutKey(model.params) },
    model_info: {
      ...NO_PRICES,
      ...price?.fields,
      ...ownPrices(model.params),
      id: model.id,
      db_model: model.origin === 'db',
      member_auto_router: false,
      pricing_overrides: Object.keys(ownPrices(model.params)),
      key: price?.key ?? target,
      litellm_provider: price?.fields['litellm_provider'] ?? providerOf(target),
      supported_openai_params: CHAT_PARAMETERS,
      ...(model.origin === 'db' ? { blocked: model.blocked } : {}),
      ...model.info,
    },
  };
}

/** The same with what `/model/info` and `/v1/model/info` add: who reaches the model. */
export function modelAccessView(
  model: Deployment,
  state: LitellmState,
  publicName = model.name,
): ValueObject {
  const view = modelView(model, publicName);
  const groups = model.info['access_groups'];
  const reached = new Set<Value>([model.name, 'all-proxy-models', ...(Array.isArray(groups) ? groups : [])]);
  const teams = state.teams.filter(({ models }) => models.length === 0 || models.some((m) => reached.has(m)));
  const info = isObject(view['model_info']) ? view['model_info'] : {};
  return {
    ...view,
    model_info: { ...info, access_via_team_ids: teams.map(({ id }) => id), direct_access: true },
  };
}

/** What a write of a model answers: parameters encrypted, `db_model` false, whatever was written. */
export function modelWriteView(model: Deployment, infoId = model.id): ValueObject {
  return {
    model_id: model.id,
    model_name: model.name,
    litellm_params: Object.fromEntries(
      Object.entries({ ...PARAM_DEFAULTS, ...model.params }).map(([name, value]) => [
        name,
        typeof value === 'string' ? encrypted(value) : value,
      ]),
    ),
    model_info: { ...model.info, id: infoId, db_model: false, member_auto_router: false },
    blocked: model.blocked,
    created_at: stamp(model.createdMs),
    created_by: 'default_user_id',
    updated_at: stamp(model.updatedMs),
    updated_by: 'default_user_id',
  };
}

/** What the provider calls the model, such as `openai/gpt-4o`. */
export function targetOf(model: Deployment): string {
  const target = model.params['model'];
  return typeof target === 'string' ? target : '';
}

/** The provider's part of a target. */
export function providerOf(target: string): string {
  return target.includes('/') ? target.slice(0, target.indexOf('/')) : '';
}

function withoutKey(params: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'api_key'));
}

function ownPrices(params: ValueObject): ValueObject {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.endsWith('_cost_per_token'))
      .map(([name, value]) => [name, float(typeof value === 'number' ? value : floatOf(value))]),
  );
}

/** Stands in for the gateway's encryption: base64 text that does not show what it was made of. */
function encrypted(text: string): string {
  return createHash('sha512').update(text).digest('base64url');
}
