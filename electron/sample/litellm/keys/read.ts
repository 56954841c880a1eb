import { detailError, ok, proxyError, type Answer } from '../answer.ts';
import { hashKey, isAdmin } from '../auth.ts';
import { refuseUnlicensed } from '../licence.ts';
import type { Value } from '../python.ts';
import { flagParameter, pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import { textOf, type Row } from '../store/row.ts';
import { userRowView } from '../users/view.ts';
import { asHash, deletedKeyView, keyInfoView, keyListText, keyListView } from './view.ts';

/** The reading routes of virtual keys. */
export const KEY_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/key/list', access: 'any', answer: listKeys },
  { method: 'GET', path: '/key/info', access: 'any', answer: keyInfo },
  { method: 'GET', path: '/key/aliases', access: 'any', answer: listAliases },
  { method: 'POST', path: '/v2/key/info', access: 'admin', answer: infoOfMany },
  { method: 'POST', path: '/key/health', access: 'any', answer: keyHealth },
  { method: 'GET', path: '/key/spend/report', access: 'admin', answer: spendReport, since: '1.106.2' },
];

/** Newest first; hashes only, unless the whole object is asked for. The page size is called `size`. */
function listKeys(call: Call): Answer {
  const { query, store, older } = call;
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'size', { standard: 10, most: 100 });
  const full = flagParameter(query, 'return_full_object');
  const deleted = query.get('status') === 'deleted';
  const table = deleted ? store.deletedKeys : store.keys;
  const filtered = deleted ? null : matchingKeys(call);
  const total = filtered === null ? table.size() : filtered.length;
  const rows = filtered === null ? table.newest(page, size) : pageOf(filtered.toReversed(), page, size).items;
  return ok({
    keys: rows.map((key): Value => {
      if (!full) return textOf(key['token']);
      return deleted ? deletedKeyView(key, older) : fullKey(key, call);
    }),
    total_count: total,
    current_page: page,
    total_pages: Math.ceil(total / size),
  });
}

function fullKey(key: Row, { query, store, older }: Call): Value {
  if (!query.getAll('expand').includes('user')) return keyListText(key, older);
  const view = keyListView(key, older);
  const user = store.users.get(textOf(key['user_id']));
  if (user === undefined) return view;
  const maker = store.users.get(textOf(key['created_by']));
  const created = {
    user_id: key['created_by'] ?? null,
    user_email: maker?.['user_email'] ?? null,
    user_alias: maker?.['user_alias'] ?? null,
  };
  return { ...view, user: userRowView(user, older), ...(older ? {} : { created_by_user: created }) };
}

/** Oldest first; null where nothing narrows the list. An index finds those of a team, user or alias. */
function matchingKeys({ query, store, caller }: Call): readonly Row[] | null {
  const wanted: [string, string][] = [];
  if (!isAdmin(caller)) wanted.push(['user_id', caller.userId ?? '']);
  for (const name of ['team_id', 'user_id', 'key_alias']) {
    const text = query.get(name);
    if (text !== null) wanted.push([name, text]);
  }
  const hash = query.get('key_hash');
  const byHash = hash === null ? null : store.keys.get(hash);
  const [first, ...others] = wanted;
  if (byHash !== null) return byHash === undefined ? [] : [byHash].filter((key) => has(key, wanted));
  if (first === undefined) return null;
  return store.keys.by(...first).filter((key) => has(key, others));
}

function has(key: Row, wanted: readonly (readonly [string, string])[]): boolean {
  return wanted.every(([name, text]) => textOf(key[name]) === text);
}

/** By hash or by the key itself; without either, the caller's own. */
function keyInfo({ query, store, caller, nowMs, older }: Call): Answer {
  const asked = query.get('key');
  const hash = asked === null ? textOf(caller.key?.['token']) : asHash(asked, hashKey);
  const key = store.keys.get(hash);
  if (key === undefined) {
    throw proxyError(404, 'Key not found in database', { type: 'not_found_error', param: 'key' });
  }
  return ok({ key: asked ?? hash, info: keyInfoView(key, older, nowMs) });
}

/** Several at once; those that are not there are left out. */
function infoOfMany({ body, store, nowMs, older }: Call): Answer {
  const asked = typeof body === 'object' && body !== null && 'keys' in body ? body['keys'] : undefined;
  const keys = Array.isArray(asked) ? asked.filter((item) => typeof item === 'string') : [];
  const found = keys.map((text) => store.keys.get(asHash(text, hashKey))).filter((key) => key !== undefined);
  return ok({ key: keys, info: found.map((key) => keyInfoView(key, older, nowMs)) });
}

/** Names alone, in their order; before 1.106.2 all of them at once. */
function listAliases({ query, store, older }: Call): Answer {
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'size', { standard: 50, most: 100 });
  const search = older ? '' : (query.get('search') ?? '').toLowerCase();
  const aliases = store.keys
    .all()
    .map((key) => textOf(key['key_alias']))
    .filter((alias) => alias !== '' && alias.toLowerCase().includes(search))
    .sort();
  if (older) return ok({ aliases });
  const { items, pages } = pageOf(aliases, page, size);
  return ok({ aliases: items, total_count: aliases.length, current_page: page, total_pages: pages, size });
}

function keyHealth(): Answer {
  return ok({ key: 'healthy', logging_callbacks: null });
}

function spendReport(): Answer {
  throw detailError(403, refuseUnlicensed('/spend/report endpoint'));
}
