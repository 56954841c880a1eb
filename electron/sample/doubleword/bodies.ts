import { isJsonObject } from '../../../shared/json.ts';
import { balanceOf, unitsText } from './balance.ts';
import { fallbackOf } from './fallback.ts';
import { metricsOf } from './model-metrics.ts';
import { compareText, findGroup, groupsOf, memberIds } from './store.ts';
import type { Store } from './store.ts';
import type { DoublewordGroup, DoublewordModel, DoublewordTariff, DoublewordUser } from './state.ts';

/** A group as answered: its edges are another route's business. */
export function groupBody(group: DoublewordGroup): object {
  const { users: _users, models: _models, ...body } = group;
  return body;
}

/** A group in a list. An `include` that finds nothing leaves its field out (dwctl 10.13.1). */
export function groupInList(store: Store, group: DoublewordGroup, include: ReadonlySet<string>): object {
  const users = memberIds(store, group).flatMap((id) => store.state.users.filter((user) => user.id === id));
  const models = group.models.flatMap((id) => store.state.models.filter((model) => model.id === id));
  const { users: _users, models: _models, source, ...head } = group;
  return {
    ...head,
    ...(include.has('users') && users.length > 0 ? { users } : {}),
    ...(include.has('models') && models.length > 0
      ? { models: models.map((model) => modelBody(store, model, new Set())) }
      : {}),
    source,
  };
}

/** A user with what `include` asks for, which stands after `external_user_id`. */
export function userBody(store: Store, user: DoublewordUser, include: ReadonlySet<string>): object {
  const { external_user_id, ...fields } = user;
  const names = Object.keys(fields);
  const head = names.slice(0, names.indexOf('has_payment_provider_id'));
  const pick = (wanted: readonly string[]): object =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => wanted.includes(name)));
  return {
    ...pick(head),
    external_user_id,
    ...(include.has('groups') ? { groups: groupsOf(store, user.id).map(groupBody) } : {}),
    ...(include.has('billing') ? { credit_balance: balance(store, user.id) } : {}),
    ...pick(names.filter((name) => !head.includes(name))),
    ...(include.has('organizations') ? { organizations: [] } : {}),
  };
}

/** A JSON float, as dwctl 10.13.1 shows balances: for looking at, not for adding up. */
function balance(store: Store, userId: string): number {
  return Number(balanceOf(store, userId) ?? 0n) / 1e15;
}

/** What a model without prices for cached prompts answers. */
export const CACHE_PRICING_OFF = {
  enabled: false,
  write_multiplier_5m: null,
  write_multiplier_1h: null,
  write_multiplier_24h: null,
  read_multiplier: null,
  min_prefix_tokens: null,
  valid_from: null,
  valid_until: null,
};

const INHERIT = { chat_completions: { mode: 'inherit' }, responses: { mode: 'inherit' } };

/** A model with what `include` asks for; limits that are not set are not in the body (dwctl 10.13.1). */
export function modelBody(store: Store, model: DoublewordModel, include: ReadonlySet<string>): object {
  const composite = model.is_composite;
  return {
    id: model.id,
    model_name: model.model_name,
    alias: model.alias,
    description: model.description,
    model_type: model.model_type,
    capabilities: null,
    created_by: model.created_by,
    ...(model.hosted_on === undefined ? {} : { hosted_on: model.hosted_on }),
    created_at: model.created_at,
    updated_at: model.updated_at,
    ...(model.requests_per_second === undefined ? {} : { requests_per_second: model.requests_per_second }),
    ...(model.burst_size === undefined ? {} : { burst_size: model.burst_size }),
    ...(include.has('groups') ? { groups: groupsOfModel(store, model.id).map(groupBody) } : {}),
    ...(include.has('metrics') ? { metrics: metricsOf(store, model) } : {}),
    ...(include.has('status') ? { status: statusOf(store, model.id) } : {}),
    ...(include.has('pricing') ? { cache_pricing: CACHE_PRICING_OFF, tariffs: tariffsOf(model) } : {}),
    is_composite: composite,
    ...(composite ? { lb_strategy: model.lb_strategy ?? 'weighted_random' } : {}),
    fallback: fallbackOf(model),
    ...(composite && include.has('components') ? { components: componentsOf(store, model) } : {}),
    sanitize_responses: false,
    trusted: false,
    open_responses_adapter: true,
    ...(composite ? {} : { reasoning_translation_overrides: INHERIT }),
    ...(model.traffic_routing_rules === undefined
      ? {}
      : { traffic_routing_rules: model.traffic_routing_rules }),
  };
}

