import type { Interval } from '../../shared/audit/months.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { AskedMarks, RequestLog } from '../../shared/replay/request-log.ts';
import { CANCELLED, cancelled, ProblemError } from '../../shared/result.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import type { ReadLog } from './read-request-log.ts';

/** The logs that were replayed last, so that the next edit of a policy is answered at once. */
export interface RecentLogs<Log extends RequestLog = RequestLog> {
  /**
   * Those who ask for one log at a time wait for one reading, which ends when none of them wants it any more. Rejects with
   * `cancelled`, and with what the reading rejects with.
   *
   * @param reading is told when the log is not there yet, so that it takes a while
   */
  read(
    store: NodeStore,
    gateway: GatewayKind,
    asked: { readonly span: Interval; readonly marks: AskedMarks },
    signal: AbortSignal,
    reading: () => void,
  ): Promise<ReadLog<Log>>;
}

/** Reads a log; `stop` throws when nobody wants it any more. */
type ReadsLog<Log extends RequestLog> = (
  store: NodeStore,
  span: Interval,
  gateway: GatewayKind,
  marks: AskedMarks,
  stop: () => void,
) => Promise<ReadLog<Log>>;

/** About 40 bytes each are kept in memory, with what prices depend on 64. */
const MOST_REQUESTS = 4_000_000;

/** A log that is being read, and those who wait for it. */
interface Reading<Log extends RequestLog> {
  readonly log: Promise<ReadLog<Log>>;
  readonly waiting: Set<AbortSignal>;
}

export function createRecentLogs<Log extends RequestLog>(readLog: ReadsLog<Log>): RecentLogs<Log> {
  const recent = new Map<
    string,
    { readonly node: string; readonly version: string; readonly read: ReadLog<Log> }
  >();
  const readings = new Map<string, Reading<Log>>();

  function begin(
    store: NodeStore,
    version: string,
    key: string,
    first: AbortSignal,
    log: (stop: () => void) => Promise<ReadLog<Log>>,
  ): Reading<Log> {
    const waiting = new Set([first]);
    const stop = (): void => {
      if ([...waiting].every(({ aborted }) => aborted)) throw cancelled('The replay');
    };
    const reading: Reading<Log> = {
      waiting,
      log: log(stop)
        .then(async (read) => {
          if ((await store.version()) === version) remember(store.node, version, key, read);
          return read;
        })
        .finally(() => readings.delete(key)),
    };
    readings.set(key, reading);
    return reading;
  }

  function remember(node: string, version: string, key: string, read: ReadLog<Log>): void {
    // Of another state of the archive nothing is asked any more.
    for (const [other, one] of recent) if (one.node === node && one.version !== version) recent.delete(other);
    recent.set(key, { node, version, read });
    let requests = [...recent.values()].reduce((sum, one) => sum + one.read.log.count, 0);
    for (const [oldest, one] of recent) {
      if (requests <= MOST_REQUESTS || recent.size === 1) break;
      recent.delete(oldest);
      requests -= one.read.log.count;
    }
  }

  return {
    async read(store, gateway, { span, marks }, signal, reading) {
      for (;;) {
        const version = await store.version();
        const key = JSON.stringify([store.node, gateway, span, marks, version]);
        const known = recent.get(key)?.read;
        if (known !== undefined) return known;
        reading();
        const shared =
          readings.get(key) ??
          begin(store, version, key, signal, (stop) => readLog(store, span, gateway, marks, stop));
        shared.waiting.add(signal);
        try {
          const read = await shared.log;
          if (signal.aborted) throw cancelled('The replay');
          return read;
        } catch (error) {
          const isCancelled = error instanceof ProblemError && error.problem.code === CANCELLED;
          // Else it ended because those before had gone, in the moment in which this one came.
          if (signal.aborted || !isCancelled) throw error;
        }
      }
    },
  };
}
