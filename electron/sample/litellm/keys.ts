import { ok, proxyError, type Answer } from './answer.ts';
import { hashKey } from './auth.ts';
import { keyInfoView, keyListView } from './key-view.ts';
import { flagParameter, pageOf, wholeParameter } from './query.ts';
import type { Call, Route } from './route.ts';
import type { KeyRow } from './state.ts';
import { userRowView } from './users.ts';

/** The reading routes of virtual keys. */
export const KEY_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/key/list', access: 'any', answer: listKeys },
  { method: 'GET', path: '/key/info', access: 'any', answer: keyInfo },
];

/** Newest first; hashes only, unless the whole object is asked for. The page size is called `size`. */
function listKeys({ query, state, caller }: Call): Answer {
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'size', { standard: 10, most: 100 });
  const own = caller.role.startsWith('proxy_admin') ? null : caller.userId;
  const matching = state.keys
    .filter((key) => own === null || key.userId === own)
    .filter((key) => matches(key, query))
    .toSorted((a, b) => b.createdMs - a.createdMs);
  const { items, pages } = pageOf(matching, page, size);
  const full = flagParameter(query, 'return_full_object');
  const withUser = query.getAll('expand').includes('user');
  return ok({
    keys: items.map((key) => {
      if (!full) return key.token;
      const user = withUser ? state.users.find(({ id }) => id === key.userId) : undefined;
      if (user === undefined) return keyListView(key);
      const maker = { user_id: 'default_user_id', user_email: null, user_alias: null };
      return { ...keyListView(key), user: userRowView(user, state), created_by_user: maker };
    }),
    total_count: matching.length,
    current_page: page,
    total_pages: pages,
  });
}

function matches(key: KeyRow, query: URLSearchParams): boolean {
  const wanted: readonly (readonly [string, string | null])[] = [
    ['team_id', key.teamId],
    ['user_id', key.userId],
    ['key_alias', key.alias],
    ['key_hash', key.token],
  ];
  return wanted.every(([name, value]) => query.get(name) === null || query.get(name) === value);
}

/** By hash or by the key itself; without either, the caller's own. */
function keyInfo({ query, state, caller, nowMs }: Call): Answer {
  const asked = query.get('key');
  const hash = asked?.startsWith('sk-') ? hashKey(asked) : (asked ?? caller.key?.token);
  const key = state.keys.find(({ token }) => token === hash);
  if (key === undefined) {
    throw proxyError(404, 'Key not found in database', { type: 'not_found_error', param: 'key' });
  }
  return ok({ key: asked ?? key.token, info: keyInfoView(key, nowMs) });
}