/** Groups that may use a model. */
export function groupsOfModel(store: Store, modelId: string): readonly DoublewordGroup[] {
  return store.state.groups.filter((group) => group.models.includes(modelId));
}

/** A tariff for keys that a rule denies is kept and not told (dwctl 10.13.1). */
function tariffsOf(model: DoublewordModel): readonly object[] {
  const rules = model.traffic_routing_rules ?? [];
  const isDenied = (purpose: string): boolean =>
    rules.some(
      ({ api_key_purpose: refused, action = null }) =>
        refused === purpose && isJsonObject(action) && action['type'] === 'deny',
    );
  return model.tariffs
    .filter(({ api_key_purpose: purpose }) => purpose === undefined || !isDenied(purpose))
    .sort((a, b) => compareText(a.name, b.name))
    .map((tariff) => tariffBody(model.id, tariff));
}

function tariffBody(modelId: string, tariff: DoublewordTariff): object {
  return {
    id: tariff.id,
    deployed_model_id: modelId,
    name: tariff.name,
    input_price_per_token: tariff.input_price_per_token,
    output_price_per_token: tariff.output_price_per_token,
    ...(tariff.api_key_purpose === undefined ? {} : { api_key_purpose: tariff.api_key_purpose }),
    ...(tariff.completion_window === undefined ? {} : { completion_window: tariff.completion_window }),
    valid_from: tariff.valid_from,
    valid_until: null,
    is_active: true,
  };
}

/** The parts of a composite model, heaviest duty first as they were added. */
export function componentsOf(store: Store, model: DoublewordModel): readonly object[] {
  return model.components.flatMap((component, index) => {
    const part = store.state.models.find((candidate) => candidate.id === component.model);
    if (part === undefined) return [];
    const endpoint = store.state.endpoints.find((candidate) => candidate.id === part.hosted_on);
    return [
      {
        weight: component.weight,
        enabled: component.enabled,
        sort_order: index,
        created_at: component.created_at,
        model: {
          id: part.id,
          alias: part.alias,
          model_name: part.model_name,
          description: part.description,
          model_type: part.model_type,
          ...(endpoint === undefined ? {} : { endpoint: { id: endpoint.id, name: endpoint.name } }),
          trusted: false,
          open_responses_adapter: true,
        },
      },
    ];
  });
}

function statusOf(store: Store, modelId: string): object {
  const probe = store.state.probes.find((candidate) => candidate.deployment_id === modelId);
  return {
    probe_id: probe?.id ?? null,
    active: probe?.active ?? false,
    interval_seconds: probe?.interval_seconds ?? null,
    last_check: null,
    last_success: null,
    uptime_percentage: null,
  };
}

/** An API key without its secret; `spend` is shown only where a limit is set (dwctl 10.13.1). */
export function keyBody(store: Store, key: Store['state']['apiKeys'][number]): object {
  const { requests_per_second, burst_size, spend_limit, spend_limit_interval, ...head } = key;
  const spent = store.spent.get(key.id);
  const groups = groupsOf(store, key.user_id).map((group) => findGroup(store, group.id)?.models ?? []);
  return {
    ...head,
    last_used: null,
    model_access: [...new Set(groups.flat())],
    requests_per_second,
    burst_size,
    secret_revealed_at: null,
    spend_limit,
    spend_limit_interval,
    spend: spend_limit === null ? null : spentText(spent?.window),
    total_spend: spend_limit === null ? null : spentText(spent?.total),
    resets_at: resetsAt(store.state.clock, spend_limit_interval),
  };
}

function spentText(units = 0n): string {
  return units === 0n ? '0' : unitsText(units, 9);
}

/** The next calendar window in UTC: limits reset at midnight, on Monday or on the first (dwctl 10.13.1). */
export function resetsAt(clock: string, interval: string | null): string | null {
  if (interval === null) return null;
  const day = new Date(`${clock.slice(0, 10)}T00:00:00Z`);
  if (interval === 'monthly') day.setUTCMonth(day.getUTCMonth() + 1, 1);
  else if (interval === 'weekly') day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7 || 7));
  else day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().replace('.000Z', 'Z');
}
