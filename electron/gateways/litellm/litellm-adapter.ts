import { cancelled } from '../../../shared/result.ts';
import type { GatewayAdapter } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions } from '../http/client.ts';
import { watchWrites } from '../maybe-written.ts';
import { refuseHidden } from '../refuse-hidden.ts';
import { check } from './check.ts';
import { createProbeMemory } from './probe-memory.ts';
import { pull } from './pull.ts';
import { readLog } from './read-log.ts';
import { reread } from './reread.ts';
import { sessionOf, watched, withSession } from './session.ts';
import { readSpendLog } from './spend-log.ts';
import { applyOperation } from './write/writers.ts';

/** What tests and other surroundings may set. */
export interface LitellmOptions {
  readonly http?: ClientOptions;
  readonly now?: () => Date;
}

/**
 * LiteLLM's proxy (recorded: 1.81.13 and 1.106.2; other releases are probed). What it cannot write is refused
 * as `not_supported` before anything is sent.
 */
export function createLitellmAdapter(options: LitellmOptions = {}): GatewayAdapter {
  const { http = {}, now = () => new Date() } = options;
  const memoryOf = createProbeMemory();
  return {
    kind: 'litellm',
    check: (connection, work) =>
      withSession(connection, work, { timeoutMs: 15_000, retries: 0, ...http }, async (session) => {
        const health = await check(session, now().toISOString(), memoryOf(connection));
        if (work.signal.aborted) throw cancelled(`Checking ${connection.node}`);
        return health;
      }),
    pull: (connection, work) => withSession(connection, work, http, (session) => pull(session, work)),
    async apply(connection, operation, work) {
      refuseHidden(operation);
      return withSession(connection, work, http, (plain) =>
        watchWrites(operation.resourceId, async (watch) => ({
          resourceId: await applyOperation(watched(plain, watch), operation, watch),
        })),
      );
    },
    reread: (connection, kind, id, work) =>
      withSession(connection, work, http, (session) => reread(session, kind, id)),
    readLogRow: readSpendLog,
    async *readLog(connection, window, work) {
      const client = createClient(connection, http);
      try {
        yield* readLog(sessionOf(client, connection, work), window, work);
      } finally {
        client.close();
      }
    },
  };
}
