import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { GATEWAY_FACTS } from '../../../shared/fleet/gateway-facts.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { sayTheSame } from './richer.ts';
import type { Richer } from './richer.ts';

/** A reading of a request: a row of a segment, or what two of them were put together to. */
export interface Reading {
  readonly reader: SegmentReader;
  readonly row: number;
  /** What counts instead of what stands in the segment. */
  readonly merged?: LoggedRequest | undefined;
}

/** Kinds of gateways whose ids tell requests apart only within one database. */
const SERIAL: ReadonlySet<string> = new Set(
  Object.entries(GATEWAY_FACTS).flatMap(([kind, { requestIds }]) => (requestIds === 'serial' ? [kind] : [])),
);

/**
 * True where two rows of segments are readings of one request: they have one id and, where another database begins with
 * the same ids, one start.
 */
export function isSameRequest(one: Omit<Reading, 'merged'>, other: Omit<Reading, 'merged'>): boolean {
  if (!one.reader.sameId(one.row, other.reader, other.row)) return false;
  return !SERIAL.has(one.reader.facts.source.gateway) || startOf(one) === startOf(other);
}

function startOf({ reader, row }: Omit<Reading, 'merged'>): number | undefined {
  return reader.numbers('startMs')[row];
}

/** Which of two readings of one request counts; where neither does, what they are put together. */
export function whichCounts(
  older: Reading,
  newer: Reading,
  richer: Richer | null,
): 'older' | 'newer' | LoggedRequest {
  const stored = older.merged === undefined && newer.merged === undefined;
  if (stored && older.reader.same(older.row, newer.reader, newer.row)) return 'older';
  if (stored && richer === null) return 'newer';
  const before = saidBy(older);
  const now = saidBy(newer);
  const kept = richer === null ? now : richer(before, now);
  if (sayTheSame(kept, before)) return 'older';
  return sayTheSame(kept, now) ? 'newer' : kept;
}

/** What counts of a request that was committed before, and of an older reading of it that is imported again. */
export function comesBack(
  committed: Reading,
  older: Reading,
  richer: Richer | null,
): 'older' | LoggedRequest {
  if (richer === null) return 'older';
  const now = saidBy(committed);
  const kept = richer(saidBy(older), now);
  return sayTheSame(kept, now) ? 'older' : kept;
}

function saidBy({ reader, row, merged }: Reading): LoggedRequest {
  return merged ?? reader.request(row);
}
