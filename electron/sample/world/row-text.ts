import type { LoggedFacts } from '../litellm/spend-log.ts';
import { spellFloat } from '../litellm/python.ts';
import { uuidFrom } from '../random.ts';
import { addressOf, factsOf, requestAt, spellSpend, type SampleRequest } from './rows.ts';
import { OUTCOME, type Traffic } from './traffic.ts';

/** `full`: every metadata key of LiteLLM 1.106.2. `lean`: those that say something. */
export type RowDetail = 'full' | 'lean';

/** One row of the month as JSON text, in the shape of `/spend/logs/v2` of LiteLLM 1.106.2. */
export function rowText(traffic: Traffic, index: number, detail: RowDetail): string {
  const request = requestAt(traffic, index);
  const facts = factsOf(traffic, request);
  const start = timeText(facts.startMs);
  const end = timeText(facts.startMs + facts.durationMs);
  const callId = uuidFrom(traffic.idSeed ^ 0x5bd1e995, index);
  const tokens = `"total_tokens":${facts.promptTokens + facts.completionTokens},"prompt_tokens":${facts.promptTokens},"completion_tokens":${facts.completionTokens}`;
  const model = `"model":${quote(facts.model)},"model_id":${quote(facts.modelId)},"model_group":${quote(facts.modelGroup)},"custom_llm_provider":${quote(facts.provider)},"api_base":""`;
  const cacheHit = request.outcome === OUTCOME.cached ? 'True' : facts.ok ? 'None' : 'False';
  return `{"request_id":"${facts.requestId}","call_type":"${callTypeOf(request)}","api_key":"${facts.keyHash}","spend":${spellSpend(facts.spend)},${tokens},"startTime":"${start}","endTime":"${end}","completionStartTime":"${end}",${model},"user":"${facts.userId}","metadata":${metadataText(request, facts, callId, detail)},"cache_hit":"${cacheHit}","cache_key":"Cache OFF","request_tags":${tagsText(request)},"team_id":"${facts.teamId}","organization_id":"","end_user":"${facts.endUser}","requester_ip_address":"${addressOf(request)}","session_id":"${callId}","status":"${facts.ok ? 'success' : 'failure'}","mcp_namespaced_tool_name":null,"agent_id":null,"litellm_call_id":"${callId}","request_duration_ms":${facts.durationMs}}`;
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}+00:00`;
}

function quote(value: string | null): string {
  return JSON.stringify(value);
}

function callTypeOf({ outcome, model, index }: SampleRequest): string {
  if (outcome === OUTCOME.management) return index % 2 === 0 ? '/key/info' : '/team/list';
  return model.embedding === true ? 'aembedding' : 'acompletion';
}

function tagsText({ key, outcome }: SampleRequest): string {
  return outcome === OUTCOME.management ? '[]' : `["use:${key.use}","User-Agent: sample-client/1.0"]`;
}

const NULLS = `max_retries batch_models actor_agent_id azure_spillover router_metadata target_agent_id
  billing_agent_id eval_information routing_decision autorouter_savings attempted_fallbacks
  compression_savings spend_logs_metadata user_api_key_org_id agent_execution_mode internal_call_origin
  original_model_group proxy_server_request batch_failed_requests guardrail_information
  mcp_tool_call_metadata verified_human_user_id cold_storage_object_key used_client_oauth_token
  user_api_key_project_id litellm_overhead_time_ms batch_successful_requests user_api_key_project_alias
  autorouter_savings_estimate vector_store_request_metadata litellm_gateway_injected_cache
  autorouter_baseline_observation attempted_retries`
  .split(/\s+/)
  .map((name) => `,"${name}":null`)
  .join('');

function metadataText(request: SampleRequest, facts: LoggedFacts, callId: string, detail: RowDetail): string {
  const { ok, promptTokens: prompt, completionTokens: completion } = facts;
  const status = ok ? 'null' : '"failure"';
  const user = facts.userId === '' ? 'null' : `"${facts.userId}"`;
  const team = facts.teamId === '' ? 'null' : `"${facts.teamId}"`;
  const lean = `{"status":${status},"user_api_key":"${facts.keyHash}","user_api_key_alias":${quote(facts.keyAlias)},"user_api_key_team_id":${team},"user_api_key_team_alias":${quote(facts.teamAlias)},"user_api_key_user_id":${user},"error_information":${errorText(request, facts)}`;
  if (detail === 'lean') return `${lean}}`;
  const usage = ok
    ? `{"total_tokens":${prompt + completion},"prompt_tokens":${prompt},"completion_tokens":${completion},"prompt_tokens_details":null,"completion_tokens_details":null}`
    : '{}';
  const extra = ok ? '{"prompt_tokens_details":null,"completion_tokens_details":null}' : '{}';
  const address = addressOf(request);
  return `${lean},"user_agent":"sample-client/1.0","usage_object":${usage},"cost_breakdown":${costText(request)},"litellm_call_id":"${callId}","applied_guardrails":[],"requester_ip_address":"${address}","litellm_roi_estimator":false,"model_map_information":{"model_map_key":${quote(facts.modelGroup)},"model_map_value":null},"additional_usage_values":${extra}${NULLS}}`;
}

function costText({ outcome, promptTokens, completionTokens, model }: SampleRequest): string {
  if (outcome !== OUTCOME.served) return 'null';
  const input = promptTokens * (model.inputNano / 1e9);
  const output = completionTokens * (model.outputNano / 1e9);
  const total = spellFloat(input + output);
  return `{"input_cost":${spellFloat(input)},"total_cost":${total},"output_cost":${spellFloat(output)},"service_tier":null,"original_cost":${total},"data_residency":null,"margin_percent":0,"discount_amount":0,"tool_usage_cost":0,"vertex_location":null,"discount_percent":0,"margin_fixed_amount":0,"margin_total_amount":0}`;
}

const ERRORS: Readonly<Record<number, readonly [code: string, errorClass: string, normalized: string]>> = {
  [OUTCOME.denied]: ['403', 'ModelAccessDeniedProxyException', '403_PERMISSION_DENIED'],
  [OUTCOME.limited]: ['429', 'ProxyRateLimitError', '429_RATE_LIMITED'],
  [OUTCOME.broken]: ['500', 'InternalServerError', '500_INTERNAL_SERVER_ERROR'],
  [OUTCOME.management]: ['401', 'ProxyException', '401_AUTHENTICATION_FAILED'],
};

function errorText({ outcome, model, key }: SampleRequest, { provider }: LoggedFacts): string {
  const [code, errorClass, normalized] = ERRORS[outcome] ?? [];
  if (code === undefined) return 'null';
  const message: Readonly<Record<number, string>> = {
    [OUTCOME.denied]: `Team may not use the model ${model.name}.`,
    [OUTCOME.limited]: `Requests per minute of the key ${key.alias} are used up.`,
    [OUTCOME.broken]: 'The provider closed the connection.',
    [OUTCOME.management]: 'This key may not call admin routes.',
  };
  return `{"traceback":"","error_code":"${code}","error_class":"${errorClass ?? ''}","llm_provider":${quote(provider)},"error_message":${quote(message[outcome] ?? '')},"normalized_error":"${normalized ?? ''}","error_budget_limit":null,"error_budget_spend":null,"error_rate_limit_type":null,"error_budget_entity_id":null,"error_budget_entity_type":null,"error_provider_request_id":null,"error_rate_limit_category":null}`;
}
