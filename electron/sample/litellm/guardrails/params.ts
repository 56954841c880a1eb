import { float, type ValueObject } from '../python.ts';
import { words } from '../store/row.ts';

/** Parameters of a guardrail that are null unless set (LiteLLM 1.106.2). */
const NULLS = words(`
  additional_provider_specific_params advisory_system_message akto_account_id akto_api_key
  akto_base_url akto_metadata akto_vxlan_id anonymize_input api_base api_endpoint api_id api_key
  api_version application application_id assertions asset_id async_mode auth_token
  aws_access_key_id aws_bedrock_runtime_endpoint aws_external_id aws_profile_name aws_region_name
  aws_role_name aws_secret_access_key aws_session_name aws_session_token aws_sts_endpoint
  aws_web_identity_token base_url block_failures block_on_error blocked_languages blocked_words
  blocked_words_file categories category_thresholds checks client_id client_secret config
  content_moderation_check context_source credentials custom_code decision_model
  deepkeep_firewall_id deployment_name detect_secrets_config detector_id detectors
  end_session_after_n_fails evaluation_id extra_headers file_guardrail_timeout gateway_name
  grounding_check grounding_strictness guard_name guardrailIdentifier guardrailVersion
  guardrail_timeout hallucinations_check inspect_embeddings keyword_redaction_tag
  lasso_conversation_id lasso_user_id location logging_only_continue_on_input_failure
  logging_only_scope mask_request_content mask_response_content max_concurrent_decision_calls
  max_input_chars metadata mock_redacted_text model monitor_mode on_sensitive_data on_violation
  optional_params output_parse_pii pangea_input_recipe pangea_output_recipe
  pattern_redaction_format persist_session pii_check pii_entities_config policy_id policy_name
  policy_names post_checkpoint_id pre_checkpoint_id presidio_ad_hoc_recognizers
  presidio_analyze_chunk_size_bytes presidio_analyzer_api_base presidio_anonymizer_api_base
  presidio_entities_deny_list presidio_filter_scope presidio_run_on presidio_score_thresholds
  project_id prompt_injections realtime_violation_message rules run_in_parallel
  scan_only_tool_results scan_raw_request sensitive_data_route_to_model severity_threshold
  singulr_api_base singulr_api_key singulr_application_id singulr_guardrail_id
  skip_system_message_in_guardrail skip_tool_message_in_guardrail stream_scope template_id
  tenant_id timeout tool_selection_quality_check tracker_api_base tracker_api_key
  violation_message_template xecguard_model`);

/** Those of LiteLLM 1.81.13. */
const NULLS_BEFORE = words(`
  additional_provider_specific_params anonymize_input api_base api_endpoint api_key application
  application_id assertions async_mode auth_token aws_access_key_id aws_bedrock_runtime_endpoint
  aws_profile_name aws_region_name aws_role_name aws_secret_access_key aws_session_name
  aws_session_token aws_sts_endpoint aws_web_identity_token base_url block_failures blocked_words
  blocked_words_file categories category_thresholds config content_moderation_check credentials
  custom_code deployment_name detect_secrets_config detector_id detectors evaluation_id
  grounding_check guard_name guardrailIdentifier guardrailVersion hallucinations_check
  keyword_redaction_tag lasso_conversation_id lasso_user_id location mask_request_content
  mask_response_content metadata mock_redacted_text model monitor_mode optional_params
  output_parse_pii pangea_input_recipe pangea_output_recipe pattern_redaction_format
  persist_session pii_check pii_entities_config policy_id policy_name presidio_ad_hoc_recognizers
  presidio_analyzer_api_base presidio_anonymizer_api_base presidio_filter_scope presidio_run_on
  presidio_score_thresholds project_id prompt_injections rules severity_threshold template_id
  tool_selection_quality_check violation_message_template`);

