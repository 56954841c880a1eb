import { formatNano } from '../cost/money.ts';
import { toCsv } from '../csv.ts';
import type { CsvColumn } from '../csv.ts';
import type { AuditRow } from './logged-request.ts';

const COLUMNS: readonly CsvColumn<AuditRow>[] = [
  { title: 'node', value: (row) => row.node },
  { title: 'id', value: (row) => row.id },
  { title: 'start_utc', value: (row) => new Date(row.startMs).toISOString() },
  { title: 'duration_ms', number: true, value: (row) => row.durationMs },
  { title: 'kind', value: (row) => row.kind },
  { title: 'call_type', value: (row) => row.callType },
  { title: 'team_id', value: (row) => row.teamId },
  { title: 'team_alias', value: (row) => row.teamAlias },
  { title: 'key', value: (row) => row.key },
  { title: 'key_alias', value: (row) => row.keyAlias },
  { title: 'user', value: (row) => row.user },
  { title: 'end_user', value: (row) => row.endUser },
  { title: 'model', value: (row) => row.model },
  { title: 'served_model', value: (row) => row.servedModel },
  { title: 'provider', value: (row) => row.provider },
  { title: 'outcome', value: (row) => (row.ok ? 'ok' : 'failed') },
  { title: 'error_code', value: (row) => row.errorCode },
  { title: 'error_class', value: (row) => row.errorClass },
  { title: 'prompt_tokens', number: true, value: (row) => row.promptTokens },
  { title: 'completion_tokens', number: true, value: (row) => row.completionTokens },
  {
    title: 'spend_usd',
    number: true,
    value: (row) => (row.spendNano === null ? null : formatNano(row.spendNano)),
  },
  { title: 'cache_hit', value: (row) => (row.cacheHit === null ? null : String(row.cacheHit)) },
  { title: 'tags', value: (row) => row.tags.join(' ') },
  { title: 'address', value: (row) => row.address },
];

/** Logged requests as CSV, one line each, in the order given. What a gateway does not say is an empty field. */
export function requestsCsv(rows: readonly AuditRow[]): string {
  return toCsv(COLUMNS, rows);
}
