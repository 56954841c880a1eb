import { setImmediate as breathe } from 'node:timers/promises';

import type { Interval } from '../../shared/audit/months.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { PricedLog } from '../../shared/replay/prices/reprice.ts';
import type { RequestLog } from '../../shared/replay/request-log.ts';
import { findRows } from '../archive/query/row-test.ts';
import type { SegmentReader } from '../archive/segment/segment-reader.ts';
import type { CommittedSegment } from '../archive/store/commit.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import { createLogCombinations, OTHER } from './log-combinations.ts';
import type { LogCombinations } from './log-combinations.ts';
import { mergeColumn, mergeParts, twinsOf } from './merge-parts.ts';
import type { LogPart } from './merge-parts.ts';

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

/** The requests of one segment that count, in the order of time. */
interface Part extends LogPart {
  readonly segment: CommittedSegment;
  readonly rows: Uint32Array;
  /** How many of its rows are no calls of a model. */
  readonly others: number;
}

/**
 * Reads a node's requests in the order of time; those of one moment in an order that does not depend on how they are cut
 * into segments. Segments that cannot be read are left out; the store tells.
 */
export async function readRequestLog(
  store: NodeStore,
  span: Interval,
  gateway: GatewayKind = 'litellm',
): Promise<ReadLog> {
  const { merged, idOf, otherRows } = await readParts(store, span, { gateway, withPrices: false });
  return { log: merged.log, idOf, otherRows };
}

/** As {@link readRequestLog}, with what prices depend on beside: for questions about prices only, as it is more to read. */
export async function readPricedLog(store: NodeStore, span: Interval): Promise<ReadLog<PricedLog>> {
  const { merged, parts, idOf, otherRows } = await readParts(store, span, {
    gateway: 'litellm',
    withPrices: true,
  });
  const column = (pick: (part: Part) => Float64Array | undefined) =>
    mergeColumn(
      parts.map((part) => pick(part) ?? new Float64Array(0)),
      merged,
    );
  const promptTokens = column((part) => part.promptTokens);
  const tokens = merged.log.tokens;
  const log = {
    ...merged.log,
    promptTokens,
    completionTokens: promptTokens.map((prompt, at) => (tokens[at] ?? 0) - prompt),
    cachedTokens: column((part) => part.cachedTokens),
  };
  return { log, idOf, otherRows };
}

async function readParts(
  store: NodeStore,
  { fromMs, untilMs }: Interval,
  wish: { readonly gateway: GatewayKind; readonly withPrices: boolean },
) {
  const masks = await store.masks();
  const combinations = createLogCombinations(wish.gateway, wish.withPrices);
  const parts: Part[] = [];
  let otherRows = 0;
  for (const segment of await store.segments()) {
    if (segment.rows === 0 || segment.lastMs < fromMs || segment.firstMs >= untilMs) continue;
    const filter = {
      ...(fromMs <= segment.firstMs ? {} : { from: new Date(fromMs).toISOString() }),
      ...(untilMs > segment.lastMs ? {} : { until: new Date(untilMs).toISOString() }),
      where: [],
    };
    const part = store.use(segment, (reader): Part => {
      const found = findRows(reader, store.node, filter, masks.get(segment.name));
      const rows = found ?? allRows(segment.rows);
      const read = partOf(segment, reader, rows, combinations, wish.withPrices);
      // All of the log is kept; its columns a second time would be as much again.
      reader.forget();
      return read;
    });
    // Other questions are answered in between.
    await breathe();
    if (part === null) continue;
    otherRows += part.others;
    parts.push(part);
  }
  const merged = mergeParts(parts, combinations.all);
  const places = parts.map(({ segment, rows }) => ({ segment, rows }));
  const idAt = (place: number): string | null => {
    const part = places[merged.part[place] ?? -1];
    const row = part?.rows[merged.row[place] ?? -1];
    if (part === undefined || row === undefined) return null;
    return store.use(part.segment, (reader) => reader.id(row));
  };
  return {
    merged,
    parts,
    otherRows,
    idOf(place: number): string | null {
      const { first, last } = twinsOf(merged.log, place);
      if (first === last) return idAt(place);
      const ids = Array.from({ length: last - first + 1 }, (_, at) => idAt(first + at));
      return ids.filter((id) => id !== null).toSorted()[place - first] ?? null;
    },
  };
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) rows[row] = row;
  return rows;
}

/** The values of some rows. */
function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) picked[at] = values[rows[at] ?? 0] ?? 0;
  return picked;
}

function partOf(
  segment: CommittedSegment,
  reader: SegmentReader,
  rows: Uint32Array,
  combinations: LogCombinations,
  withPrices: boolean,
): Part {
  const profiles = reader.wordNumbers('profile');
  const ofProfile = combinations.ofProfiles(reader);
  const calls = rows.filter((row) => ofProfile[profiles[row] ?? 0] !== OTHER);
  const combination = new Uint32Array(calls.length);
  for (let at = 0; at < calls.length; at += 1)
    combination[at] = ofProfile[profiles[calls[at] ?? 0] ?? 0] ?? 0;
  const promptTokens = pick(reader.numbers('promptTokens'), calls);
  const tokens = withPrices ? Float64Array.from(promptTokens) : promptTokens;
  const answers = reader.numbers('completionTokens');
  for (let at = 0; at < calls.length; at += 1)
    tokens[at] = (tokens[at] ?? 0) + (answers[calls[at] ?? 0] ?? 0);
  return {
    segment,
    rows: calls,
    others: rows.length - calls.length,
    startMs: pick(reader.numbers('startMs'), calls),
    combination,
    spendNano: pick(reader.numbers('spendNano'), calls),
    tokens,
    durationMs: pick(reader.numbers('durationMs'), calls),
    ...(withPrices ? { promptTokens, cachedTokens: pick(reader.numbers('cachedTokens'), calls) } : {}),
  };
}
