import { refuse, text } from './answer.ts';
import type { Answer } from './answer.ts';
import type { RequestBody } from './body.ts';
import type { DoublewordUser } from './state.ts';
import type { Store } from './store.ts';

/** What a route gets to answer from. */
export interface Call {
  readonly store: Store;
  /** Whose key it is. */
  readonly caller: DoublewordUser;
  readonly query: URLSearchParams;
  /** Path parts named in the route's pattern. */
  readonly part: (name: string) => string;
  readonly body: RequestBody;
}

/** One route of the admin API: method, pattern below the base path, and what it answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Parts that begin with `:` are ids. */
  readonly pattern: string;
  readonly answer: (call: Call) => Answer;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID of the path, or a 400. */
export function uuidPart(call: Call, name: string): string {
  const value = call.part(name);
  if (!UUID.test(value)) refuse(text(400, `Invalid URL: Cannot parse \`${name}\` with value \`${value}\``));
  return value;
}

/** The user of the path: a UUID or `current`, the owner of the key. */
export function userPart(call: Call): string {
  const value = call.part('user');
  if (value === 'current') return call.caller.id;
  if (!UUID.test(value))
    refuse(text(400, 'Invalid URL: data did not match any variant of untagged enum UserIdOrCurrent'));
  return value;
}

/** Path parts of a pattern, or null when the path is another one. A trailing slash is another path. */
export function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parts = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') parts.set(part.slice(1), value);
    else if (part !== value) return null;
  }
  return parts;
}
