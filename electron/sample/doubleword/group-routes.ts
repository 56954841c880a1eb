import { ALREADY_EXISTS, RESOURCE_NOT_FOUND, empty, json, notFound, refuse, text } from './answer.ts';
import { groupBody, groupInList } from './bodies.ts';
import { optionalText, readObject, requiredText } from './body.ts';
import { includes, matches, page, paging, single } from './query.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import { NIL_UUID } from './state.ts';
import type { DoublewordGroup } from './state.ts';
import { compareText, findGroup, findUser, memberIds, shownModels } from './store.ts';

/** Groups, their members and their models. */
export const groupRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/groups', answer: list },
  { method: 'POST', pattern: '/groups', answer: create },
  { method: 'GET', pattern: '/groups/:group', answer: (call) => json(200, groupBody(existing(call))) },
  { method: 'PATCH', pattern: '/groups/:group', answer: update },
  { method: 'DELETE', pattern: '/groups/:group', answer: remove },
  {
    method: 'GET',
    pattern: '/groups/:group/users',
    answer: (call) => edgeList(call, (group) => memberIds(call.store, group)),
  },
  { method: 'POST', pattern: '/groups/:group/users/:user', answer: (call) => addUser(call) },
  { method: 'DELETE', pattern: '/groups/:group/users/:user', answer: (call) => cut(call, 'users', 'user') },
  { method: 'POST', pattern: '/users/:user/groups/:group', answer: (call) => addUser(call) },
  { method: 'DELETE', pattern: '/users/:user/groups/:group', answer: (call) => cut(call, 'users', 'user') },
  {
    method: 'GET',
    pattern: '/groups/:group/models',
    answer: (call) => edgeList(call, (group) => shownModels(call.store, group)),
  },
  { method: 'POST', pattern: '/groups/:group/models/:model', answer: addModel },
  {
    method: 'DELETE',
    pattern: '/groups/:group/models/:model',
    answer: (call) => cut(call, 'models', 'model'),
  },
];

function list(call: Call) {
  const search = single(call.query, 'search');
  const include = includes(call.query);
  const found = call.store.state.groups
    .filter((group) => matches(search, group.name, group.description))
    .sort((a, b) => compareText(a.name, b.name));
  return json(
    200,
    page(found, paging(call.query), (group) => groupInList(call.store, group, include)),
  );
}

function create(call: Call) {
  const object = readObject(call.body);
  const name = requiredText(object, 'name', call.body);
  const description = optionalText(object, 'description', call.body);
  refuseTakenName(call, name, null);
  const now = call.store.tick();
  const group: DoublewordGroup = {
    id: call.store.nextId(),
    name,
    description,
    created_by: call.store.state.adminUserId,
    created_at: now,
    updated_at: now,
    source: 'native',
    users: [],
    models: [],
  };
  call.store.state.groups.push(group);
  return json(201, groupBody(group));
}

/** `null` clears nothing, and an empty body still moves `updated_at` (dwctl 10.13.1). */
function update(call: Call) {
  const id = uuidPart(call, 'group');
  const object = readObject(call.body);
  const name = optionalText(object, 'name', call.body);
  const description = optionalText(object, 'description', call.body);
  if (id === NIL_UUID) return text(403, 'Cannot UpdateAll Group: Cannot update the Everyone group');
  const group = findGroup(call.store, id);
  if (group === undefined) return RESOURCE_NOT_FOUND;
  if (name !== null) refuseTakenName(call, name, id);
  group.name = name ?? group.name;
  group.description = description ?? group.description;
  group.updated_at = call.store.tick();
  return json(200, groupBody(group));
}

/** Deleting a group that has members or models says nothing about them (dwctl 10.13.1). */
function remove(call: Call) {
  const id = uuidPart(call, 'group');
  if (id === NIL_UUID) return text(403, 'Cannot DeleteAll Group: Cannot delete the Everyone group');
  const index = call.store.state.groups.findIndex((group) => group.id === id);
  if (index < 0) return notFound('Group', id);
  call.store.state.groups.splice(index, 1);
  return empty(204);
}

function existing(call: Call): DoublewordGroup {
  const id = uuidPart(call, 'group');
  return findGroup(call.store, id) ?? refuse(notFound('Group', id));
}

/** An unknown group has an empty list, not a 404 (dwctl 10.13.1). */
function edgeList(call: Call, ids: (group: DoublewordGroup) => readonly string[]) {
  const group = findGroup(call.store, uuidPart(call, 'group'));
  return json(200, group === undefined ? [] : ids(group));
}

function addUser(call: Call) {
  const group = findGroup(call.store, uuidPart(call, 'group'));
  const user = findUser(call.store, uuidPart(call, 'user'));
  if (group === undefined || user === undefined) return RESOURCE_NOT_FOUND;
  return addEdge(group.users, user.id);
}

function addModel(call: Call) {
  const group = findGroup(call.store, uuidPart(call, 'group'));
  const id = uuidPart(call, 'model');
  const model = call.store.state.models.find((candidate) => candidate.id === id);
  if (group === undefined || model === undefined) return RESOURCE_NOT_FOUND;
  return addEdge(group.models, model.id);
}

function addEdge(edges: string[], id: string) {
  if (!edges.includes(id)) edges.push(id);
  return empty(204);
}

function cut(call: Call, edges: 'users' | 'models', part: string) {
  const group = findGroup(call.store, uuidPart(call, 'group'));
  const index = group?.[edges].indexOf(uuidPart(call, part)) ?? -1;
  if (group === undefined || index < 0) return RESOURCE_NOT_FOUND;
  group[edges].splice(index, 1);
  return empty(204);
}

/** Names are unique with regard to case. */
function refuseTakenName(call: Call, name: string, except: string | null): void {
  const taken = call.store.state.groups.some((group) => group.name === name && group.id !== except);
  if (taken) refuse(ALREADY_EXISTS);
}
