import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { objectOf, textOf } from './fields.ts';
import { splitObject, splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set('guardrail_id guardrail_name litellm_params'.split(' '));
const RUNTIME: ReadonlySet<string> = new Set(
  'guardrail_definition_location status submitted_at reviewed_at submitted_by reviewed_by'.split(' '),
);

/**
 * What the gateway fills into `litellm_params` of every guardrail, whatever its kind: the settings of all kinds with
 * the value they have when nobody sets them (recorded: 1.81.13, 1.106.2).
 */
export const GUARDRAIL_DEFAULTS: JsonObject = {
  action: 'block',
  api_version: 'v1',
  block_on_violation: true,
  breakdown: true,
  ccr_retrieval: true,
  chunk_budget_chars: 25_000,
  confidence_threshold: 0.5,
  content_filter_threshold: 0.5,
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
  pii_confidence_threshold: 0.5,
  presidio_language: 'en',
  prompt_attack_threshold: 0.5,
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

/**
 * Reads a row of `/v2/guardrails/list`, `/guardrails/list` or `/guardrails/{id}` (1.81.13, 1.106.2). One of the file
 * gets another id with every start of the gateway, so its name is its id.
 */
export function readGuardrail(row: JsonObject): Resource | null {
  const name = textOf(row['guardrail_name']);
  const given = textOf(row['guardrail_id']);
  if (name === '' && given === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL, runtime: (field) => RUNTIME.has(field) });
  const ofFile = row['guardrail_definition_location'] === 'config';
  const { set, filled } = splitObject(objectOf(row['litellm_params']), GUARDRAIL_DEFAULTS);
  return {
    kind: 'guardrail',
    id: ofFile || given === '' ? name || given : given,
    name: name || given,
    owner: ofFile ? 'file' : 'database',
    fields: {},
    settings: { ...settings, ...(Object.keys(set).length === 0 ? {} : { litellm_params: set }) },
    observed: {
      ...observed,
      ...(given === '' ? {} : { guardrail_id: given }),
      ...(Object.keys(filled).length === 0 ? {} : { litellm_params: filled }),
    },
  };
}
