import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { decimalText, fieldsWhere, limitOf, objectOf, textOf } from './fields.ts';
import { splitObject, splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'model rpm tpm input_cost_per_token output_cost_per_token'.split(' '),
);
/** What an admin writes into `model_info`; the rest is the release's own table of prices and abilities. */
const CONFIGURED: ReadonlySet<string> = new Set(
  `mode base_model access_groups tier team_id team_public_model_name blocked member_auto_router
  health_check_model health_check_voice version weight`.split(/\s+/),
);

/** What LiteLLM fills into `litellm_params` and `model_info` of every deployment (recorded: 1.81.13, 1.106.2). */
const PARAM_DEFAULTS: JsonObject = {
  allow_client_keepalive_override: false,
  merge_reasoning_content_in_choices: false,
  use_in_pass_through: false,
  use_litellm_proxy: false,
  use_xai_oauth: false,
};
const INFO_DEFAULTS: JsonObject = { member_auto_router: false, blocked: false };
const ROW_NEUTRAL: ReadonlySet<string> = new Set(['model_name', 'model_info', 'litellm_params']);

/** Reads a deployment row of `/v2/model/info` or `/model/info` (1.81.13, 1.106.2). */
export function readModel(row: JsonObject): Resource | null {
  const info = objectOf(row['model_info']);
  const params = objectOf(row['litellm_params']);
  const id = textOf(info['id']);
  const publicName = textOf(row['model_name']);
  if (id === '' || publicName === '') return null;
  const teamName = textOf(info['team_public_model_name']);
  const own = fieldsWhere(params, (name) => !NEUTRAL.has(name));
  const { set: rest, filled } = splitObject(own, PARAM_DEFAULTS);
  const { set: configured, filled: filledInfo } = splitObject(
    fieldsWhere(info, (name) => CONFIGURED.has(name)),
    INFO_DEFAULTS,
  );
  const { settings, observed } = splitRow(row, { neutral: ROW_NEUTRAL });
  return {
    kind: 'model',
    id,
    // A team's own model is stored under `model_name_<team>_<random>`.
    name: teamName || publicName,
    owner: info['db_model'] === true ? 'database' : 'file',
    fields: {
      target: textOf(params['model']) || null,
      inputPrice: priceOf(params, info, 'input_cost_per_token'),
      outputPrice: priceOf(params, info, 'output_cost_per_token'),
      requestsPerMinute: limitOf(params['rpm']),
      tokensPerMinute: limitOf(params['tpm']),
    },
    settings: {
      ...settings,
      ...(Object.keys(rest).length === 0 ? {} : { litellm_params: rest }),
      ...(Object.keys(configured).length === 0 ? {} : { model_info: configured }),
    },
    observed: {
      ...observed,
      ...(teamName === '' ? {} : { model_name: publicName }),
      ...(Object.keys(filled).length === 0 ? {} : { litellm_params: filled }),
      model_info: {
        ...filledInfo,
        ...fieldsWhere(info, (name) => name !== 'id' && !CONFIGURED.has(name)),
      },
    },
  };
}

/** A price somebody set; null where the release's table decides. 1.106.2 lists set ones in `pricing_overrides`. */
function priceOf(params: JsonObject, info: JsonObject, name: string): string | null {
  const overrides = info['pricing_overrides'];
  const overridden = Array.isArray(overrides) && overrides.includes(name);
  return decimalText(params[name]) ?? (overridden ? decimalText(info[name]) : null);
}
