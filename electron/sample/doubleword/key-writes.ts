import type { JsonObject } from '../../../shared/json.ts';
import { ALREADY_EXISTS, empty, json, notFound, refuse, text } from './answer.ts';
import { keyBody } from './bodies.ts';
import { startSpendWindow } from './call-limits.ts';
import { optionalText, readObject, requiredText, wrongShape } from './body.ts';
import { keptDecimal } from './decimals.ts';
import { secretOf } from './model-calls.ts';
import { userPart, uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordApiKey } from './state.ts';
import { findUser } from './store.ts';

/** Writing keys, as recorded from dwctl 10.13.1. */
export const keyWrites: readonly Route[] = [
  { method: 'POST', pattern: '/users/:user/api-keys', answer: create },
  { method: 'PATCH', pattern: '/users/:user/api-keys/:key', answer: update },
  { method: 'DELETE', pattern: '/users/:user/api-keys/:key', answer: remove },
];

const PURPOSES = ['platform', 'realtime', 'batch', 'playground'];
const INTERVALS: ReadonlySet<string> = new Set(['daily', 'weekly', 'monthly']);

/** The secret is in this answer and in no other one. */
function create(call: Call) {
  const object = readObject(call.body);
  const name = requiredText(object, 'name', call.body);
  const purpose = optionalText(object, 'purpose', call.body) ?? 'realtime';
  if (!PURPOSES.includes(purpose)) {
    const known = PURPOSES.map((one) => `\`${one}\``).join(', ');
    wrongShape(`purpose: unknown variant \`${purpose}\`, expected one of ${known}`, call.body, purpose);
  }
  if (name.trim() === '') return text(400, 'API key name cannot be empty');
  if (purpose === 'batch' || purpose === 'playground')
    return text(
      400,
      "Cannot manually create API keys with 'batch' or 'playground' purpose. These are reserved for internal system use.",
    );
  const limit = limitIn(object);
  const interval = intervalIn(object);
  const owner = userPart(call);
  if (findUser(call.store, owner) === undefined) return text(400, 'Invalid reference to related resource');
  const { state } = call.store;
  if (state.apiKeys.some((key) => key.user_id === owner && key.name === name)) return ALREADY_EXISTS;
  const key: DoublewordApiKey = {
    id: call.store.nextId(),
    name,
    description: optionalText(object, 'description', call.body),
    purpose,
    user_id: owner,
    // One of an organization acts as whoever made it (dwctl 10.13.1).
    created_by: state.organizations.some(({ id }) => id === owner) ? call.caller.id : owner,
    created_at: call.store.tick(),
    requests_per_second: numberOr(object, 'requests_per_second', null),
    burst_size: numberOr(object, 'burst_size', null),
    spend_limit: limit ?? null,
    spend_limit_interval: interval ?? null,
  };
  state.apiKeys.push(key);
  const { id, name: own, description, ...rest } = keyBody(call.store, key) as JsonObject;
  return json(201, { id, name: own, description, key: secretOf(key), ...rest });
}

/** `null` clears a spend limit and no rate; what a key is for is dropped (dwctl 10.13.1). */
function update(call: Call) {
  const object = readObject(call.body);
  const [limit, interval] = [limitIn(object), intervalIn(object)];
  const key = existing(call);
  key.name = optionalText(object, 'name', call.body) ?? key.name;
  key.description = optionalText(object, 'description', call.body) ?? key.description;
  key.requests_per_second = numberOr(object, 'requests_per_second', key.requests_per_second);
  key.burst_size = numberOr(object, 'burst_size', key.burst_size);
  const before = { limit: key.spend_limit, interval: key.spend_limit_interval };
  if (limit !== undefined) key.spend_limit = limit;
  if (interval !== undefined) key.spend_limit_interval = interval;
  const isNew = before.limit === null && key.spend_limit !== null;
  if (isNew || before.interval !== key.spend_limit_interval) startSpendWindow(call.store, key);
  return json(200, keyBody(call.store, key));
}

function remove(call: Call) {
  const key = existing(call);
  call.store.state.apiKeys = call.store.state.apiKeys.filter((other) => other !== key);
  return empty(204);
}

function existing(call: Call): DoublewordApiKey {
  const [owner, id] = [userPart(call), uuidPart(call, 'key')];
  const found = call.store.state.apiKeys.find((key) => key.id === id && key.user_id === owner);
  return found ?? refuse(notFound('API key', id));
}

function numberOr(object: JsonObject, name: string, otherwise: number | null): number | null {
  const value = object[name];
  return typeof value === 'number' ? value : otherwise;
}

function limitIn(object: JsonObject): string | null | undefined {
  const value = object['spend_limit'];
  if (value === undefined || value === null) return value;
  const kept = keptDecimal(value, 9);
  if (kept === null || kept === '0' || kept.startsWith('-'))
    refuse(text(400, 'spend_limit must be greater than zero'));
  return kept;
}

function intervalIn(object: JsonObject): string | null | undefined {
  const value = object['spend_limit_interval'];
  if (value === undefined || value === null) return value;
  if (typeof value === 'string' && INTERVALS.has(value)) return value;
  return refuse(
    text(
      400,
      'spend_limit_interval must be one of ["daily", "weekly", "monthly"] (calendar-aligned UTC windows)',
    ),
  );
}
