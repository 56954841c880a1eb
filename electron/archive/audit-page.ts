import { matches } from '../../shared/audit/matching.ts';
import type { RequestFilter } from '../../shared/audit/filter.ts';
import type { AuditRow } from '../../shared/audit/logged-request.ts';
import { toRequest } from './request-row.ts';
import { REQUEST_COLUMNS } from './schema.ts';
import type { SegmentReader } from './segment-readers.ts';
import { select } from './sqlite.ts';

/** The rows of one segment that a filter asks for, in no order. */
export function findRows(segment: SegmentReader, filter: RequestFilter): readonly AuditRow[] {
  return select(segment.database, `SELECT ${REQUEST_COLUMNS.join(', ')} FROM request`)
    .map((row): AuditRow => ({ node: segment.node, ...toRequest(row, segment.words) }))
    .filter((row) => matches(row, filter));
}
