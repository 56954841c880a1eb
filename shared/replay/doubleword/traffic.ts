import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { objectOf, textOf } from '../neutral-values.ts';

/**
 * Where a model's traffic rules send requests of keys for some purposes: the model that serves them, `denied`, or
 * `uncertain` where it depends on which of the purposes it was. The rules of the model that they are sent to are not asked.
 *
 * @param purposes at least one
 * @param wasAllowed it was let through, so that it was for none of the purposes that are denied, unless all are
 */
export function routeOf(
  model: Resource,
  purposes: readonly string[],
  wasAllowed: boolean,
  modelOf: (name: string) => Resource | undefined,
): Resource | 'denied' | 'uncertain' {
  const rules = rulesOf(model);
  if (rules.length === 0) return model;
  const routes = new Set(
    purposes.map((purpose) => {
      const action = objectOf(rules.find((rule) => textOf(rule['api_key_purpose']) === purpose)?.['action']);
      if (action['type'] === 'deny') return 'denied';
      if (action['type'] !== 'redirect') return model;
      return modelOf(textOf(action['target'])) ?? 'uncertain';
    }),
  );
  if (wasAllowed && routes.size > 1) routes.delete('denied');
  const [route = 'uncertain'] = routes;
  return routes.size > 1 ? 'uncertain' : route;
}

function rulesOf({ settings }: Resource): readonly JsonObject[] {
  const rules = settings['traffic_routing_rules'];
  return Array.isArray(rules) ? rules.filter(isJsonObject) : [];
}

/**
 * A model without a tariff, or with none above zero, costs nothing: neither credit nor a spend limit is looked at (dwctl
 * 10.13.1, `onwards_config`).
 */
export function isFree({ fields }: Resource): boolean {
  const { tariffs } = fields;
  if (!Array.isArray(tariffs)) return !isPriced(fields['inputPrice'] ?? 1, fields['outputPrice'] ?? 1);
  return !tariffs
    .filter(isJsonObject)
    .some((tariff) => isPriced(tariff['inputPrice'], tariff['outputPrice']));
}

function isPriced(input: JsonValue | undefined, output: JsonValue | undefined): boolean {
  return Number(input) > 0 || Number(output) > 0;
}
