import { setImmediate as breathe } from 'node:timers/promises';

import type { Interval } from '../../shared/audit/months.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { PricedLog } from '../../shared/replay/prices/reprice.ts';
import type { AskedMarks, RequestLog } from '../../shared/replay/request-log.ts';
import { findRows, firstAtLeast } from '../archive/query/row-test.ts';
import type { CommittedSegment } from '../archive/store/commit.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import { makeLogColumns, partOfColumns, readColumns } from './log-columns.ts';
import type { LogColumns } from './log-columns.ts';
import { createLogCombinations } from './log-combinations.ts';
import type { LogReading } from './log-combinations.ts';
import { orderInTime, twinsOf } from './time-order.ts';

/** The requests of a node in a span, and where each is in the archive. */
export interface ReadLog<Log extends RequestLog = RequestLog> {
  readonly log: Log;
  /**
   * The id of a request by its place in the log; null where its segment is no longer there. Of requests that differ in
   * nothing else the ids rise, so that it does not depend on how they are cut into segments.
   */
  idOf(place: number): string | null;
  /** Rows that are no calls of a model, such as admin routes: they are left out. */
  readonly otherRows: number;
}

/**
 * Reads a node's requests in the order of time; those of one moment in an order that does not depend on how they are cut
 * into segments. Segments that cannot be read are left out; the store tells.
 *
 * @param marks the customers and tags that requests are told apart by, as it is more to read
 * @param stop throws when it is no longer wanted; heard after each segment
 */
export async function readRequestLog(
  store: NodeStore,
  span: Interval,
  gateway: GatewayKind = 'litellm',
  marks?: AskedMarks,
  stop?: () => void,
): Promise<ReadLog> {
  return readSegments(store, span, { gateway, withPrices: false, marks }, stop);
}

/** As {@link readRequestLog}, with what prices depend on beside: for questions about prices only, as it is more to read. */
export async function readPricedLog(
  store: NodeStore,
  span: Interval,
  gateway: GatewayKind = 'litellm',
  marks?: AskedMarks,
  stop?: () => void,
): Promise<ReadLog<PricedLog>> {
  const read = await readSegments(store, span, { gateway, withPrices: true, marks }, stop);
  const nothing = new Float64Array(0);
  const { promptTokens = nothing, completionTokens = nothing, cachedTokens = nothing } = read.log;
  return { ...read, log: { ...read.log, promptTokens, completionTokens, cachedTokens } };
}

async function readSegments(
  store: NodeStore,
  { fromMs, untilMs }: Interval,
  reading: LogReading,
  stop: () => void = () => undefined,
): Promise<ReadLog> {
  const masks = await store.masks();
  const combinations = createLogCombinations(reading);
  const segments = (await store.segments())
    .filter(({ rows, firstMs, lastMs }) => rows > 0 && lastMs >= fromMs && firstMs < untilMs)
    .toSorted((a, b) => a.firstMs - b.firstMs);
  const room = makeLogColumns(
    segments.reduce((sum, { rows }) => sum + rows, 0),
    reading.withPrices,
  );
  /** The place of each segment's first row among all rows, and of its first request. */
  const bases: number[] = [];
  const runs: number[] = [];
  let [base, count, otherRows] = [0, 0, 0];
  for (const segment of segments) {
    bases.push(base);
    runs.push(count);
    const filter = {
      ...(fromMs <= segment.firstMs ? {} : { from: new Date(fromMs).toISOString() }),
      ...(untilMs > segment.lastMs ? {} : { until: new Date(untilMs).toISOString() }),
      where: [],
    };
    const read = store.use(segment, (reader) => {
      const found = findRows(reader, store.node, filter, masks.get(segment.name));
      const columns = partOfColumns(room, count, count + segment.rows);
      const counted = readColumns(reader, columns, found, combinations, base);
      // All of the log is kept; what else was read of its columns would be as much again.
      reader.forget();
      return counted;
    });
    // Other questions are answered in between.
    await breathe();
    stop();
    base += segment.rows;
    count += read?.count ?? 0;
    otherRows += read?.others ?? 0;
  }
  const { source, ...columns } = partOfColumns(room, 0, count);
  orderInTime({ source, ...columns }, runs, combinations.all);
  return {
    log: { count, combinations: combinations.all, ...columns },
    otherRows,
    idOf: createIds(store, columns, { source, segments, bases: Float64Array.from(bases) }),
  };
}

/** Where requests are in the archive. */
interface Sources {
  readonly source: Uint32Array;
  readonly segments: readonly CommittedSegment[];
  readonly bases: Float64Array;
}

function createIds(
  store: NodeStore,
  columns: Omit<LogColumns, 'source'>,
  { source, segments, bases }: Sources,
): ReadLog['idOf'] {
  function idAt(place: number): string | null {
    const from = source[place];
    if (from === undefined) return null;
    const number = firstAtLeast(bases, from + 1) - 1;
    const segment = segments[number];
    if (segment === undefined) return null;
    return store.use(segment, (reader) => reader.id(from - (bases[number] ?? 0)));
  }

  return (place) => {
    const { first, last } = twinsOf(columns, place);
    if (first === last) return idAt(place);
    const ids = Array.from({ length: last - first + 1 }, (_, at) => idAt(first + at));
    return ids.filter((id) => id !== null).toSorted()[place - first] ?? null;
  };
}
