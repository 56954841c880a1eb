import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { detailError, proxyError } from './answer.ts';
import { repr } from './python.ts';
import type { Route } from './route.ts';
import type { KeyRow, LitellmState } from './state.ts';
import { stampWithOffset } from './time.ts';

/** Who calls. `key` is null for the master key and on open routes. */
export interface Caller {
  readonly role: string;
  readonly userId: string | null;
  readonly key: KeyRow | null;
}

/** Nobody: the caller of an open route. */
const ANONYMOUS: Caller = { role: 'unknown', userId: null, key: null };

/** SHA-256 in hex, the form in which LiteLLM keeps its keys. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Finds out who calls a route and whether they may, with LiteLLM 1.106.2's refusals. Throws a Refusal.
 */
export function authorise(
  route: Route,
  path: string,
  headers: IncomingHttpHeaders,
  { state, masterKey, nowMs }: { state: LitellmState; masterKey: string; nowMs: number },
): Caller {
  if (route.access === 'open') return ANONYMOUS;
  const given = readKey(headers);
  if (given === masterKey) return { role: 'proxy_admin', userId: 'default_user_id', key: null };
  const caller = findCaller(given, state, nowMs);
  if (caller.key?.keyType === 'llm_api' && !path.startsWith('/v1/models') && path !== '/models') {
    const allowed = repr(['llm_api_routes']);
    throw detailError(
      403,
      `Virtual key is not allowed to call this route. Only allowed to call routes: ${allowed}. Tried to call route: ${path}`,
    );
  }
  if (caller.role === 'proxy_admin') return caller;
  if (caller.role === 'proxy_admin_viewer') {
    if (route.method === 'GET') return caller;
    throw proxyError(
      403,
      `user not allowed to access this route, role= proxy_admin_viewer. Trying to access: ${path}`,
    );
  }
  if (route.access === 'admin') throw adminOnly(path, caller);
  return caller;
}

/** The refusal of an admin route to somebody else: a 401, not a 403. */
function adminOnly(path: string, caller: Caller): Error {
  const user = '*'.repeat((caller.userId ?? 'unknown').length);
  return proxyError(
    401,
    `Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${path}. Your role=${caller.role}. Your user_id=${user}`,
  );
}

function readKey(headers: IncomingHttpHeaders): string {
  const header = headers.authorization;
  const plain = headers['x-api-key'];
  if (header === undefined) {
    if (typeof plain === 'string' && plain !== '') return plain;
    throw proxyError(401, 'Authentication Error, No api key passed in.');
  }
  const bearer = /^Bearer\s*(.*)$/i.exec(header);
  if (bearer !== null && bearer[1] === '') {
    throw proxyError(
      401,
      'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
    );
  }
  const key = bearer?.[1] ?? header;
  if (!key.startsWith('sk-')) {
    throw proxyError(401, "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'.");
  }
  return key;
}

function findCaller(given: string, state: LitellmState, nowMs: number): Caller {
  const hash = hashKey(given);
  const key = state.keys.find(({ token }) => token === hash);
  if (key === undefined) {
    throw proxyError(
      401,
      `Authentication Error, Invalid proxy server token passed. Received API Key = sk-...${given.slice(-4)}, Key Hash (Token) =${hash}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
      { type: 'token_not_found_in_db', param: 'key' },
    );
  }
  if (key.blocked === true) {
    throw proxyError(
      401,
      "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.",
    );
  }
  if (key.expiresMs !== null && key.expiresMs < nowMs) {
    const times = [key.expiresMs, nowMs].map((ms) => stampWithOffset(ms)?.replace('T', ' '));
    throw proxyError(
      401,
      `Authentication Error - Expired Key. Key Expiry time ${times[0]} and current time ${times[1]}`,
      { type: 'expired_key', param: `sk-...${hash.slice(-4)}` },
    );
  }
  const user = state.users.find(({ id }) => id === key.userId);
  return { role: user?.role ?? 'unknown', userId: key.userId, key };
}
