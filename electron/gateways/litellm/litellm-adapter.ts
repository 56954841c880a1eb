import { cancelled } from '../../../shared/result.ts';
import type { GatewayAdapter } from '../adapter.ts';
import { createClient } from '../http/client.ts';
import type { ClientOptions } from '../http/client.ts';
import { createPatience } from '../log/patience.ts';
import type { PatienceTools } from '../log/patience.ts';
import { watchWrites } from '../maybe-written.ts';
import { refuseHidden } from '../refuse-hidden.ts';
import { readAuditLog } from './audit-log.ts';
import { check } from './check.ts';
import { readDailyActivity } from './daily-activity.ts';
import { createPageSize } from './page-size.ts';
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
  /** How the reading of a log waits. */
  readonly patience?: Partial<PatienceTools>;
}

/**
 * LiteLLM's proxy (recorded: 1.81.13 and 1.106.2; other releases are probed). What it cannot write is refused
 * as `not_supported` before anything is sent.
 */
export function createLitellmAdapter(options: LitellmOptions = {}): GatewayAdapter {
  const { http = {}, now = () => new Date(), patience = {} } = options;
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
    dailyTotals: (connection, window, work) =>
      withSession(connection, work, http, (session) => readDailyActivity(session, window, work)),
    readAuditEvents: (connection, window, work) =>
      withSession(connection, work, http, (session) => readAuditLog(session, window, work)),
    readLogRow: readSpendLog,
    async *readLog(connection, window, work) {
      // Asking again is left to the patience of the reading, which waits longer.
      const client = createClient(connection, { ...http, retries: 0 });
      const reading = {
        session: sessionOf(client, connection, work),
        patience: createPatience(work.signal, patience),
        size: createPageSize(),
      };
      try {
        yield* readLog(reading, window, work, () => now().getTime());
      } finally {
        client.close();
      }
    },
  };
}
