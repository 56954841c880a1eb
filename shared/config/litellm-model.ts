import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { plainDecimal } from '../plan/decimal.ts';

/** Settings of a deployment that a gateway never gives back, so that nothing can be compared with them. */
const NEVER_ANSWERED =
  /(?:^|_)(?:api_?key|secret|secret_access_key|access_key_id|session_token|password|credentials?|private_key|litellm_credential_name)$/i;

/** Of `litellm_params`, what stands in a model's neutral fields. */
const NEUTRAL = new Set(['model', 'rpm', 'tpm', 'input_cost_per_token', 'output_cost_per_token']);

/**
 * Of `model_info`, what LiteLLM 1.106.2 gives back as it was written; the rest is mixed with the release's own
 * table of prices and abilities, so that it cannot be told what the file said.
 */
const ANSWERED_INFO = new Set(
  `mode base_model access_groups tier team_id team_public_model_name blocked member_auto_router
  health_check_model health_check_voice version weight`.split(/\s+/),
);

/**
 * One entry of a LiteLLM config file's `model_list` as a neutral model; null when it lacks its name or its
 * `litellm_params.model`. Only what the entry says stands in it. Keys and credentials are left out.
 */
export function fileModel(entry: JsonValue, index: number): Resource | null {
  if (!isJsonObject(entry)) return null;
  const { model_name: name, litellm_params: params, model_info: info } = entry;
  if (typeof name !== 'string' || name === '' || !isJsonObject(params)) return null;
  if (typeof params['model'] !== 'string' || params['model'] === '') return null;
  const facts = isJsonObject(info) ? info : {};
  const settings = {
    litellm_params: without(params, (key) => NEUTRAL.has(key)),
    model_info: without(facts, (key) => !ANSWERED_INFO.has(key)),
  };
  return {
    kind: 'model',
    id: typeof facts['id'] === 'string' ? facts['id'] : `model_list/${index}`,
    name,
    owner: 'file',
    fields: {
      target: params['model'],
      ...price('inputPrice', params['input_cost_per_token'] ?? facts['input_cost_per_token']),
      ...price('outputPrice', params['output_cost_per_token'] ?? facts['output_cost_per_token']),
      ...limit('requestsPerMinute', params['rpm']),
      ...limit('tokensPerMinute', params['tpm']),
    },
    settings: Object.fromEntries(
      Object.entries(settings).filter(([, value]) => Object.keys(value).length > 0),
    ),
    observed: {},
  };
}

function without(value: JsonObject, drop: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !drop(key) && !NEVER_ANSWERED.test(key)));
}

function price(name: string, value: JsonValue | undefined): JsonObject {
  const text = typeof value === 'number' || typeof value === 'string' ? plainDecimal(value) : null;
  return text === null ? {} : { [name]: text };
}

function limit(name: string, value: JsonValue | undefined): JsonObject {
  return typeof value === 'number' ? { [name]: value } : {};
}
