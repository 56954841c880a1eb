import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { decimalText, fieldsWhere, isRuntime, limitOf, textOf } from './fields.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'model rpm tpm input_cost_per_token output_cost_per_token'.split(' '),
);
/** What an admin writes into `model_info`; the rest is the release's own table of prices and abilities. */
const CONFIGURED: ReadonlySet<string> = new Set(
  `mode base_model access_groups tier team_id team_public_model_name blocked member_auto_router
  health_check_model health_check_voice version weight`.split(/\s+/),
);

/** Reads a deployment row of `/v2/model/info` or `/model/info` (1.81.13, 1.106.2). */
export function readModel(row: JsonObject): Resource | null {
  const info = objectOf(row['model_info']);
  const params = objectOf(row['litellm_params']);
  const id = textOf(info['id']);
  const publicName = textOf(row['model_name']);
  if (id === '' || publicName === '') return null;
  const teamName = textOf(info['team_public_model_name']);
  const rest = fieldsWhere(params, (name) => !NEUTRAL.has(name));
  const configured = fieldsWhere(info, (name) => CONFIGURED.has(name));
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
      ...fieldsWhere(
        row,
        (name) =>
          name !== 'model_name' && name !== 'model_info' && name !== 'litellm_params' && !isRuntime(name),
      ),
      ...(Object.keys(rest).length === 0 ? {} : { litellm_params: rest }),
      ...(Object.keys(configured).length === 0 ? {} : { model_info: configured }),
    },
    observed: {
      ...fieldsWhere(row, isRuntime),
      ...(teamName === '' ? {} : { model_name: publicName }),
      model_info: fieldsWhere(info, (name) => name !== 'id' && !CONFIGURED.has(name)),
    },
  };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value ?? null) ? (value as JsonObject) : {};
}

/** A price somebody set; null where the release's table decides. 1.106.2 lists set ones in `pricing_overrides`. */
function priceOf(params: JsonObject, info: JsonObject, name: string): string | null {
  const overrides = info['pricing_overrides'];
  const overridden = Array.isArray(overrides) && overrides.includes(name);
  return decimalText(params[name]) ?? (overridden ? decimalText(info[name]) : null);
}
