import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { SeenCall } from '../../../../electron/sample/litellm/simulator-options.ts';

/**
 * What a call that was carried out made, took away or put in, once and for all: doing it twice would be a second one.
 * Null for reads and for writes that set something.
 */
export function onceOnly({ method, target, text, status }: SeenCall): string | null {
  if (status === null || status >= 300 || method === 'GET') return null;
  const path = target.replace(/\?.*$/, '');
  const body = readBody(text);
  const field = (name: string): string => JSON.stringify(body[name] ?? null).replaceAll('"', '');
  switch (path) {
    case '/team/new':
      return `team ${field('team_alias')} made`;
    case '/key/generate':
      return `key ${field('key_alias')} made`;
    case '/budget/new':
      return `budget ${field('budget_id')} made`;
    case '/credentials':
      return `credential ${field('credential_name')} made`;
    case '/team/member_add': {
      const { member } = body;
      return `${JSON.stringify(member)} put into team ${field('team_id')}`;
    }
    case '/team/member_delete':
      return `${field('user_id')} taken out of team ${field('team_id')}`;
    case '/team/delete':
      return `team ${JSON.stringify(body['team_ids'])} deleted`;
    case '/key/delete':
      return `key ${JSON.stringify(body['keys'])} deleted`;
    case '/budget/delete':
      return `budget ${field('id')} deleted`;
    default:
      return method === 'DELETE' ? `${path} deleted` : null;
  }
}

/** Throws when something was done twice. */
export function requireNothingTwice(calls: readonly SeenCall[]): void {
  const done = calls.flatMap((call) => onceOnly(call) ?? []);
  const twice = done.filter((what, index) => done.indexOf(what) !== index);
  if (twice.length > 0) throw new Error(`Done twice: ${twice.join('; ')}`);
}

function readBody(text: string): JsonObject {
  const value = (text === '' ? {} : JSON.parse(text)) as JsonValue;
  return isJsonObject(value) ? value : {};
}
