import type { ScanContext, ScanField, ScanPlan } from '../../scan/scanner.ts';
import { METADATA_LEFT_OUT, SPEND_LOG_LEFT_OUT } from './spend-log.ts';

/**
 * What a scanner cuts out of a row of the spend log (1.81.13, 1.106.2), so that {@link readSpendLog} need not see every
 * row whole: of fields that come again and again it reads each combination once.
 */

/**
 * Words that many rows share together: with which key what was called, and how it went. Users are not among them: many may
 * share a key, and a combination each would be a combination a row.
 */
export const COMBINED = [
  'call_type',
  'api_key',
  'model',
  'model_id',
  'model_group',
  'custom_llm_provider',
  'cache_hit',
  'team_id',
  'organization_id',
  'status',
  'key_alias',
  'team_alias',
  'metadata.user_api_key_alias',
  'metadata.user_api_key_team_alias',
  'metadata.status',
  'metadata.error_information',
] as const;

/** Words that differ from row to row. */
export const SINGLE = [
  'request_tags',
  'end_user',
  'session_id',
  'user',
  'others',
  'metadata.others',
] as const;

/** Values that are read from their bytes. */
export const RAW = [
  'request_id',
  'spend',
  'total_tokens',
  'prompt_tokens',
  'completion_tokens',
  'startTime',
  'endTime',
  'completionStartTime',
  'request_duration_ms',
  'requester_ip_address',
  'cached_tokens',
] as const;

/** As 1.106.2 writes them; the scanner is quickest when the next field is the one it expects. */
const ROW_ORDER =
  `request_id call_type api_key spend total_tokens prompt_tokens completion_tokens startTime endTime
  completionStartTime request_duration_ms model model_id model_group custom_llm_provider api_base user metadata
  cache_hit cache_key request_tags team_id organization_id end_user requester_ip_address messages response
  session_id status`.split(/\s+/);

const METADATA_ORDER = `user_api_key user_api_key_alias user_api_key_team_id user_api_key_team_alias
  user_api_key_user_id status usage_object cost_breakdown error_information applied_guardrails
  litellm_overhead_time_ms attempted_retries model_map_information max_retries batch_models user_agent
  actor_agent_id azure_spillover router_metadata target_agent_id billing_agent_id eval_information
  routing_decision autorouter_savings attempted_fallbacks compression_savings spend_logs_metadata
  user_api_key_org_id agent_execution_mode internal_call_origin original_model_group proxy_server_request
  batch_failed_requests batch_successful_requests user_api_key_project_id user_api_key_project_alias
  mcp_tool_call_metadata cold_storage_object_key vector_store_request_metadata verified_human_user_id
  used_client_oauth_token litellm_call_id guardrail_information`.split(/\s+/);

export const SPEND_SCAN: ScanPlan = {
  contexts: [
    { name: 'row', fields: fieldsOf(ROW_ORDER, SPEND_LOG_LEFT_OUT, ''), others: 'others' },
    {
      name: 'metadata',
      fields: fieldsOf(METADATA_ORDER, METADATA_LEFT_OUT, 'metadata.'),
      others: 'metadata.others',
    },
    only('usage', { name: 'prompt_tokens_details', action: 'descend', context: 'prompt' }),
    only('prompt', { name: 'cached_tokens', action: 'raw', slot: 'cached_tokens' }),
  ],
  words: [...COMBINED, ...SINGLE],
  combined: COMBINED.length,
  raws: RAW,
};

function only(name: string, field: ScanField): ScanContext {
  return { name, fields: [field] };
}

/** The fields of a context in the order in which they are expected. */
function fieldsOf(
  order: readonly string[],
  leftOut: readonly string[],
  prefix: string,
): readonly ScanField[] {
  const slots: readonly string[] = [...COMBINED, ...SINGLE, ...RAW];
  const own = slots
    .filter((slot) => (prefix === '' ? !slot.includes('.') : slot.startsWith(prefix)))
    .map((slot) => slot.slice(prefix.length))
    .filter((name) => name !== 'others' && name !== 'cached_tokens');
  return [...new Set([...order, ...own, ...leftOut])].map((name): ScanField => {
    const slot = prefix + name;
    if (slot === 'metadata') return { name, action: 'descend', context: 'metadata' };
    if (slot === 'metadata.usage_object') return { name, action: 'descend', context: 'usage' };
    if ((RAW as readonly string[]).includes(slot)) return { name, action: 'raw', slot };
    if (own.includes(name)) return { name, action: 'word', slot };
    return { name, action: leftOut.includes(name) ? 'skip' : 'other' };
  });
}
