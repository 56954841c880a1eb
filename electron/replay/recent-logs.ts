import type { Interval } from '../../shared/audit/months.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { AskedMarks, RequestLog } from '../../shared/replay/request-log.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import type { ReadLog } from './read-request-log.ts';

/** The logs that were replayed last, so that the next edit of a policy is answered at once. */
export interface RecentLogs<Log extends RequestLog = RequestLog> {
  /** @param reading is told when the log is not there yet, so that it takes a while */
  read(
    store: NodeStore,
    gateway: GatewayKind,
    asked: { readonly span: Interval; readonly marks: AskedMarks },
    reading: () => void,
  ): Promise<ReadLog<Log>>;
}

/** About 40 bytes each are kept in memory, with what prices depend on 64. */
const MOST_REQUESTS = 4_000_000;

export function createRecentLogs<Log extends RequestLog>(
  readLog: (
    store: NodeStore,
    span: Interval,
    gateway: GatewayKind,
    marks: AskedMarks,
  ) => Promise<ReadLog<Log>>,
): RecentLogs<Log> {
  const kept = new Map<string, ReadLog<Log>>();
  return {
    async read(store, gateway, { span, marks }, reading) {
      const version = await store.version();
      const key = JSON.stringify([store.node, gateway, span, marks, version]);
      const known = kept.get(key);
      if (known !== undefined) return known;
      reading();
      const read = await readLog(store, span, gateway, marks);
      // Of another state of the archive nothing is asked any more.
      for (const other of kept.keys())
        if ((JSON.parse(other) as readonly unknown[])[0] === store.node) kept.delete(other);
      if ((await store.version()) === version) kept.set(key, read);
      let requests = [...kept.values()].reduce((sum, { log }) => sum + log.count, 0);
      for (const [oldest, { log }] of kept) {
        if (requests <= MOST_REQUESTS || kept.size === 1) break;
        kept.delete(oldest);
        requests -= log.count;
      }
      return read;
    },
  };
}
