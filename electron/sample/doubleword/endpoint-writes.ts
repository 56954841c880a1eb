import type { JsonValue } from '../../../shared/json.ts';
import { empty, json, notFound, text } from './answer.ts';
import { optionalText, readObject, requiredText } from './body.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordEndpoint } from './state.ts';

/** Writing endpoints, as recorded from dwctl 10.13.1. Nothing here asks a provider for its models. */
export const endpointWrites: readonly Route[] = [
  { method: 'POST', pattern: '/endpoints', answer: create },
  { method: 'PATCH', pattern: '/endpoints/:endpoint', answer: update },
  { method: 'DELETE', pattern: '/endpoints/:endpoint', answer: remove },
];

/** With `sync` it asks the provider, and one that cannot be reached is a bare 500 (dwctl 10.13.1). */
function create(call: Call) {
  const object = readObject(call.body);
  const name = requiredText(object, 'name', call.body);
  const url = requiredText(object, 'url', call.body);
  if (!URL.canParse(url)) return text(400, 'Invalid URL format');
  const { state } = call.store;
  if (state.endpoints.some((endpoint) => endpoint.name === name))
    return json(409, { message: 'An endpoint with this name already exists', resource: 'endpoint' });
  if (object['sync'] !== false) return text(500, 'Internal server error');
  const now = call.store.tick();
  const endpoint: DoublewordEndpoint = {
    id: call.store.nextId(),
    name,
    description: optionalText(object, 'description', call.body),
    url,
    model_filter: names(object['model_filter']),
    requires_api_key: optionalText(object, 'api_key', call.body) !== null,
    auth_header_name: optionalText(object, 'auth_header_name', call.body) ?? 'Authorization',
    auth_header_prefix: optionalText(object, 'auth_header_prefix', call.body) ?? 'Bearer ',
    created_by: state.adminUserId,
    created_at: now,
    updated_at: now,
  };
  state.endpoints.push(endpoint);
  return json(201, endpoint);
}

/** `null` clears nothing (dwctl 10.13.1). */
function update(call: Call) {
  const object = readObject(call.body);
  const id = uuidPart(call, 'endpoint');
  const endpoint = call.store.state.endpoints.find((one) => one.id === id);
  if (endpoint === undefined) return notFound('Endpoint', id);
  const url = optionalText(object, 'url', call.body);
  if (url !== null && !URL.canParse(url)) return text(400, 'Invalid URL format');
  endpoint.url = url ?? endpoint.url;
  endpoint.name = optionalText(object, 'name', call.body) ?? endpoint.name;
  endpoint.description = optionalText(object, 'description', call.body) ?? endpoint.description;
  endpoint.model_filter = names(object['model_filter']) ?? endpoint.model_filter;
  endpoint.requires_api_key ||= optionalText(object, 'api_key', call.body) !== null;
  for (const name of ['auth_header_name', 'auth_header_prefix'] as const)
    endpoint[name] = optionalText(object, name, call.body) ?? endpoint[name];
  endpoint.updated_at = call.store.tick();
  return json(200, endpoint);
}

/** All its models go with it, without a word (dwctl 10.13.1: models-list-after-endpoint-delete). */
function remove(call: Call) {
  const id = uuidPart(call, 'endpoint');
  const { state } = call.store;
  if (!state.endpoints.some((endpoint) => endpoint.id === id)) return notFound('Endpoint', id);
  state.endpoints = state.endpoints.filter((endpoint) => endpoint.id !== id);
  for (const model of state.models.filter(({ hosted_on: host }) => host === id))
    call.store.removeModel(model.id);
  return empty(204);
}

function names(value: JsonValue | undefined): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null;
}
