import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { formatCount, formatUsd, shortenId } from '../../ui/format.ts';
import { formatMoment } from '../../ui/format-time.ts';

/** `20 Oct 14:59:38` in the user's zone. */
export function formatSecond(at: Date): string {
  return `${formatMoment(at)}:${String(at.getSeconds()).padStart(2, '0')}`;
}

/** `UTC+2`, `UTC−3:30` or `UTC`, for an offset in minutes west of UTC, as `getTimezoneOffset` gives it. */
export function zoneName(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC';
  const size = Math.abs(offsetMinutes);
  const minutes = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `UTC${offsetMinutes < 0 ? '+' : '−'}${Math.floor(size / 60)}${minutes}`;
}

/** A team's name, its shortened id where the log has no name, or that there is none. */
export function teamOf(row: AuditRow): string {
  if (row.teamId === '') return 'no team';
  return row.teamAlias ?? shortenId(row.teamId, 14);
}

/** A key's name, its shortened hash where the log has no name, or a dash where it names no key. */
export function keyOf(row: AuditRow): string {
  if (row.keyAlias !== null && row.keyAlias !== '') return row.keyAlias;
  return row.key === '' ? '–' : shortenId(row.key, 14);
}

/** `ok`, or how it failed in as few words as there are. */
export function outcomeOf(row: AuditRow): string {
  return row.ok ? 'ok' : (row.errorCode ?? row.errorClass ?? 'failed');
}

/** What a request cost; a dash where the gateway does not say, which is not zero. */
export function costOf(row: AuditRow): string {
  return row.spendNano === null ? '–' : formatUsd(formatNano(row.spendNano));
}

/** `7,603 ms`: the same unit in every row, so that a column can be read down. */
export function tookOf(row: AuditRow): string {
  return row.durationMs === null ? '–' : `${formatCount(row.durationMs)} ms`;
}
