import { encode, float, type Value, type ValueObject } from '../python.ts';
import type { Release } from '../release.ts';
import { words } from '../store/row.ts';
import type { LoggedCall } from './logged-call.ts';

const NULLS_BEFORE = words(`batch_models cold_storage_object_key mcp_tool_call_metadata user_api_key_org_id
  vector_store_request_metadata guardrail_information litellm_overhead_time_ms`);
const NULLS = words(`max_retries spend_logs_metadata proxy_server_request
  actor_agent_id azure_spillover router_metadata target_agent_id billing_agent_id
  eval_information routing_decision autorouter_savings attempted_fallbacks compression_savings
  agent_execution_mode internal_call_origin original_model_group batch_failed_requests
  verified_human_user_id user_api_key_project_id batch_successful_requests
  user_api_key_project_alias autorouter_savings_estimate litellm_gateway_injected_cache
  autorouter_baseline_observation`);

/** A row in the shape of `/spend/logs/v2`, as JSON text. */
export function liveRow(call: LoggedCall, release: Release): string {
  const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, -1)}+00:00`;
  return encode(rowOf(call, release, at, call.spend === 0 ? 0 : float(call.spend)));
}

/** The same as a value, its times spelled by `at`, its spend as given. */
export function rowOf(
  call: LoggedCall,
  release: Release,
  at: (ms: number) => Value,
  spend: Value,
): ValueObject {
  const older = release === '1.81.13';
  const end = call.startMs + call.durationMs;
  return {
    request_id: call.requestId,
    call_type: older && !call.ok ? '' : call.callType,
    api_key: call.keyHash,
    spend,
    total_tokens: call.promptTokens + call.completionTokens,
    prompt_tokens: call.promptTokens,
    completion_tokens: call.completionTokens,
    startTime: at(call.startMs),
    endTime: at(end),
    completionStartTime: at(end),
    model: call.model,
    model_id: call.modelId,
    model_group: call.modelGroup,
    custom_llm_provider: call.provider,
    api_base: '',
    user: call.userId,
    metadata: metadataOf(call, older),
    cache_hit: call.ok && call.callType === 'acompletion' ? 'None' : 'False',
    cache_key: 'Cache OFF',
    request_tags: call.tags,
    team_id: call.teamId,
    organization_id: '',
    end_user: call.endUser,
    requester_ip_address: addressOf(call, older),
    session_id: call.sessionId,
    status: call.ok ? 'success' : 'failure',
    mcp_namespaced_tool_name: null,
    agent_id: null,
    ...(older ? {} : { litellm_call_id: call.callId, request_duration_ms: call.durationMs }),
  };
}

/** The address of the caller; rows of model calls that went well have none since 1.106.2. */
function addressOf(call: LoggedCall, older: boolean): Value {
  const served = call.ok && call.callType === 'acompletion';
  if (older) return call.ok ? '127.0.0.1' : null;
  return served ? null : '127.0.0.1';
}

function metadataOf(call: LoggedCall, older: boolean): ValueObject {
  const common: ValueObject = {
    user_api_key: call.keyHash,
    user_api_key_alias: call.keyAlias,
    user_api_key_team_id: call.teamId || null,
    user_api_key_team_alias: call.teamAlias,
    user_api_key_user_id: call.userId || null,
    applied_guardrails: [],
  };
  return older ? { ...common, ...metadataBefore(call) } : { ...common, ...metadataNow(call) };
}

const DETAILS: ValueObject = { prompt_tokens_details: null, completion_tokens_details: null };

function usageOf({ promptTokens, completionTokens }: LoggedCall): ValueObject {
  return {
    total_tokens: promptTokens + completionTokens,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    ...DETAILS,
  };
}

function metadataBefore(call: LoggedCall): ValueObject {
  const nulls = Object.fromEntries(NULLS_BEFORE.map((name) => [name, null]));
  if (!call.ok) {
    return {
      ...nulls,
      applied_guardrails: null,
      status: 'failure',
      usage_object: null,
      cost_breakdown: null,
      error_information: errorOf(call, true),
      model_map_information: null,
      additional_usage_values: {},
    };
  }
  return {
    ...nulls,
    usage_object: usageOf(call),
    cost_breakdown: costOf(call, true),
    requester_ip_address: addressOf(call, true),
    model_map_information: { model_map_key: call.modelGroup, model_map_value: null },
    additional_usage_values: DETAILS,
  };
}

function metadataNow(call: LoggedCall): ValueObject {
  const served = call.ok && call.callType === 'acompletion';
  return {
    ...Object.fromEntries([...NULLS_BEFORE, ...NULLS].map((name) => [name, null])),
    ...(served ? { max_retries: 0 } : {}),
    status: call.ok ? null : 'failure',
    usage_object: served ? usageOf(call) : {},
    cost_breakdown: served ? costOf(call, false) : null,
    error_information: call.error === null ? null : errorOf(call, false),
    requester_ip_address: addressOf(call, false),
    model_map_information: { model_map_key: call.modelId === '' ? '' : call.model, model_map_value: null },
    litellm_call_id: call.callId,
    user_agent: served ? null : 'Python-urllib/3.12',
    litellm_roi_estimator: false,
    additional_usage_values: served ? DETAILS : {},
    attempted_retries: served ? 0 : null,
    used_client_oauth_token: call.ok ? false : null,
  };
}

const LATER_COSTS: ValueObject = { data_residency: null, service_tier: null, vertex_location: null };

function costOf({ spend, inputSpend }: LoggedCall, older: boolean): ValueObject {
  const dollars = (value: number): Value => (value === 0 ? 0 : float(value));
  const total = dollars(spend ?? 0);
  return {
    input_cost: dollars(inputSpend),
    total_cost: total,
    output_cost: dollars((spend ?? 0) - inputSpend),
    original_cost: total,
    margin_percent: 0,
    discount_amount: 0,
    tool_usage_cost: 0,
    discount_percent: 0,
    margin_fixed_amount: 0,
    margin_total_amount: 0,
    ...(older ? {} : LATER_COSTS),
  };
}

const LATER_ERRORS = words(`error_budget_limit error_budget_spend error_rate_limit_type error_budget_entity_id
  error_budget_entity_type error_provider_request_id error_rate_limit_category`);

function errorOf({ error, provider }: LoggedCall, older: boolean): ValueObject {
  return {
    traceback: '',
    error_code: error?.code ?? '',
    error_class: error?.errorClass ?? '',
    llm_provider: provider,
    error_message: error?.message ?? '',
    ...(older
      ? {}
      : {
          normalized_error: error?.normalized ?? '',
          ...Object.fromEntries(LATER_ERRORS.map((name) => [name, null])),
        }),
  };
}
