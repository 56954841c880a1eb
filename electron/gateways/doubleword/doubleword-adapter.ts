import type { Connection, GatewayAdapter, Work } from '../adapter.ts';
import type { ClientOptions } from '../http/client.ts';
import { createPatience } from '../log/patience.ts';
import type { PatienceTools } from '../log/patience.ts';
import { watchWrites } from '../maybe-written.ts';
import { refuseHidden } from '../refuse-hidden.ts';
import { checkNode } from './check.ts';
import { readDailyTotals } from './daily-totals.ts';
import { readEntry } from './entry.ts';
import { located } from './located.ts';
import { pullState } from './pull.ts';
import { readLogPages } from './read-log.ts';
import { createServerLimits } from './server-limits.ts';
import { openSession, watched } from './session.ts';
import type { Session } from './session.ts';
import { applyOperation, rereadResource } from './write/writers.ts';

/** What can be set from outside; every value has a default. */
export interface DoublewordOptions {
  /** How the HTTP client behaves. */
  readonly client?: ClientOptions;
  /** The time of checks, and how old a call must be to be surely charged. */
  readonly now?: () => Date;
  /** Owners of keys and webhooks that a pull asks one by one at most, 20,000. */
  readonly mostKeyOwners?: number;
  /** How the reading of a log waits. */
  readonly patience?: Partial<PatienceTools>;
  /** Requests, and charges, that a reading of a log takes in one go at most, 5,000. */
  readonly spanRows?: number;
}

/**
 * The adapter for Doubleword's control layer (recorded from dwctl 10.13.1, differences from 8.94.2). Asks a
 * node with at most four calls and two model lists at once, however many tasks run. Never calls a model.
 */
export function createDoublewordAdapter(options: DoublewordOptions = {}): GatewayAdapter {
  const now = options.now ?? (() => new Date());
  const limitsOf = createServerLimits();

  const open = (connection: Connection, work: Work, client = options.client): Session =>
    openSession(connection, limitsOf(connection), work.signal, client);
  const within = async <T>(
    connection: Connection,
    work: Work,
    job: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const session = open(connection, work);
    try {
      return await job(session);
    } catch (error) {
      throw located(error, connection.node);
    } finally {
      session.close();
    }
  };

  return {
    kind: 'doubleword',
    check: (connection, work) =>
      within(connection, work, (session) => checkNode(session, connection.node, now)),
    pull: (connection, work) =>
      within(connection, work, (session) => pullState(session, work, options.mostKeyOwners)),
    async apply(connection, operation, work) {
      refuseHidden(operation);
      return watchWrites(operation.resourceId, (watch) =>
        within(connection, work, (session) =>
          applyOperation(watched(session, watch), operation, {
            made: watch.made,
            ...(work.notice === undefined ? {} : { notice: work.notice }),
          }),
        ),
      );
    },
    reread: (connection, kind, id, work) =>
      within(connection, work, (session) => rereadResource(session, kind, id)),
    dailyTotals: (connection, window, work) =>
      within(connection, work, (session) => readDailyTotals(session, window, work, () => now().getTime())),
    // There is no such log, and no table of one (dwctl 8.94.2, 10.13.1).
    readAuditEvents: async () => ({
      available: false,
      events: [],
      why: 'Doubleword keeps no log of what administrators do.',
    }),
    readLogRow: readEntry,
    async *readLog(connection, window, work) {
      // Asking again is left to the patience of the reading, which waits longer.
      const session = open(connection, work, { ...options.client, retries: 0 });
      const reading = {
        node: connection.node,
        session,
        patience: createPatience(work.signal, options.patience),
        now: () => now().getTime(),
        spanRows: options.spanRows,
      };
      try {
        yield* readLogPages(reading, window, work);
      } catch (error) {
        throw located(error, connection.node);
      } finally {
        session.close();
      }
    },
  };
}
