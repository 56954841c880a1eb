import type { Resource } from '../../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { plainDecimal } from '../decimal.ts';
import { whyNoRate } from './rate.ts';
import { KEY_PURPOSES } from './purposes.ts';
import { readTariffs, wantedTariffs } from './tariffs.ts';
import type { WantedForm } from '../gateway-planning.ts';

/** A standard or composite model of Doubleword: prices as a whole set of tariffs, parts with their places. */
export function modelForm(wanted: Resource, held: Resource | undefined): WantedForm {
  const { endpoint_name: endpoint, components } = wanted.settings;
  if (held === undefined && typeof endpoint !== 'string' && !Array.isArray(components))
    return refuse(
      'a new model needs the endpoint that it runs on (settings: { endpoint_name: … }), or the components it is made of',
    );
  const rate = whyNoRate(wanted.fields['requestsPerMinute']);
  if (rate !== null) return refuse(rate);
  const rules = whyNoRules(wanted.settings['traffic_routing_rules']);
  if (rules !== null) return refuse(rules);
  const priced = withTariffs(wanted, held);
  return priced.ok ? withComponents(priced.wanted, held) : priced;
}

function whyNoRules(rules: JsonValue | undefined): string | null {
  if (!Array.isArray(rules)) return null;
  for (const rule of rules as readonly JsonValue[]) {
    const purpose = isJsonObject(rule) ? rule['api_key_purpose'] : undefined;
    if (typeof purpose !== 'string' || !KEY_PURPOSES.includes(purpose))
      return `its traffic rules are each for keys of one purpose (${KEY_PURPOSES.join(', ')}), not for ${JSON.stringify(purpose ?? null)}`;
  }
  return null;
}

/** Prices and tariffs say the same thing twice: the set goes on, the prices follow from it. */
function withTariffs(wanted: Resource, held: Resource | undefined): WantedForm {
  const { inputPrice, outputPrice, tariffs, ...fields } = wanted.fields;
  const now = held?.fields['tariffs'] ?? [];
  // What is there is no wish, also where nobody could wish for it here, such as prices below zero.
  const named = tariffs !== undefined && canonicalJson(tariffs) === canonicalJson(now) ? undefined : tariffs;
  const before = readTariffs(now);
  if (!before.ok && named === undefined)
    return isPriced(wanted, held)
      ? { ok: true, wanted: { ...wanted, fields } }
      : refuse(
          `a price changes the whole set of its tariffs, and the set that is there cannot be kept: ${before.why}. Name the whole set (tariffs: …)`,
        );
  const set = wantedTariffs({ inputPrice, outputPrice, tariffs: named }, before.ok ? before.tariffs : []);
  if (set === null) return { ok: true, wanted: { ...wanted, fields } };
  if (!set.ok) return set;
  const odd = set.tariffs.find(
    ({ purpose }) =>
      purpose !== null &&
      !KEY_PURPOSES.includes(purpose) &&
      !(before.ok && before.tariffs.some((one) => one.purpose === purpose)),
  );
  if (odd !== undefined)
    return refuse(
      `its tariff "${odd.name}" is for keys of the purpose "${String(odd.purpose)}", which none has: write one of ${KEY_PURPOSES.join(', ')}, or null for all`,
    );
  const denied = deniedPurposes(
    wanted.settings['traffic_routing_rules'] ?? held?.settings['traffic_routing_rules'],
  );
  const hidden = set.tariffs.find(({ purpose }) => purpose !== null && denied.has(purpose));
  if (hidden !== undefined)
    return refuse(
      `its tariff "${hidden.name}" is for ${String(hidden.purpose)} keys, which its traffic rules deny: the gateway hides such a tariff, so that nobody could see whether it is there. Leave one of the two out`,
    );
  const rows = set.tariffs.map((tariff): JsonObject => ({ ...tariff }));
  return { ok: true, wanted: { ...wanted, fields: { ...fields, tariffs: rows } } };
}

/** Whether the prices that are wanted are those that are there, by their value. */
function isPriced({ fields }: Resource, held: Resource | undefined): boolean {
  return (['inputPrice', 'outputPrice'] as const).every((name) => {
    const { [name]: price = null } = fields;
    return price === null || plain(price) === plain(held?.fields[name] ?? null);
  });
}

