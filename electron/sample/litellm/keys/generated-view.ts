import { isObject, type Value, type ValueObject } from '../python.ts';
import { words, type Row } from '../store/row.ts';

/** Fields of the answer that echo the request and are null without it. */
const ECHOED = words(`key_alias duration max_budget user_id team_id max_parallel_requests tpm_limit rpm_limit
  budget_duration budget_id blocked key_type organization_id agent_id project_id tpd_limit`);
const NULLS = words(`model_rpm_limit model_tpm_limit guardrails policies prompts object_permission tags
  enforced_params allowed_passthrough_routes allowed_vector_store_indexes rpm_limit_type tpm_limit_type
  litellm_budget_table`);
const LATER_NULLS = words(`budget_limits mcp_rpm_limit tag_rpm_limit
  default_estimated_output_tokens default_estimated_output_tokens_per_model end_user_budget_id
  disable_global_guardrails enable_prompt_caching throttle_on_budget_exceeded
  denied_passthrough_routes`);
/** Columns that are there even where the request says nothing of them. */
const FROM_ROW = words(`models spend metadata allowed_cache_controls config permissions model_max_budget
  aliases allowed_routes access_group_ids key_name expires created_by updated_by created_at updated_at`);
const LATER_FROM_ROW = words('budget_fallbacks');
const LATER_ECHOED = new Set(words('agent_id project_id tpd_limit key_type'));

const ROUTER_NULLS = words(`routing_strategy_args routing_strategy model_group_retry_policy allowed_fails
  cooldown_time num_retries timeout max_retries retry_after fallbacks context_window_fallbacks`);
const LATER_ROUTER_NULLS = words(`routing_groups retry_policy model_group_affinity_config
  enable_tag_filtering weights tag_routing_prefix optional_pre_call_checks`);

const nulls = (names: readonly string[]): ValueObject =>
  Object.fromEntries(names.map((name) => [name, null]));

/** `router_settings` as `/key/generate` answers them, with every setting named. */
function routerSettings(given: Value | undefined, older: boolean): ValueObject {
  return {
    ...nulls(older ? ROUTER_NULLS : [...ROUTER_NULLS, ...LATER_ROUTER_NULLS]),
    model_group_alias: {},
    ...(isObject(given) ? given : {}),
  };
}

/** What `/key/generate` answers: the key itself, once, and what was asked for. */
export function generatedView(
  plain: string,
  found: ReadonlyMap<string, Value>,
  row: Row,
  older: boolean,
): ValueObject {
  const view: { [name: string]: Value } = {
    ...nulls(older ? NULLS : [...NULLS, ...LATER_NULLS]),
    router_settings: routerSettings(found.get('router_settings'), older),
    key: plain,
    token: row['token'] ?? null,
    token_id: row['token'] ?? null,
  };
  for (const name of ECHOED) {
    if (!older || !LATER_ECHOED.has(name)) view[name] = found.get(name) ?? null;
  }
  for (const name of older ? FROM_ROW : [...FROM_ROW, ...LATER_FROM_ROW]) view[name] = row[name] ?? null;
  if (!older) view['key_type'] = row['key_type'] ?? null;
  return view;
}

/** What `/user/new` answers in the place of a key that it did not make. */
export function noKeyView(found: ReadonlyMap<string, Value>, older: boolean): ValueObject {
  const view: { [name: string]: Value } = {
    ...nulls(older ? NULLS : [...NULLS, ...LATER_NULLS, ...LATER_FROM_ROW]),
    ...nulls(FROM_ROW),
    ...nulls(['router_settings', 'token', 'token_id', 'access_group_ids', 'model_max_budget']),
    key: '',
  };
  for (const name of ECHOED) {
    if (!older || !LATER_ECHOED.has(name)) view[name] = found.get(name) ?? null;
  }
  for (const name of ['models', 'allowed_cache_controls', 'allowed_routes'])
    view[name] = found.get(name) ?? [];
  for (const name of ['metadata', 'config', 'permissions', 'aliases']) view[name] = found.get(name) ?? {};
  return view;
}
