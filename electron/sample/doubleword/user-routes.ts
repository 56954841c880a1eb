import { json, notFound } from './answer.ts';
import { groupBody, keyBody, userBody } from './bodies.ts';
import { includes, matches, page, paging, single } from './query.ts';
import { userPart, uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import { groupsOf, newestFirst } from './store.ts';

/** Users and their keys, for reading. */
export const userRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/users', answer: list },
  { method: 'GET', pattern: '/users/:user', answer: one },
  {
    method: 'GET',
    pattern: '/users/:user/groups',
    answer: (call) => json(200, groupsOf(call.store, userPart(call)).map(groupBody)),
  },
  { method: 'GET', pattern: '/users/:user/api-keys', answer: keys },
  { method: 'GET', pattern: '/users/:user/api-keys/:key', answer: oneKey },
];

function list(call: Call) {
  const search = single(call.query, 'search');
  const include = includes(call.query);
  const found = newestFirst(
    call.store.state.users.filter((user) => matches(search, user.username, user.email, user.display_name)),
  );
  return json(
    200,
    page(found, paging(call.query), (user) => userBody(call.store, user, include)),
  );
}

function one(call: Call) {
  const id = userPart(call);
  const user = call.store.state.users.find((candidate) => candidate.id === id);
  return user === undefined
    ? notFound('User', id)
    : json(200, userBody(call.store, user, includes(call.query)));
}

/** An unknown user has an empty page, not a 404 (dwctl 10.13.1). */
function keys(call: Call) {
  const owner = userPart(call);
  const found = newestFirst(call.store.state.apiKeys.filter((key) => key.user_id === owner));
  return json(
    200,
    page(found, paging(call.query), (key) => keyBody(call.store, key)),
  );
}

function oneKey(call: Call) {
  const owner = userPart(call);
  const id = uuidPart(call, 'key');
  const key = call.store.state.apiKeys.find((item) => item.id === id && item.user_id === owner);
  return key === undefined ? notFound('API key', id) : json(200, keyBody(call.store, key));
}
