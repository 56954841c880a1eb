import { float, type Value } from './python.ts';

/** One of the general settings that `/config/list` curates. */
export interface SettingField {
  readonly name: string;
  readonly type: string;
  readonly standard?: Value;
  readonly options?: readonly string[];
  readonly tab?: string;
}

/** The 44 general settings that LiteLLM 1.106.2 lists, in its order. */
export const SETTING_FIELDS: readonly SettingField[] = [
  { name: 'max_in_flight_requests_per_worker', type: 'Integer' },
  { name: 'max_queued_requests_per_worker', type: 'Integer' },
  { name: 'admission_queue_timeout_seconds', type: 'Float', standard: float(1.0) },
  { name: 'max_parallel_requests', type: 'Integer' },
  { name: 'global_max_parallel_requests', type: 'Integer' },
  { name: 'user_api_key_cache_max_size', type: 'Integer' },
  { name: 'max_request_size_mb', type: 'Integer' },
  { name: 'max_batch_file_size_mb', type: 'Integer' },
  { name: 'max_batch_file_records', type: 'Integer' },
  { name: 'max_batch_file_uploads_per_day', type: 'Integer' },
  { name: 'max_file_downloads_per_minute', type: 'Integer' },
  { name: 'max_file_size_mb', type: 'Integer' },
  { name: 'allowed_file_extensions', type: 'List' },
  { name: 'blocked_file_extensions', type: 'List' },
  { name: 'max_response_size_mb', type: 'Integer' },
  { name: 'proxy_config_reload_interval_seconds', type: 'Integer', standard: 30 },
  { name: 'cancel_on_disconnect', type: 'Boolean' },
  { name: 'pass_through_endpoints', type: 'PydanticModel' },
  { name: 'transcribe_media_buckets', type: 'List' },
  { name: 'store_prompts_in_spend_logs', type: 'Boolean' },
  { name: 'disable_auto_add_proxy_admin_to_teams', type: 'Boolean' },
  { name: 'maximum_spend_logs_retention_period', type: 'String' },
  { name: 'maximum_health_check_retention_period', type: 'String' },
  { name: 'maximum_daily_tag_spend_retention_period', type: 'String' },
  { name: 'maximum_spend_logs_cleanup_batch_size', type: 'Integer' },
  { name: 'maximum_spend_logs_cleanup_max_batches', type: 'Integer' },
  { name: 'maximum_spend_logs_cleanup_run_budget', type: 'String' },
  { name: 'maximum_spend_logs_cleanup_batch_timeout', type: 'String' },
  { name: 'mcp_internal_ip_ranges', type: 'List' },
  { name: 'mcp_allowed_clients', type: 'TypedDictionary' },
  { name: 'mcp_client_id_header', type: 'String' },
  { name: 'mcp_trusted_proxy_ranges', type: 'List' },
  { name: 'mcp_xff_num_trusted_hops', type: 'Integer' },
  { name: 'mcp_prefer_client_id_metadata_document', type: 'Boolean' },
  { name: 'store_model_in_db', type: 'Boolean' },
  { name: 'forward_client_headers_to_llm_api', type: 'Boolean' },
  { name: 'mcp_required_fields', type: 'List' },
  { name: 'apply_user_budget_to_team_keys', type: 'Boolean' },
  { name: 'budget_exceeded_throttle_percentage', type: 'Float' },
  { name: 'enable_anthropic_prompt_caching', type: 'Boolean', standard: false, tab: 'prompt_caching' },
  { name: 'anthropic_prompt_caching_ttl', type: 'Select', options: ['5m', '1h'], tab: 'prompt_caching' },
  { name: 'openai_system_messages_first', type: 'Boolean', standard: false, tab: 'prompt_caching' },
  { name: 'budget_rollover', type: 'Boolean', standard: false },
  { name: 'max_ui_session_budget', type: 'Dollar', standard: float(1.0) },
];
