import { cancelled } from '../../../shared/result.ts';
import type { GatewayAdapter } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions } from '../http/client.ts';
import { watchWrites } from '../maybe-written.ts';
import { check } from './check.ts';
import { applyModel } from './model-write.ts';
import { pull } from './pull.ts';
import { readLog } from './read-log.ts';
import { reread } from './reread.ts';
import { sessionOf, watched, withSession } from './session.ts';
import { readSpendLog } from './spend-log.ts';
import { notSupported } from './team-body.ts';
import { applyTeam } from './team-write.ts';

/** What tests and other surroundings may set. */
export interface LitellmOptions {
  readonly http?: ClientOptions;
  readonly now?: () => Date;
}

/**
 * LiteLLM's proxy (recorded: 1.81.13 and 1.106.2; other releases are probed). Writes teams, and makes and
 * deletes deployments of its database; every other write is refused as `not_supported` before it is sent.
 */
export function createLitellmAdapter(options: LitellmOptions = {}): GatewayAdapter {
  const { http = {}, now = () => new Date() } = options;
  return {
    kind: 'litellm',
    check: (connection, work) =>
      withSession(connection, work, { timeoutMs: 15_000, retries: 0, ...http }, async (session) => {
        const health = await check(session, now().toISOString());
        if (work.signal.aborted) throw cancelled(`Checking ${connection.node}`);
        return health;
      }),
    pull: (connection, work) => withSession(connection, work, http, (session) => pull(session, work)),
    apply: (connection, operation, work) =>
      withSession(connection, work, http, (plain) =>
        watchWrites(operation.resourceId, async (watch) => {
          const session = watched(plain, watch);
          if (operation.kind === 'team') return { resourceId: await applyTeam(session, operation, watch) };
          if (operation.kind === 'model') return { resourceId: await applyModel(session, operation) };
          throw notSupported(operation, `Writing a ${operation.kind} of LiteLLM is not built.`);
        }),
      ),
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
