import type { Connection, Work } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions, GatewayAnswer, GatewayClient, GatewayRequest } from '../http/client.ts';
import type { WriteWatch } from '../maybe-written.ts';

/** One task's conversation with one node. */
export interface Session {
  readonly node: string;
  readonly signal: AbortSignal;
  send(request: GatewayRequest): Promise<GatewayAnswer>;
  get(path: string, query?: GatewayRequest['query']): Promise<GatewayAnswer>;
  /** A write: the only way in which something is sent that changes the gateway. */
  write(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: GatewayRequest['body'],
  ): Promise<GatewayAnswer>;
}

/** The same conversation, its writes watched. */
export function watched(session: Session, watch: WriteWatch): Session {
  return { ...session, write: (...request) => watch.write(() => session.write(...request)) };
}

/** Runs a task with a client of its own, and closes its connections whatever happens. */
export async function withSession<T>(
  connection: Connection,
  work: Work,
  options: ClientOptions,
  task: (session: Session) => Promise<T>,
): Promise<T> {
  const client = createClient(connection, options);
  try {
    return await task(sessionOf(client, connection, work));
  } finally {
    client.close();
  }
}

/** `gatehouse` and the account, as far as a header can carry its name. */
function changedBy({ changedBy: account = '' }: Connection): string {
  const name = account.replaceAll(/[^ -~]/g, '?').trim();
  return name === '' ? 'gatehouse' : `gatehouse (${name})`;
}

/** A conversation over a client that the caller closes. */
export function sessionOf(client: GatewayClient, connection: Connection, { signal }: Work): Session {
  const send = (request: GatewayRequest): Promise<GatewayAnswer> => client.send(request, signal);
  return {
    node: connection.node,
    signal,
    send,
    get: (path, query = {}) => send({ method: 'GET', path, query }),
    // The name by which LiteLLM's own audit log will know these writes.
    write: (method, path, body) =>
      send({
        method,
        path,
        ...(body === undefined ? {} : { body }),
        headers: { 'LiteLLM-Changed-By': changedBy(connection) },
      }),
  };
}
