import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, textOr, without } from './fields.ts';
import { hasOrder } from '../../../shared/plan/doubleword/model-form.ts';
import { readRate } from './rate.ts';
import { priceFields } from './tariffs.ts';

/** What a list of models is asked for: composites tell their parts only when asked. */
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
 * - `tariffs`: all that are in force, by name. Ended ones are not told (dwctl 10.13.1). Absent when the answer was not
 *   asked for prices.
 * - `inputPrice`, `outputPrice`: of them the one for realtime keys, else the one for every purpose. No
 *   tariff is free, for a composite model too, whatever its parts cost.
 * - `requestsPerMinute`: 60 times `requests_per_second`.
 * - Ids of this node (`hosted_on`, tariff ids) are observed, not compared; the endpoint is compared by name.
 */
export function readModel(row: JsonObject, endpointName: (id: string) => string | undefined): Resource {
  const rate = readRate(row);
  const endpoint = endpointName(textOr(row['hosted_on'], ''));
  return {
    kind: 'model',
    id: requireText(row, 'id'),
    name: requireText(row, 'alias'),
    owner: 'database',
    fields: {
      target: textOr(row['model_name'], ''),
      ...(Array.isArray(row['tariffs']) ? priceFields(row['tariffs'].filter(isJsonObject)) : {}),
      ...rate.fields,
    },
    settings: {
      ...without(row, ['id', 'alias', 'model_name', 'components', ...OBSERVED, ...rate.read]),
      ...(isJsonObject(row['cache_pricing'])
        ? { cache_pricing: without(row['cache_pricing'], ['valid_from', 'valid_until']) }
        : {}),
      ...(endpoint === undefined ? {} : { endpoint_name: endpoint }),
      ...(Array.isArray(row['components'])
        ? {
            components: row['components'].map((part) =>
              componentSettings(part, hasOrder(row['lb_strategy'] ?? null)),
            ),
          }
        : {}),
    },
    observed: only(row, [...OBSERVED, 'components', 'cache_pricing', ...rate.read]),
  };
}

/** A part of a composite. Its place means something only where the parts are tried in an order. */
function componentSettings(component: JsonValue, ordered: boolean): JsonValue {
  if (!isJsonObject(component)) return component;
  const part = component['model'];
  return {
    ...without(component, ['created_at', 'model', ...(ordered ? [] : ['sort_order'])]),
    model: isJsonObject(part) ? textOr(part['alias'], '') : (part ?? null),
  };
}
