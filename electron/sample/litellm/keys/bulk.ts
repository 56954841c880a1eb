import { invalid, ok, Refusal, type Answer } from '../answer.ts';
import { hashKey } from '../auth.ts';
import { readFields } from '../fields.ts';
import { isObject, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { objectsOf, textOf } from '../store/row.ts';
import { KEY_FIELDS } from './fields.ts';
import { asHash, keyTableView } from './view.ts';
import { changeKey } from './write.ts';

/** Changing many keys with one call. */
export const KEY_BULK_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/key/bulk_update', access: 'admin', answer: bulkUpdate },
];

/** Always a 200; what failed stands in a list of its own. */
function bulkUpdate(call: Call): Answer {
  const given = readFields(call.body, { keys: 'list' }, ['keys']).get('keys');
  const asked = objectsOf(given);
  const done: Value[] = [];
  const failed: Value[] = [];
  for (const item of asked) {
    const key = textOf(item['key']);
    const found = readFields(item, KEY_FIELDS, ['key']);
    const [row, reason] = attempt(() =>
      changeKey(call, asHash(key, hashKey), withoutTeam(found, call.older)),
    );
    if (row === undefined)
      failed.push({ key, key_info: null, failed_reason: reason || notFoundReason(key, call.older) });
    else {
      const { token: _, ...info } = keyTableView(row, call.older);
      done.push({ key, key_info: info });
    }
  }
  if (asked.length === 0) {
    throw invalid([{ type: 'value_error', loc: ['body', 'keys'], msg: 'Value error, No keys provided' }]);
  }
  return ok({ total_requested: asked.length, successful_updates: done, failed_updates: failed });
}

/** LiteLLM 1.81.13 takes a key out of its team where the request does not name one. */
function withoutTeam(found: ReadonlyMap<string, Value>, older: boolean): ReadonlyMap<string, Value> {
  return older ? new Map<string, Value>([['team_id', null], ...found]) : found;
}

function notFoundReason(key: string, older: boolean): string {
  return older
    ? `Authentication Error: invalid user key - user key does not exist in db. User Key=${key}`
    : 'Key not found.';
}

function attempt<T>(change: () => T | undefined): readonly [T | undefined, string] {
  try {
    return [change(), ''];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = error.answer.body;
    const message = isObject(body) && isObject(body['error']) ? body['error']['message'] : undefined;
    return [undefined, textOf(message) || 'Internal server error'];
  }
}
