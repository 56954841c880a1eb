import type { AuditRow } from '../../shared/audit/logged-request.ts';
import { toCondition } from './audit-filter.ts';
import type { AuditQuery } from './audit-filter.ts';
import { toRequest } from './request-row.ts';
import { REQUEST_COLUMNS } from './schema.ts';
import type { SegmentReader } from './segment-readers.ts';
import { select, selectExact, toBigInt, toNumber, toText } from './sqlite.ts';

/** A matching row, before it is read: where it is and what it is sorted by. */
export interface Match {
  readonly node: string;
  readonly number: number;
  readonly value: number | null;
  readonly id: string;
}

/** What one segment has to say to a page. */
export interface SegmentMatches {
  readonly total: number;
  readonly nano: bigint;
  /** The first `offset + limit` of the segment, in order. */
  readonly matches: readonly Match[];
}

const SORT_COLUMNS: Readonly<Record<AuditQuery['sort'], string>> = {
  startMs: 'start_ms',
  spendNano: 'spend_nano',
  durationMs: 'duration_ms',
  promptTokens: 'prompt_tokens',
  completionTokens: 'completion_tokens',
};

/** Finds what a segment could put on the page, and counts and sums all that matches. */
export function findMatches(segment: SegmentReader, query: AuditQuery): SegmentMatches {
  const { sql, parameters } = toCondition(query.filter, segment);
  const column = SORT_COLUMNS[query.sort];
  const direction = query.descending ? 'DESC' : 'ASC';
  const [sums] = selectExact(
    segment.database,
    `SELECT count(*), coalesce(sum(spend_nano), 0) FROM request WHERE ${sql}`,
    parameters,
  );
  const rows = select(
    segment.database,
    `SELECT number, ${column}, id FROM request WHERE ${sql}
     ORDER BY ${column} ${direction}, id LIMIT ${query.offset + query.limit}`,
    parameters,
  );
  return {
    total: toNumber(sums?.[0]),
    nano: toBigInt(sums?.[1]),
    matches: rows.map(([number, value, id]) => ({
      node: segment.node,
      number: toNumber(number),
      value: typeof value === 'number' ? value : null,
      id: toText(id),
    })),
  };
}

/** The page out of the matches of all segments: same order as within one. */
export function pickPage(matches: readonly Match[], query: AuditQuery): readonly Match[] {
  const sign = query.descending ? -1 : 1;
  const sorted = [...matches].sort(
    (a, b) =>
      sign * ((a.value ?? -Infinity) - (b.value ?? -Infinity) || 0) ||
      order(a.id, b.id) ||
      order(a.node, b.node),
  );
  return sorted.slice(query.offset, query.offset + query.limit);
}

/** Reads the rows of a page that lie in one segment, by their number. */
export function readRows(segment: SegmentReader, numbers: readonly number[]): ReadonlyMap<number, AuditRow> {
  const rows = select(
    segment.database,
    `SELECT ${REQUEST_COLUMNS.join(', ')}, number FROM request WHERE number IN (${numbers.join(', ')})`,
  );
  return new Map(
    rows.map((row) => [toNumber(row.at(-1)), { node: segment.node, ...toRequest(row, segment.words) }]),
  );
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
