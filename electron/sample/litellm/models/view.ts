import { createHash } from 'node:crypto';
import { float, floatOf, isObject, spellFloat, time, type Value, type ValueObject } from '../python.ts';
import type { Deployment } from '../state.ts';
import { textOf, textsOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { PRICE_FIELDS, PRICE_FIELDS_BEFORE } from './price-fields.ts';
import { findPrice } from './prices.ts';

const DEFAULTS_BEFORE: ValueObject = {
  use_in_pass_through: false,
  use_litellm_proxy: false,
  merge_reasoning_content_in_choices: false,
};
const DEFAULTS: ValueObject = {
  ...DEFAULTS_BEFORE,
  allow_client_keepalive_override: false,
  use_xai_oauth: false,
};

const nulls = (names: readonly string[]): ValueObject =>
  Object.fromEntries(names.map((name) => [name, null]));
const NO_PRICES = nulls(PRICE_FIELDS);
const NO_PRICES_BEFORE = nulls(PRICE_FIELDS_BEFORE);
const CHAT_PARAMETERS = ['max_tokens', 'stream', 'temperature', 'tools', 'tool_choice', 'response_format'];

/** A deployment as `/v2/model/info` lists it: its key left out, prices filled in. */
export function modelView(model: Deployment, older: boolean, publicName = model.name): ValueObject {
  const target = targetOf(model);
  const price = findPrice(target, older);
  const free = older && price === undefined ? FREE : {};
  const own = ownPrices(model.params);
  return {
    model_name: publicName,
    litellm_params: {
      ...(older ? DEFAULTS_BEFORE : DEFAULTS),
      ...withoutKey(model.params),
      ...shownPrices(own, older),
    },
    model_info: {
      ...(older ? NO_PRICES_BEFORE : NO_PRICES),
      ...free,
      ...price?.fields,
      ...own,
      id: model.id,
      db_model: model.origin === 'db',
      key: price?.key ?? target,
      litellm_provider: price?.fields['litellm_provider'] ?? providerOf(target),
      supported_openai_params: CHAT_PARAMETERS,
      ...(older ? {} : { member_auto_router: false, pricing_overrides: Object.keys(own) }),
      ...(model.origin === 'db' && !older ? { blocked: model.blocked } : {}),
      ...model.info,
    },
  };
}

/** LiteLLM 1.81.13 says zero of a model without a price. */
const FREE: ValueObject = { input_cost_per_token: 0, output_cost_per_token: 0 };

/** In 1.81.13 the prices among the parameters come as texts. */
function shownPrices(own: ValueObject, older: boolean): ValueObject {
  if (!older) return own;
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => [name, spellFloat(floatOf(value) ?? 0)]),
  );
}

/** The same with what `/model/info` adds since 1.106.2: who reaches the model. */
export function modelAccessView(model: Deployment, store: Store, publicName = model.name): ValueObject {
  const older = store.release === '1.81.13';
  const view = modelView(model, older, publicName);
  if (older) return view;
  const info = isObject(view['model_info']) ? view['model_info'] : {};
  return {
    ...view,
    model_info: { ...info, access_via_team_ids: teamsOf(model, store), direct_access: true },
  };
}

function teamsOf(model: Deployment, store: Store): readonly string[] {
  const reached = new Set([model.name, 'all-proxy-models', ...textsOf(model.info['access_groups'])]);
  return store.teams
    .all()
    .filter((team) => {
      const models = textsOf(team['models']);
      return models.length === 0 || models.some((name) => reached.has(name));
    })
    .map((team) => textOf(team['team_id']));
}

/** What a write of a model answers: parameters encrypted, `db_model` false, whatever was written. */
export function modelWriteView(model: Deployment, older: boolean, infoId = model.id): ValueObject {
  const later: ValueObject = older ? {} : { member_auto_router: false };
  return {
    model_id: model.id,
    model_name: model.name,
    litellm_params: Object.fromEntries(
      Object.entries({ ...(older ? DEFAULTS_BEFORE : DEFAULTS), ...model.params }).map(([name, value]) => [
        name,
        typeof value === 'string' ? encrypted(value) : value,
      ]),
    ),
    model_info: { ...model.info, id: infoId, db_model: false, ...later },
    ...(older ? {} : { blocked: model.blocked }),
    created_at: time(model.createdMs),
    created_by: 'default_user_id',
    updated_at: time(model.updatedMs),
    updated_by: 'default_user_id',
  };
}

/** What the provider calls the model, such as `openai/gpt-4o`. */
export function targetOf(model: Deployment): string {
  return textOf(model.params['model']);
}

/** The provider's part of a target. */
export function providerOf(target: string): string {
  return target.includes('/') ? target.slice(0, target.indexOf('/')) : '';
}

function withoutKey(params: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'api_key'));
}

/** Prices that stand among a deployment's own parameters. */
export function ownPrices(params: ValueObject): ValueObject {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.endsWith('_cost_per_token'))
      .map(([name, value]: [string, Value]) => [
        name,
        float(typeof value === 'number' ? value : floatOf(value)),
      ]),
  );
}

/** Stands in for the gateway's encryption: base64 text that does not show what it was made of. */
function encrypted(text: string): string {
  return createHash('sha512').update(text).digest('base64url');
}