const STANDARD: ValueObject = {
  action: 'block',
  block_on_violation: true,
  breakdown: true,
  ccr_retrieval: true,
  chunk_budget_chars: 25_000,
  confidence_threshold: float(0.5),
  content_filter_threshold: float(0.5),
  contextual_grounding_from_messages: false,
  default_action: 'deny',
  default_on: false,
  detect_execution_intent: true,
  dev_info: true,
  disable_exception_on_block: false,
  experimental_use_latest_role_message_only: false,
  fail_on_error: true,
  include_evidence: true,
  include_scanners: true,
  is_detector_server: true,
  mask: false,
  on_disallowed_action: 'block',
  on_flagged: 'block',
  on_flagged_action: 'monitor',
  only_scan_new_messages: false,
  payload: true,
  pii_confidence_threshold: float(0.5),
  presidio_language: 'en',
  prompt_attack_threshold: float(0.5),
  sanitize_error_detail: true,
  send_user_api_key_alias: false,
  send_user_api_key_team_id: false,
  send_user_api_key_user_id: false,
  skip_unscannable_attachments: false,
  sticky_session_routing: true,
  unreachable_fallback: 'fail_closed',
  use_v2: false,
  verify_ssl: true,
  version: 2,
};

const STANDARD_BEFORE: ValueObject = {
  api_version: 'v1',
  block_on_violation: true,
  breakdown: true,
  default_action: 'deny',
  default_on: false,
  dev_info: true,
  disable_exception_on_block: false,
  experimental_use_latest_role_message_only: false,
  fail_on_error: true,
  include_evidence: true,
  include_scanners: true,
  is_detector_server: true,
  mask: false,
  on_disallowed_action: 'block',
  on_flagged: 'block',
  on_flagged_action: 'monitor',
  payload: true,
  presidio_language: 'en',
  send_user_api_key_alias: false,
  send_user_api_key_team_id: false,
  send_user_api_key_user_id: false,
  verify_ssl: true,
};

/** Null parameters that a guardrail of the config file does not show. */
const NOT_IN_FILE = new Set(
  words(`
  advisory_system_message akto_account_id akto_api_key akto_base_url akto_metadata akto_vxlan_id
  anonymize_input api_id api_version application application_id assertions asset_id async_mode
  auth_token aws_access_key_id aws_bedrock_runtime_endpoint aws_external_id aws_profile_name
  aws_region_name aws_role_name aws_secret_access_key aws_session_name aws_session_token
  aws_sts_endpoint aws_web_identity_token base_url block_failures block_on_error blocked_languages
  checks client_id client_secret config content_moderation_check context_source decision_model
  deepkeep_firewall_id deployment_name detector_id detectors evaluation_id file_guardrail_timeout
  gateway_name grounding_check grounding_strictness guardrailIdentifier guardrailVersion
  guardrail_timeout hallucinations_check lasso_conversation_id lasso_user_id metadata
  mock_redacted_text monitor_mode optional_params output_parse_pii persist_session pii_check
  pii_entities_config policy_id policy_name policy_names post_checkpoint_id pre_checkpoint_id
  presidio_ad_hoc_recognizers presidio_analyze_chunk_size_bytes presidio_analyzer_api_base
  presidio_anonymizer_api_base presidio_entities_deny_list presidio_filter_scope presidio_run_on
  presidio_score_thresholds project_id prompt_injections rules singulr_api_base singulr_api_key
  singulr_application_id singulr_guardrail_id tenant_id tool_selection_quality_check
  tracker_api_base tracker_api_key xecguard_model`),
);

const nulls = (names: readonly string[]): ValueObject =>
  Object.fromEntries(names.map((name) => [name, null]));

/** The parameters of a guardrail with every one that LiteLLM knows. */
export function guardrailParams(given: ValueObject, older: boolean, inFile = false): ValueObject {
  const known = older ? NULLS_BEFORE : NULLS;
  const shown = inFile ? known.filter((name) => !NOT_IN_FILE.has(name)) : known;
  return { patterns: null, ...nulls(shown), ...(older ? STANDARD_BEFORE : STANDARD), ...given };
}
