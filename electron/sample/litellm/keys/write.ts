import { invalid, ok, proxyError, wrappedError, type Answer } from '../answer.ts';
import { hashKey } from '../auth.ts';
import { readFields } from '../fields.ts';
import { LICENCE_NOTE } from '../licence.ts';
import { float, isObject, time, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { numberOf, textOf, textsOf, type Row } from '../store/row.ts';
import { KEY_FIELDS, keyPatch, refuseKeyFields } from './fields.ts';
import { aliasTaken } from './make.ts';
import { asHash, keyTableView, keyUpdateView } from './view.ts';

/** The routes that change virtual keys and delete them. */
export const KEY_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/key/update', access: 'admin', answer: updateKey },
  { method: 'POST', path: '/key/delete', access: 'admin', answer: deleteKeys },
  { method: 'POST', path: '/key/block', access: 'admin', answer: (call) => setBlocked(call, true) },
  { method: 'POST', path: '/key/unblock', access: 'admin', answer: (call) => setBlocked(call, false) },
  { method: 'POST', path: '/key/{key}/regenerate', access: 'admin', answer: regenerate },
  { method: 'POST', path: '/key/{key}/reset_spend', access: 'admin', answer: resetSpend },
];

/** By key or, since 1.106.2, by alias. */
function updateKey(call: Call): Answer {
  const { body, store, older } = call;
  const found = readFields(body, KEY_FIELDS, older ? ['key'] : []);
  const asked = textOf(found.get('key'));
  const alias = textOf(found.get('key_alias'));
  if (asked === '' && alias === '') {
    const msg = 'Value error, either key or key_alias must be provided';
    throw invalid([{ type: 'value_error', loc: ['body'], msg }]);
  }
  const named = asked === '' ? store.keys.by('key_alias', alias)[0] : undefined;
  const hash = asked === '' ? textOf(named?.['token']) : asHash(asked, hashKey);
  const row = changeKey(call, hash, found);
  if (row === undefined) throw keyNotFound(asked || alias, older);
  return ok(keyUpdateView(asked || hash, row, older));
}

/** Changes a key as `/key/update` does; undefined when there is none of the hash. Throws a Refusal. */
export function changeKey(
  { store, older, nowMs, caller }: Call,
  hash: string,
  found: ReadonlyMap<string, Value>,
): Row | undefined {
  const before = store.keys.get(hash);
  if (before === undefined) return undefined;
  refuseKeyFields(found, older, false);
  const alias = found.get('key_alias');
  if (typeof alias === 'string' && alias !== before['key_alias']) {
    if (store.keys.by('key_alias', alias).length > 0) throw aliasTaken(alias);
  }
  return store.keys.update(hash, {
    ...keyPatch(found, before, nowMs, older),
    updated_at: time(nowMs),
    updated_by: caller.userId,
    settings_updated_at: time(nowMs),
  });
}

function keyNotFound(asked: string, older: boolean): Error {
  if (older) {
    return proxyError(
      401,
      `Authentication Error: invalid user key - user key does not exist in db. User Key=${asked}`,
    );
  }
  return proxyError(404, 'Key not found.', { type: 'not_found_error', param: 'key' });
}

/** One key that is there is enough: the answer then names the others as deleted too. */
function deleteKeys(call: Call): Answer {
  const { body, store, nowMs, caller, headers, newId } = call;
  const found = readFields(body, { keys: 'texts', key_aliases: 'texts' });
  const [keys, aliases] = [textsOf(found.get('keys')), textsOf(found.get('key_aliases'))];
  if (keys.length === 0 && aliases.length === 0) {
    const msg = "Value error, At least one of 'keys' or 'key_aliases' must be provided.";
    const input = isObject(body) ? body : null;
    throw invalid([{ type: 'value_error', loc: ['body'], msg, input, ctx: { error: {} } }]);
  }
  const hashes = [
    ...keys.map((key) => asHash(key, hashKey)),
    ...aliases.flatMap((alias) => store.keys.by('key_alias', alias).map((key) => textOf(key['token']))),
  ];
  const rows = hashes.map((hash) => store.keys.remove(hash)).filter((row) => row !== undefined);
  if (rows.length === 0) throw wrappedError(404, { error: 'No keys found' });
  const changedBy = headers['litellm-changed-by'];
  for (const row of rows) {
    store.deletedKeys.add({
      ...row,
      id: newId(),
      deleted_at: time(nowMs),
      deleted_by: caller.userId,
      deleted_by_api_key: caller.keyHash,
      litellm_changed_by: typeof changedBy === 'string' ? changedBy : null,
    });
  }
  return ok({ deleted_keys: keys.length > 0 ? keys : aliases });
}

function setBlocked({ body, store, nowMs, caller, older }: Call, blocked: boolean): Answer {
  const asked = textOf(readFields(body, { key: 'text' }, ['key']).get('key'));
  const row = store.keys.update(asHash(asked, hashKey), {
    blocked,
    updated_at: time(nowMs),
    updated_by: caller.userId,
    settings_updated_at: time(nowMs),
  });
  if (row === undefined) throw keyNotFound(asked, older);
  return ok(keyTableView(row, older));
}

function regenerate(): Answer {
  throw proxyError(500, `Regenerating Virtual Keys is an Enterprise feature, ${LICENCE_NOTE}`, {
    type: 'internal_server_error',
    param: null,
  });
}

function resetSpend({ body, path, store, nowMs }: Call): Answer {
  const reset = numberOf(readFields(body, { reset_to: 'number' }, ['reset_to']).get('reset_to')) ?? 0;
  const hash = asHash(path['key'] ?? '', hashKey);
  const before = store.keys.get(hash);
  const row = store.keys.update(hash, { spend: float(reset), updated_at: time(nowMs) });
  if (before === undefined || row === undefined) throw keyNotFound(hash, false);
  return ok({
    key_hash: hash,
    spend: float(reset),
    previous_spend: before['spend'] ?? null,
    max_budget: row['max_budget'] ?? null,
    budget_reset_at: row['budget_reset_at'] ?? null,
  });
}
