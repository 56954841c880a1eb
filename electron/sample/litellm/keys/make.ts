import { madeUpKey } from '../new-key.ts';
import { detailError, ok, proxyError, wrappedError, type Answer } from '../answer.ts';
import { hashKey } from '../auth.ts';
import { readFields } from '../fields.ts';
import { float, time, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { BLANK_KEY } from '../store/blank-rows.ts';
import { textOf, type Row } from '../store/row.ts';
import { KEY_FIELDS, keyPatch, refuseKeyFields } from './fields.ts';
import { generatedView } from './generated-view.ts';
import { keyName } from './view.ts';

/** The routes that make virtual keys. */
export const KEY_MAKE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/key/generate', access: 'user', answer: generate },
  { method: 'POST', path: '/key/service-account/generate', access: 'admin', answer: forService },
];

function generate(call: Call): Answer {
  const found = new Map(readFields(call.body ?? {}, KEY_FIELDS));
  return ok(makeKey(call, found));
}

function forService(call: Call): Answer {
  const found = new Map(readFields(call.body ?? {}, KEY_FIELDS));
  if (typeof found.get('team_id') !== 'string') {
    throw detailError(
      400,
      'team_id is required for service account keys. Please specify `team_id` in the request body.',
    );
  }
  return ok(makeKey(call, found));
}

/**
 * Makes a key and answers as `/key/generate` does. Neither the team nor the models nor a budget above the
 * team's are looked at. A key that is there already is answered as if it were new, and left as it is.
 */
export function makeKey(call: Call, found: Map<string, Value>): ValueObject {
  const { store, older, nowMs, caller, newId } = call;
  refuseKeyFields(found, older, true);
  const asked = found.get('key');
  if (typeof asked === 'string') refuseForm(asked, older);
  refuseAlias(call, found);
  const budgetId = found.get('budget_id');
  if (typeof budgetId === 'string' && store.budgets.get(budgetId) === undefined) {
    throw wrappedError(500, { error: 'Internal Server Error.' });
  }
  if (caller.key !== null && !caller.role.startsWith('proxy_admin')) found.set('user_id', caller.userId);
  const plain = typeof asked === 'string' ? asked : madeUpKey(newId());
  const maker = caller.userId ?? textOf(caller.key?.['token']);
  const row: Row = {
    ...BLANK_KEY,
    ...keyPatch(found, BLANK_KEY, nowMs, older),
    token: hashKey(plain),
    key_name: keyName(plain),
    created_at: time(nowMs),
    created_by: maker,
    updated_at: time(nowMs),
    updated_by: maker,
  };
  if (store.keys.get(textOf(row['token'])) === undefined) store.keys.add(row);
  return generatedView(plain, found, row, older);
}

/** The length is looked at since 1.106.2. */
function refuseForm(plain: string, older: boolean): void {
  if (!plain.startsWith('sk-')) {
    const shown = `${plain.slice(0, 4)}****${plain.slice(-4)}`;
    const error = `Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: ${shown}`;
    throw wrappedError(400, { error });
  }
  if (older || plain.length >= 16) return;
  throw wrappedError(400, {
    error: 'Invalid key format. LiteLLM Virtual Key must be at least 16 characters long.',
  });
}

function refuseAlias({ store }: Call, found: ReadonlyMap<string, Value>): void {
  const alias = found.get('key_alias');
  if (typeof alias !== 'string' || store.keys.by('key_alias', alias).length === 0) return;
  throw aliasTaken(alias);
}

/** The refusal of a second key of the same alias. */
export function aliasTaken(alias: string): Error {
  return proxyError(
    400,
    `Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`,
    { type: 'bad_request_error', param: 'key_alias' },
  );
}

/** What a key is made of for a new user (LiteLLM's `/user/new`). */
export function keyOfUser(userId: string, found: ReadonlyMap<string, Value>): Map<string, Value> {
  const kept = ['models', 'aliases', 'metadata', 'permissions', 'config', 'duration', 'key_alias'];
  return new Map<string, Value>([
    ...kept.flatMap((name): [string, Value][] => {
      const value = found.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
    ['user_id', userId],
    ['spend', float(0)],
  ]);
}
