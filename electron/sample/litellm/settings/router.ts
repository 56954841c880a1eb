import { ok, type Answer } from '../answer.ts';
import type { Value, ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import type { Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { availableCallbacks, alertsOf } from './callback-list.ts';
import { OFFERED, ROUTER_FIELDS, STRATEGIES } from './router-fields.ts';

/** The routes that show the router's settings. */
export const ROUTER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/router/fields', access: 'admin', answer: fields },
  { method: 'GET', path: '/router/settings', access: 'admin', answer: settings },
  { method: 'GET', path: '/get/config/callbacks', access: 'admin', answer: callbacks },
];

/** The settings at work: the database's, over them the file's, under them what the router starts with. */
function currentValues({
  settings: { router_settings: router, litellm_settings: litellm },
  aliases,
}: Store): Row {
  const timeout = litellm.file['request_timeout'] ?? null;
  return {
    routing_groups: [],
    routing_strategy: 'simple-shuffle',
    routing_strategy_args: {},
    num_retries: litellm.file['num_retries'] ?? 2,
    timeout,
    stream_timeout: null,
    max_fallbacks: 5,
    fallbacks: [],
    context_window_fallbacks: null,
    content_policy_fallbacks: null,
    allowed_fails: 3,
    cooldown_time: 5,
    retry_after: 0,
    retry_policy: null,
    model_group_alias: { ...aliases },
    enable_pre_call_checks: false,
    default_litellm_params: { timeout: null, max_retries: 0, metadata: { caching_groups: null } },
    set_verbose: false,
    default_max_parallel_requests: null,
    enable_tag_filtering: false,
    tag_filtering_match_any: true,
    disable_cooldowns: null,
    ...router.stored,
    ...router.file,
  };
}

const UNSET = new Set([
  'stream_timeout',
  'retry_policy',
  'default_max_parallel_requests',
  'disable_cooldowns',
]);

function sourceOf(name: string, { settings: { router_settings: router } }: Store): string {
  if (Object.hasOwn(router.file, name)) return 'config';
  if (Object.hasOwn(router.stored, name)) return 'db';
  return UNSET.has(name) ? 'unset' : 'default';
}

function fieldViews(values: Row | null, older: boolean): Value {
  return ROUTER_FIELDS.filter(({ name }) => !older || name !== 'routing_groups').map(({ name, type }) => ({
    field_name: name,
    field_type: type,
    field_value: values?.[name] ?? null,
    field_description: name.replaceAll('_', ' '),
    field_default: STANDARD[name] ?? null,
    options:
      name === 'routing_strategy'
        ? older
          ? OFFERED
          : ['simple-shuffle', ...OFFERED.slice(1), 'priority']
        : null,
    ui_field_name: UI_NAMES[name] ?? titled(name),
    link: null,
  }));
}

const STANDARD: ValueObject = {
  routing_strategy: 'simple-shuffle',
  routing_strategy_args: {},
  routing_groups: [],
  num_retries: 0,
};
const UI_NAMES: Readonly<Record<string, string>> = { num_retries: 'Number of Retries' };

function titled(name: string): string {
  return name
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');
}

function descriptions(older: boolean): ValueObject {
  const { priority, ...rest } = STRATEGIES;
  return older ? rest : { priority: priority ?? null, ...rest };
}

const GROUP_STRATEGIES = [...OFFERED, 'priority', 'lowest-latency'];

function fields({ older }: Call): Answer {
  return ok({
    fields: fieldViews(null, older),
    routing_strategy_descriptions: descriptions(older),
    ...(older ? {} : { routing_group_strategies: GROUP_STRATEGIES }),
  });
}

function settings({ store, older }: Call): Answer {
  const values = currentValues(store);
  const sources = Object.keys(values).map((name): [string, Value] => [name, sourceOf(name, store)]);
  return ok({
    fields: fieldViews(values, older),
    current_values: values,
    routing_strategy_descriptions: descriptions(older),
    ...(older ? {} : { routing_group_strategies: GROUP_STRATEGIES, source: Object.fromEntries(sources) }),
  });
}

const SHOWN = [
  'routing_strategy_args',
  'routing_strategy',
  'allowed_fails',
  'cooldown_time',
  'num_retries',
  'timeout',
  'retry_after',
  'fallbacks',
  'context_window_fallbacks',
  'retry_policy',
  'model_group_alias',
];

function callbacks({ store, older }: Call): Answer {
  const values = currentValues(store);
  const later: ValueObject = older
    ? {}
    : {
        enable_weighted_failover: false,
        enable_tag_filtering: false,
        tag_routing_prefix: '',
        routing_groups: [],
      };
  return ok({
    status: 'success',
    callbacks: [],
    alerts: alertsOf(older),
    ...(older ? {} : { active_alerting_destinations: [] }),
    router_settings: {
      ...Object.fromEntries(SHOWN.map((name): [string, Value] => [name, values[name] ?? null])),
      model_group_retry_policy: {},
      ...later,
    },
    available_callbacks: availableCallbacks(older),
  });
}
