import type { JsonValue } from '../../../shared/json.ts';
import { cancelled } from '../../../shared/result.ts';
import type { Connection } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions, GatewayAnswer, GatewayRequest } from '../http/client.ts';
import { createLimit } from '../http/limit.ts';
import type { Limit } from '../http/limit.ts';
import { isSlowRefusal } from '../http/problems.ts';
import { redactJson } from '../http/redact.ts';
import { wait } from '../http/retry.ts';
import type { WriteWatch } from '../maybe-written.ts';

/** Enough to keep the four calls of a node busy without a queue that grows with the node. */
export const LISTS_AT_ONCE = 4;

/** Where the admin API stands (dwctl 8.94.2, 10.13.1). */
export const ADMIN_BASE = '/admin/api/v1';

type Query = Readonly<Record<string, string | number | boolean>>;

/** The calls of one task to one node. */
export interface Session {
  /** The key, for hiding it wherever it might stand. */
  readonly secrets: readonly string[];
  /** A GET below the admin base. */
  get(path: string, query?: Query): Promise<GatewayAnswer>;
  /** A write below the admin base. */
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonValue): Promise<GatewayAnswer>;
  /** `GET /ai/v1/models`: what the key itself could call. Asks no model. */
  callable(): Promise<GatewayAnswer>;
  /** `GET /healthz`, without the key. */
  health(): Promise<GatewayAnswer>;
  /** Ends what is still under way and closes connections. */
  close(): void;
}

/** How many calls at once a node stands, kept apart from the sessions so that two tasks share it. */
export interface NodeLimits {
  readonly calls: Limit;
  readonly modelLists: Limit;
}

/**
 * Limits of one node. Six model lists at once empty the pool of database connections of dwctl 10.13.1 and
 * stop the whole admin API for half a minute; four were still fine, so two keep well clear.
 */
export function createNodeLimits(): NodeLimits {
  return { calls: createLimit(4), modelLists: createLimit(2) };
}

/** The same session, its writes watched. */
export function watched(session: Session, watch: WriteWatch): Session {
  return { ...session, send: (...write) => watch.write(() => session.send(...write)) };
}

/** The same session, secrets hidden in what it reads: for all that is kept or shown. */
export function withoutSecrets(session: Session): Session {
  return {
    ...session,
    async get(path, query) {
      const answer = await session.get(path, query);
      return { ...answer, body: redactJson(answer.body, session.secrets) };
    },
  };
}

/**
 * One that asks for prices or groups holds a database connection and waits for another, also for a single model: twelve
 * `GET /models/{id}?include=pricing` at once stop the server as lists do (seen with dwctl 10.13.1).
 */
const MODEL_READ = new RegExp(`^${ADMIN_BASE}/models(?:/[^/]+)?$`);

/** Before a question is asked again that an overloaded node refused as if the key were wrong, milliseconds. */
const OVERLOAD_WAIT_MS = 2_000;

/** Opens a session. Whoever opens it closes it. */
export function openSession(
  connection: Connection,
  limits: NodeLimits,
  signal: AbortSignal,
  options: ClientOptions = {},
): Session {
  const client = createClient(connection, options);
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);

  const once = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    const call = (): Promise<GatewayAnswer> => limits.calls(() => client.send(request, both), both);
    const heavy = request.method === 'GET' && MODEL_READ.test(request.path);
    try {
      return await (heavy ? limits.modelLists(call, both) : call());
    } catch (error) {
      if (both.aborted) throw cancelled(`${connection.node}: ${request.method} ${request.path}`);
      throw error;
    }
  };

  /** The client asks again by itself after 502, 503 and 504; a slow 401 means the same of this gateway alone. */
  const ask = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    const { retries = 2, retryWaitMs = OVERLOAD_WAIT_MS } = options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(request);
      } catch (error) {
        const again = request.method === 'GET' && attempt < retries && isSlowRefusal(error);
        if (!again) throw error;
        await wait(retryWaitMs * 2 ** attempt, both).catch(() => undefined);
      }
    }
  };

  return {
    secrets: [connection.key],
    get: (path, query = {}) => ask({ method: 'GET', path: `${ADMIN_BASE}${path}`, query }),
    send: (method, path, body) =>
      ask({ method, path: `${ADMIN_BASE}${path}`, ...(body === undefined ? {} : { body }) }),
    callable: () => ask({ method: 'GET', path: '/ai/v1/models' }),
    health: () => ask({ method: 'GET', path: '/healthz', expect: 'text', withKey: false }),
    close: () => {
      own.abort();
      client.close();
    },
  };
}