function plain(price: JsonValue): JsonValue {
  const isNumber = typeof price === 'string' || typeof price === 'number';
  return isNumber ? (plainDecimal(price) ?? price) : price;
}

/** Purposes of keys that traffic rules refuse. dwctl (10.13.1) leaves the tariffs for these out of its answers. */
export function deniedPurposes(rules: JsonValue | undefined): ReadonlySet<string> {
  const list: readonly JsonValue[] = Array.isArray(rules) ? rules : [];
  return new Set(
    list.filter(isJsonObject).flatMap(({ api_key_purpose: purpose, action }) => {
      const type = isJsonObject(action ?? null) ? (action as JsonObject)['type'] : undefined;
      return type === 'deny' && typeof purpose === 'string' ? [purpose] : [];
    }),
  );
}

/** Whether the parts of a composite are tried in their order, rather than by chance (dwctl 10.13.1). */
export function hasOrder(strategy: JsonValue): boolean {
  return strategy === 'priority';
}

/**
 * What is not said of a part is as it is, or as dwctl fills it in. Its place, `sort_order`, is looked at only where it means
 * something: see {@link placed}.
 */
function withComponents(wanted: Resource, held: Resource | undefined): WantedForm {
  const { components } = wanted.settings;
  if (components === undefined) return { ok: true, wanted };
  if (!Array.isArray(components)) return refuse('its components are no list');
  const ordered = hasOrder(wanted.settings['lb_strategy'] ?? held?.settings['lb_strategy'] ?? null);
  const before = held?.settings['components'];
  const now = Array.isArray(before) ? before.filter((row: JsonValue) => isJsonObject(row)) : [];
  const rows: JsonObject[] = [];
  const places: JsonValue[] = [];
  for (const [index, row] of (components as readonly JsonValue[]).entries()) {
    const name = isJsonObject(row) ? row['model'] : undefined;
    if (!isJsonObject(row) || typeof name !== 'string')
      return refuse(`its component ${index + 1} does not name its model`);
    if (rows.some((other) => other['model'] === name))
      return refuse(`its component "${name}" is there twice`);
    const known = now.find((one) => one['model'] === name);
    const { sort_order: _place, ...part }: JsonObject = { enabled: true, ...known, ...row };
    if (typeof part['weight'] !== 'number') return refuse(`its component "${name}" needs a weight`);
    rows.push(part);
    places.push(row['sort_order'] ?? null);
  }
  const result = ordered ? placed(rows, places, now) : rows;
  if (typeof result === 'string') return refuse(result);
  return { ok: true, wanted: { ...wanted, settings: { ...wanted.settings, components: [...result] } } };
}

/**
 * Parts with the places that dwctl (10.13.1) gives them: it counts from 0 without a gap, whatever numbers a person writes to
 * say which comes first; without numbers they come in the order of the list. Places that are there already stay as they are,
 * also two that are the same, as older releases made them. A text says why they have no order.
 */
function placed(
  rows: readonly JsonObject[],
  places: readonly JsonValue[],
  held: readonly JsonObject[],
): readonly JsonObject[] | string {
  const heldPlace = ({ model }: JsonObject): JsonValue =>
    held.find((one) => one['model'] === model)?.['sort_order'] ?? null;
  if (rows.length === held.length && rows.every((row, index) => heldPlace(row) === places[index]))
    return rows.map((row, index) => ({ ...row, sort_order: places[index] ?? null }));
  const numbers = places.filter((place) => typeof place === 'number');
  if (numbers.length === 0) return rows.map((row, index) => ({ ...row, sort_order: index }));
  if (numbers.length < rows.length) return 'give each of its components a number for its sort_order, or none';
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined)
    return `two of its components have the sort_order ${twice}, so neither comes first`;
  return rows
    .map((row, index) => ({ row, place: numbers[index] ?? 0 }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ row }, index) => ({ ...row, sort_order: index }));
}

function refuse(why: string): WantedForm {
  return { ok: false, why };
}
