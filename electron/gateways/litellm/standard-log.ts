import { isJsonObject, own } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';

/** A payload as a row of the spend log, or why it cannot be one. */
export type StandardLogRow =
  { readonly ok: true; readonly row: JsonObject } | { readonly ok: false; readonly reason: string };

/** Fields that a payload shares with the spend log, by the same name and with the same meaning. */
const SHARED = `call_type total_tokens prompt_tokens completion_tokens model model_id model_group
  custom_llm_provider api_base cache_key request_tags end_user requester_ip_address status litellm_call_id`.split(
  /\s+/,
);

/**
 * The names of the spend log's row that a payload says something of. Not `metadata`, of which it has a part: what that lacks
 * is not known to be nothing.
 */
export const STANDARD_LOG_SAYS: readonly string[] = [
  ...SHARED,
  ...`request_id startTime endTime request_duration_ms spend api_key user team_id organization_id cache_hit
  session_id`.split(/\s+/),
];

/** Fields that are read under another name, hold the bodies of calls, or repeat what is kept. */
const LEFT_OUT = new Set(
  `id trace_id session_id startTime endTime completionStartTime response_cost metadata cache_hit messages response
  error_information error_str cost_breakdown model_map_information guardrail_information hidden_params
  model_parameters stream status_fields response_time saved_cache_cost response_cost_failure_debug_info
  zero_cost_diagnostic user_agent standard_built_in_tools_params autorouter_savings autorouter_savings_estimate
  autorouter_baseline_observation request_model_access_groups classifier_input originating_request_masked
  ${SHARED.join(' ')}`.split(/\s+/),
);

/** Fields of a payload's metadata that the spend log's metadata has by the same name. */
const METADATA = `user_api_key_alias user_api_key_team_id user_api_key_team_alias user_api_key_org_id
  user_api_key_user_id user_api_key_project_id user_api_key_project_alias user_agent spend_logs_metadata
  applied_guardrails usage_object mcp_tool_call_metadata vector_store_request_metadata routing_decision
  cold_storage_object_key`.split(/\s+/);

/** Fields of a guardrail's record that quote the prompt. */
const PROMPTS = new Set(['guardrail_request', 'guardrail_response', 'match_details', 'classification']);

/** True for what LiteLLM's S3, GCS and Azure loggers write for a request (1.81.13 and 1.106.2). */
export function isStandardLog(record: JsonObject): boolean {
  return (
    ['id', 'startTime', 'endTime', 'response_cost', 'call_type'].every((name) =>
      Object.hasOwn(record, name),
    ) && !Object.hasOwn(record, 'request_id')
  );
}

/**
 * Turns a `StandardLoggingPayload` (litellm/types/utils.py, 1.81.13 and 1.106.2) into the row that the spend log
 * has for the same request (proxy/spend_tracking/spend_tracking_utils.py), so that both count once. Times are
 * seconds since 1970 in a payload; bodies of calls are left out; fields that nobody knows are kept.
 *
 * A cost of 0 is unknown, not zero, where the payload says why LiteLLM could not work it out. A call that the
 * cache answered has the time of logging in its id, which is not the same in both, and counts twice.
 */
export function fromStandardLog(payload: JsonObject): StandardLogRow {
  const id = own(payload, 'id');
  if (id === undefined || id === null || id === '') return { ok: false, reason: 'id is missing' };
  if (typeof id !== 'string') return { ok: false, reason: 'id is not text' };
  const start = secondsOf(own(payload, 'startTime'));
  if (start === null) return { ok: false, reason: 'startTime is not a time in seconds' };
  const end = secondsOf(own(payload, 'endTime'));
  if (end === null) return { ok: false, reason: 'endTime is not a time in seconds' };
  const first = secondsOf(own(payload, 'completionStartTime'));
  const metadata = objectOf(own(payload, 'metadata'));
  const row: [string, JsonValue][] = [
    ['request_id', id],
    ['startTime', isoOf(start)],
    ['endTime', isoOf(end)],
    ...(first === null ? [] : [['completionStartTime', isoOf(first)] as [string, JsonValue]]),
    ['request_duration_ms', Math.max(0, Number((end - start) / 1_000n))],
    ['spend', costOf(payload)],
    ['api_key', textOf(own(metadata, 'user_api_key_hash'))],
    ['user', textOf(own(metadata, 'user_api_key_user_id'))],
    ['team_id', textOf(own(metadata, 'user_api_key_team_id'))],
    ['organization_id', textOf(own(metadata, 'user_api_key_org_id'))],
    ['cache_hit', cacheHitOf(own(payload, 'cache_hit'))],
    ['session_id', textOf(own(payload, 'session_id')) || textOf(own(payload, 'trace_id'))],
    ['metadata', metadataOf(payload, metadata)],
  ];
  for (const name of SHARED) {
    const value = own(payload, name);
    if (value !== undefined && value !== null) row.push([name, value]);
  }
  for (const [name, value] of Object.entries(payload)) if (!LEFT_OUT.has(name)) row.push([name, value]);
  return { ok: true, row: Object.fromEntries(row) };
}

function metadataOf(payload: JsonObject, metadata: JsonObject): JsonObject {
  const kept: [string, JsonValue][] = [
    ['user_api_key', own(metadata, 'user_api_key_hash') ?? null],
    ['status', own(payload, 'status') ?? null],
    ['error_information', errorOf(payload)],
    ['cost_breakdown', own(payload, 'cost_breakdown') ?? null],
    ['model_map_information', own(payload, 'model_map_information') ?? null],
    ['guardrail_information', withoutPrompts(own(payload, 'guardrail_information') ?? null)],
    [
      'litellm_overhead_time_ms',
      own(objectOf(own(payload, 'hidden_params')), 'litellm_overhead_time_ms') ?? null,
    ],
  ];
  for (const name of METADATA) {
    const value = own(metadata, name);
    if (value !== undefined && value !== null) kept.push([name, value]);
  }
  return Object.fromEntries(kept.filter(([, value]) => value !== null));
}

/** A payload of a call that went well has an object of empty texts here, and the spend log nothing. */
function errorOf(payload: JsonObject): JsonValue {
  const error = own(payload, 'error_information');
  return isJsonObject(error) && Object.values(error).some((value) => value !== null && value !== '')
    ? error
    : null;
}

function costOf(payload: JsonObject): JsonValue {
  const cost = own(payload, 'response_cost') ?? null;
  const isUnknown = cost === 0 && isJsonObject(own(payload, 'response_cost_failure_debug_info'));
  return isUnknown ? null : cost;
}

function withoutPrompts(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutPrompts(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !PROMPTS.has(name)));
}

/** As the spend log spells it. */
function cacheHitOf(value: JsonValue | undefined): string {
  return value === true ? 'True' : value === false ? 'False' : '';
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

const SECONDS = /^(\d{1,11})(?:\.(\d+))?$/;

/** Microseconds since 1970, from the decimal spelling of seconds; parts of a microsecond are cut off. */
function secondsOf(value: JsonValue | undefined): bigint | null {
  const match = SECONDS.exec(typeof value === 'number' || typeof value === 'string' ? String(value) : '');
  if (match === null) return null;
  const [, whole = '', part = ''] = match;
  return BigInt(whole + part.slice(0, 6).padEnd(6, '0'));
}

function isoOf(microseconds: bigint): string {
  const ms = Number(microseconds / 1_000n);
  const rest = String(microseconds % 1_000n).padStart(3, '0');
  return new Date(ms).toISOString().replace('Z', `${rest}Z`);
}
