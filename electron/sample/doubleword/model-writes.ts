import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { ALREADY_EXISTS, json, notFound, refuse, text } from './answer.ts';
import { modelBody } from './bodies.ts';
import { optionalText, readObject, requiredText, wrongShape } from './body.ts';
import { keptDecimal } from './decimals.ts';
import { fallbackOf, firstFallback, withSentFallback } from './fallback.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordModel, DoublewordTariff } from './state.ts';

/** Writing models, as recorded from dwctl 10.13.1. */
export const modelWrites: readonly Route[] = [
  { method: 'POST', pattern: '/models', answer: create },
  { method: 'PATCH', pattern: '/models/:model', answer: update },
  { method: 'DELETE', pattern: '/models/:model', answer: remove },
];

function create(call: Call) {
  const object = readObject(call.body);
  const type = requiredText(object, 'type', call.body);
  const name = requiredText(object, 'model_name', call.body);
  const alias = optionalText(object, 'alias', call.body) ?? name;
  const { state } = call.store;
  const isComposite = type === 'composite';
  const host = isComposite ? null : requiredText(object, 'hosted_on', call.body);
  if (host !== null && !state.endpoints.some(({ id }) => id === host)) return notFound('endpoint', host);
  refuseTaken(call, alias, null);
  const now = call.store.tick();
  const model: DoublewordModel = {
    id: call.store.nextId(),
    model_name: name,
    alias,
    description: null,
    model_type: null,
    created_by: state.adminUserId,
    ...(host === null ? {} : { hosted_on: host }),
    created_at: now,
    updated_at: now,
    is_composite: isComposite,
    fallback: firstFallback(isComposite),
    tariffs: [],
    components: [],
  };
  take(call, model, object, now, true);
  state.models.push(model);
  return json(200, modelBody(call.store, model, new Set()));
}

function update(call: Call) {
  const object = readObject(call.body);
  const model = existing(call);
  const alias = optionalText(object, 'alias', call.body);
  if (alias !== null) refuseTaken(call, alias, model.id);
  const now = call.store.tick();
  take(call, model, object, now, false);
  model.alias = alias ?? model.alias;
  model.updated_at = now;
  return json(200, modelBody(call.store, model, new Set()));
}

/**
 * The id as a JSON string, and again for one that is gone. It is only hidden: its alias stays taken, composites keep it as
 * a part, and its probe stays (dwctl 10.13.1).
 */
function remove(call: Call) {
  const id = uuidPart(call, 'model');
  const model = call.store.state.models.find((one) => one.id === id);
  if (model !== undefined) model.deleted = true;
  return json(200, id);
}

/** `null` clears limits and rules, and no text (dwctl 10.13.1). */
function take(call: Call, model: DoublewordModel, object: JsonObject, now: string, isNew: boolean): void {
  const rules = rulesIn(call, object['traffic_routing_rules']);
  const tariffs = tariffsIn(call, object['tariffs'], model.tariffs, now);
  // A standard model takes none when it is made (dwctl 10.13.1, by its source).
  if (!isNew || model.is_composite) model.fallback = withSentFallback(fallbackOf(model), object, call.body);
  model.description = optionalText(object, 'description', call.body) ?? model.description;
  model.model_type = optionalText(object, 'model_type', call.body) ?? model.model_type;
  for (const name of ['requests_per_second', 'burst_size'] as const) {
    const value = object[name];
    if (typeof value === 'number') model[name] = value;
    else if (value === null) delete model[name];
  }
  const strategy = optionalText(object, 'lb_strategy', call.body);
  // The heaviest part comes first from then on (dwctl 10.13.1, by its source).
  if (strategy === 'priority' && model.lb_strategy !== strategy)
    model.components = model.components.toSorted((a, b) => b.weight - a.weight);
  if (strategy !== null) model.lb_strategy = strategy;
  if (rules === null) delete model.traffic_routing_rules;
  else if (rules !== undefined) model.traffic_routing_rules = rules;
  if (tariffs !== undefined) model.tariffs = tariffs;
}

function rulesIn(call: Call, value: JsonValue | undefined): readonly JsonObject[] | null | undefined {
  if (value === undefined || value === null) return value;
  if (!Array.isArray(value))
    wrongShape('traffic_routing_rules: invalid type, expected a sequence', call.body);
  const rules = value.filter((rule): rule is JsonObject => isJsonObject(rule));
  for (const { action } of rules) {
    const target = isJsonObject(action ?? null) ? (action as JsonObject)['target'] : undefined;
    if (typeof target === 'string' && !call.store.state.models.some(({ alias }) => alias === target))
      refuse(text(400, `Redirect target model '${target}' does not exist`));
  }
  return rules;
}

/** The whole set; one that is as it was keeps its id and its beginning. Prices keep 8 decimals (dwctl 10.13.1). */
function tariffsIn(
  call: Call,
  value: JsonValue | undefined,
  before: readonly DoublewordTariff[],
  now: string,
): readonly DoublewordTariff[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) wrongShape('tariffs: invalid type, expected a sequence', call.body);
  const rows = value.filter((row): row is JsonObject => isJsonObject(row));
  const purposes = rows.map((row) =>
    canonicalJson([row['api_key_purpose'] ?? null, row['completion_window'] ?? null]),
  );
  if (new Set(purposes).size !== purposes.length) refuse(ALREADY_EXISTS);
  return rows.map((row) => {
    const purpose = optionalText(row, 'api_key_purpose', call.body);
    const window = optionalText(row, 'completion_window', call.body);
    const tariff: DoublewordTariff = {
      id: '',
      name: requiredText(row, 'name', call.body),
      input_price_per_token: keptDecimal(row['input_price_per_token'], 8) ?? '0',
      output_price_per_token: keptDecimal(row['output_price_per_token'], 8) ?? '0',
      ...(purpose === null ? {} : { api_key_purpose: purpose }),
      ...(window === null ? {} : { completion_window: window }),
      valid_from: now,
    };
    return before.find((old) => isSame(old, tariff)) ?? { ...tariff, id: call.store.nextId() };
  });
}

function isSame(one: DoublewordTariff, other: DoublewordTariff): boolean {
  const said = ({ id: _id, valid_from: _from, ...rest }: DoublewordTariff): string =>
    canonicalJson({ ...rest });
  return said(one) === said(other);
}

function existing(call: Call): DoublewordModel {
  const id = uuidPart(call, 'model');
  const model = call.store.state.models.find((one) => one.id === id);
  const isSeen = model !== undefined && (model.deleted !== true || call.caller.is_admin);
  return isSeen ? model : refuse(notFound('Deployment', id));
}

function refuseTaken(call: Call, alias: string, except: string | null): void {
  if (!call.store.state.models.some((model) => model.alias === alias && model.id !== except)) return;
  refuse(
    json(409, {
      message: 'The specified alias is already in use. Please choose a different alias.',
      resource: 'deployment',
    }),
  );
}
