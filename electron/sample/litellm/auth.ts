import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { detailError, proxyError, Refusal } from './answer.ts';
import { refuseUserBudget } from './chat/budgets.ts';
import { repr, time, timeOf } from './python.ts';
import type { Route } from './route.ts';
import { textOf } from './store/row.ts';
import { errorOf, logCall } from './spend/log-call.ts';
import type { Store } from './store/store.ts';
import { stampWithOffset } from './time.ts';
import type { Caller } from './caller.ts';

/** What authorisation looks at. */
export interface AuthContext {
  readonly store: Store;
  readonly masterKey: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What LiteLLM 1.106.2 calls the master key in the place of a hash. */
const MASTER_KEY_NAME = 'litellm_proxy_master_key';

/** Nobody: the caller of an open route. */
const ANONYMOUS: Caller = { role: 'unknown', userId: null, key: null, keyHash: '' };

/** SHA-256 in hex, the form in which LiteLLM keeps its keys. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** True for an admin, also one who may only look. */
export function isAdmin({ role }: Caller): boolean {
  return role === 'proxy_admin' || role === 'proxy_admin_viewer';
}

/**
 * Finds out who calls a route and whether they may, with the refusals of the release. Throws a Refusal.
 */
export function authorise(
  route: Route,
  path: string,
  headers: IncomingHttpHeaders,
  context: AuthContext,
): Caller {
  const { store } = context;
  if (route.access === 'open') return ANONYMOUS;
  if (store.allowedIps !== null && !store.allowedIps.includes('127.0.0.1')) {
    throw proxyError(403, 'Access forbidden: IP address 127.0.0.1 not allowed.');
  }
  const caller = identify(route, path, headers, context);
  if (caller.keyHash === MASTER_KEY_NAME || caller.keyHash === hashKey(context.masterKey)) return caller;
  if (route.access === 'master') throw masterOnly(path);
  const user = store.users.get(caller.userId ?? '');
  const older = store.release === '1.81.13';
  if (older && user !== undefined && route.access !== 'llm') refuseUserBudget(user, older);
  refuseKeyType(route, path, caller, store);
  refuseRole(route, path, caller, store);
  return caller;
}

/**
 * Who calls. Calls of nobody, and of keys that do not hold any more, go into the log
 * since 1.106.2. */
function identify(route: Route, path: string, headers: IncomingHttpHeaders, context: AuthContext): Caller {
  const { store, masterKey, nowMs } = context;
  const older = store.release === '1.81.13';
  try {
    return callerOf(readKey(headers, older), masterKey, context);
  } catch (error) {
    if (!(error instanceof Refusal) || !store.database || older) throw error;
    const given = /\S+$/.exec(headers.authorization ?? '')?.[0];
    const key = given === undefined ? undefined : store.keys.get(hashKey(given));
    const keyHash = textOf(key?.['token']) || (given === undefined ? '' : hashKey(given));
    store.keys.update(keyHash, { last_active: time(nowMs) });
    logCall(store, {
      callType: route.access === 'llm' ? 'acompletion' : path,
      startMs: nowMs,
      keyHash,
      key: key ?? null,
      error: errorOf(error),
    });
    throw error;
  }
}

function callerOf(given: string, masterKey: string, context: AuthContext): Caller {
  const { store } = context;
  if (given === masterKey) {
    const keyHash = store.release === '1.81.13' ? hashKey(masterKey) : MASTER_KEY_NAME;
    return { role: 'proxy_admin', userId: 'default_user_id', key: null, keyHash };
  }
  if (!store.database) {
    throw proxyError(400, 'No connected db.', { type: 'no_db_connection', param: null });
  }
  return findCaller(given, context);
}

/** Keys made for models only are refused on everything else, save a list of models since 1.106.2. */
function refuseKeyType({ access }: Route, path: string, { key }: Caller, store: Store): void {
  if (access === 'llm' || textOf(key?.['key_type']) !== 'llm_api') return;
  if (MODEL_LISTS.has(path) && store.release !== '1.81.13') return;
  const allowed = repr(['llm_api_routes']);
  throw detailError(
    403,
    `Virtual key is not allowed to call this route. Only allowed to call routes: ${allowed}. Tried to call route: ${path}`,
  );
}

function refuseRole(route: Route, path: string, caller: Caller, store: Store): void {
  if (route.access === 'llm') return;
  if (caller.role === 'proxy_admin') return;
  if (caller.role === 'proxy_admin_viewer') {
    if (route.method === 'GET' && !(store.release === '1.81.13' && HIDDEN_FROM_VIEWERS.has(path))) return;
    throw proxyError(
      403,
      `user not allowed to access this route, role= proxy_admin_viewer. Trying to access: ${path}`,
    );
  }
  const mayNotMake = route.access === 'user' && caller.role === 'internal_user_viewer';
  if (route.access === 'admin' || mayNotMake) throw adminOnly(path, caller, store.release === '1.81.13');
}

function masterOnly(path: string): Refusal {
  return proxyError(401, `Authentication Error, Tried to access route=${path}, which is only for MASTER KEY`);
}

/** What keys made for models only may read in LiteLLM 1.106.2, and not in 1.81.13. */
const MODEL_LISTS = new Set(['/model/info', '/v1/model/info']);

/** What an admin viewer could not read in LiteLLM 1.81.13 and can in 1.106.2. */
const HIDDEN_FROM_VIEWERS = new Set([
  '/budget/list',
  '/config/list',
  '/config/field/info',
  '/credentials',
  '/v2/guardrails/list',
  '/policies/list',
  '/spend/logs/v2',
]);

/** The refusal of an admin route to somebody else: a 401, not a 403. Who it is was told in 1.81.13. */
function adminOnly(path: string, caller: Caller, older: boolean): Refusal {
  const id = caller.userId ?? 'unknown';
  return proxyError(
    401,
    `Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${path}. Your role=${caller.role}. Your user_id=${older ? id : '*'.repeat(id.length)}`,
  );
}

function readKey(headers: IncomingHttpHeaders, older: boolean): string {
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
    const lead = older ? 'Authentication Error, ' : '';
    throw proxyError(
      401,
      `${lead}LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'.`,
    );
  }
  return key;
}

function findCaller(given: string, { store, nowMs }: AuthContext): Caller {
  const hash = hashKey(given);
  const older = store.release === '1.81.13';
  const key = store.keys.get(hash);
  if (key === undefined) {
    throw proxyError(
      401,
      `Authentication Error, Invalid proxy server token passed. Received API Key = sk-...${given.slice(-4)}, Key Hash (Token) =${hash}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
      { type: 'token_not_found_in_db', param: 'key' },
    );
  }
  if (key['blocked'] === true) {
    throw proxyError(
      401,
      `Authentication Error, Key is blocked. Update via \`/key/unblock\` if you're ${older ? '' : 'an '}admin.`,
    );
  }
  const expiresMs = timeOf(key['expires']);
  if (expiresMs !== null && expiresMs < nowMs) {
    const times = [expiresMs, nowMs].map((ms) => stampWithOffset(ms)?.replace('T', ' '));
    throw proxyError(
      older ? 400 : 401,
      `Authentication Error - Expired Key. Key Expiry time ${times[0]} and current time ${times[1]}`,
      { type: 'expired_key', param: `sk-...${hash.slice(-4)}` },
    );
  }
  const userId = textOf(key['user_id']) || null;
  const user = userId === null ? undefined : store.users.get(userId);
  return { role: textOf(user?.['user_role']) || 'unknown', userId, key, keyHash: hash };
}
