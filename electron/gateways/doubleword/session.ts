import type { JsonValue } from '../../../shared/json.ts';
import { cancelled } from '../../../shared/result.ts';
import type { Connection } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions, GatewayAnswer, GatewayRequest } from '../http/client.ts';
import { createLimit } from '../http/limit.ts';
import type { Limit } from '../http/limit.ts';
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

  const ask = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    const call = (): Promise<GatewayAnswer> => limits.calls(() => client.send(request, both), both);
    const heavy = request.method === 'GET' && request.path === `${ADMIN_BASE}/models`;
    try {
      return await (heavy ? limits.modelLists(call, both) : call());
    } catch (error) {
      if (both.aborted) throw cancelled(`${connection.node}: ${request.method} ${request.path}`);
      throw error;
    }
  };

  return {
    secrets: [connection.key],
    get: (path, query = {}) => ask({ method: 'GET', path: `${ADMIN_BASE}${path}`, query }),
    send: (method, path, body) =>
      ask({ method, path: `${ADMIN_BASE}${path}`, ...(body === undefined ? {} : { body }) }),
    health: () => ask({ method: 'GET', path: '/healthz', expect: 'text', withKey: false }),
    close: () => {
      own.abort();
      client.close();
    },
  };
}
