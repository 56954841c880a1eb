import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';
import { perMinute } from './decimal.ts';
import { only, requireText, textOr, without } from './fields.ts';

/** What a list of models is asked for. */
export const MODEL_INCLUDES = 'pricing,components';

const OBSERVED = [
  'created_by',
  'created_at',
  'updated_at',
  'metrics',
  'status',
  'hosted_on',
  'tariffs',
  'groups',
];

/**
 * A deployed or composite model, named by its alias.
 *
 * - `inputPrice`, `outputPrice`: the tariff in force for realtime keys, else the one for every purpose. No
 *   tariff is free, for a composite model too, whatever its parts cost (dwctl 10.13.1). Absent when the
 *   answer was not asked for prices.
 * - `requestsPerMinute`: 60 times `requests_per_second`, which is exact in decimals.
 * - Ids of this node (`hosted_on`, tariff ids) are observed, not compared; the endpoint is compared by name.
 */
export function readModel(row: JsonObject, endpointName: (id: string) => string | undefined): Resource {
  const tariffs = Array.isArray(row['tariffs']) ? row['tariffs'].filter(isJsonObject) : null;
  const rate = requestsPerMinute(row['requests_per_second']);
  const endpoint = endpointName(textOr(row['hosted_on'], ''));
  const leave = ['id', 'alias', 'model_name', 'components', ...OBSERVED];
  return {
    kind: 'model',
    id: requireText(row, 'id'),
    name: requireText(row, 'alias'),
    owner: 'database',
    fields: {
      target: textOr(row['model_name'], ''),
      ...(tariffs === null ? {} : prices(tariffs)),
      ...(rate === undefined ? {} : { requestsPerMinute: rate }),
    },
    settings: {
      ...without(row, rate === undefined ? leave : [...leave, 'requests_per_second']),
      ...(endpoint === undefined ? {} : { endpoint_name: endpoint }),
      ...(tariffs === null ? {} : { tariffs: tariffs.map(tariffSettings).sort(byName) }),
      ...(Array.isArray(row['components']) ? { components: row['components'].map(componentSettings) } : {}),
    },
    observed: only(row, [...OBSERVED, 'components', ...(rate === undefined ? [] : ['requests_per_second'])]),
  };
}

/** Undefined: no plain decimal, so the rate stays among the settings as it came. */
function requestsPerMinute(value: JsonValue | undefined): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? (perMinute(value) ?? undefined) : undefined;
}

function prices(tariffs: readonly JsonObject[]): JsonObject {
  const active = tariffs.filter((tariff) => tariff['is_active'] !== false && !tariff['completion_window']);
  const tariff =
    active.find((candidate) => candidate['api_key_purpose'] === 'realtime') ??
    active.find((candidate) => (candidate['api_key_purpose'] ?? null) === null);
  if (tariff === undefined) return { inputPrice: '0', outputPrice: '0' };
  return {
    inputPrice: plainDecimal(textOr(tariff['input_price_per_token'], '')),
    outputPrice: plainDecimal(textOr(tariff['output_price_per_token'], '')),
  };
}

const TARIFF_OF_THIS_NODE = ['id', 'deployed_model_id', 'valid_from', 'valid_until', 'is_active'];

function tariffSettings(tariff: JsonObject): JsonObject {
  const kept = without(tariff, TARIFF_OF_THIS_NODE);
  const price = (name: string): JsonObject =>
    typeof kept[name] === 'string' ? { [name]: plainDecimal(kept[name]) ?? kept[name] } : {};
  return { ...kept, ...price('input_price_per_token'), ...price('output_price_per_token') };
}

function byName(a: JsonObject, b: JsonObject): number {
  const [left, right] = [textOr(a['name'], ''), textOr(b['name'], '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

function componentSettings(component: JsonValue): JsonValue {
  if (!isJsonObject(component)) return component;
  const part = component['model'];
  return {
    ...without(component, ['created_at', 'model']),
    model: isJsonObject(part) ? textOr(part['alias'], '') : (part ?? null),
  };
}
