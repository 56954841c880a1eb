import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { objectOf, textOf } from '../neutral-values.ts';

/**
 * Where a model's traffic rules send requests of keys for some purposes: the model that serves them, `denied`, or
 * `uncertain` where it depends on which of the purposes it was. The rules of the model that they are sent to are not asked.
 */
export function routeOf(
  model: Resource,
  purposes: readonly string[],
  modelOf: (name: string) => Resource | undefined,
): Resource | 'denied' | 'uncertain' {
  const rules = rulesOf(model);
  if (rules.length === 0) return model;
  const routes = new Set(
    (purposes.length === 0 ? [null] : purposes).map((purpose) => {
      if (purpose === null) return 'uncertain';
      const action = objectOf(rules.find((rule) => textOf(rule['api_key_purpose']) === purpose)?.['action']);
      if (action['type'] === 'deny') return 'denied';
      if (action['type'] !== 'redirect') return model;
      return modelOf(textOf(action['target'])) ?? 'uncertain';
    }),
  );
  const [route = 'uncertain'] = routes;
  return routes.size > 1 ? 'uncertain' : route;
}

function rulesOf({ settings }: Resource): readonly JsonObject[] {
  const rules = settings['traffic_routing_rules'];
  return Array.isArray(rules) ? rules.filter(isJsonObject) : [];
}

/** A model without a tariff, or with none but of zero, costs nothing, and no credit is looked at. */
export function isFree({ fields, settings }: Resource): boolean {
  const { tariffs } = settings;
  if (!Array.isArray(tariffs))
    return Number(fields['inputPrice'] ?? 1) === 0 && Number(fields['outputPrice'] ?? 1) === 0;
  return tariffs
    .filter(isJsonObject)
    .every(
      (tariff) =>
        Number(tariff['input_price_per_token']) === 0 && Number(tariff['output_price_per_token']) === 0,
    );
}
