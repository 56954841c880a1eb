import type { LoggedRequest, RefusedRow } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { LogPage, LogWindow } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { redactJson } from '../http/redact.ts';
import { secondText } from '../log/span.ts';
import { textOf } from './fields.ts';
import { readLogTime } from './log-time.ts';
import { readSpendLog } from './spend-log.ts';

/** One answer of `/spend/logs/v2`, its rows not yet understood. */
export interface RawLogPage {
  readonly rows: readonly JsonValue[];
  /** How many rows the question matches; `more` than the gateway counts; null where it does not say. */
  readonly total: number | 'more' | null;
  readonly bytes: number;
}

const RAW_LENGTH = 65_536;
/** Where 1.106.2 stops counting. Older releases count on, but not cheaply; so much is never needed. */
const COUNT_CAP = 10_000;

/** The rows of an answer. Rejects with `answer_unreadable` when there are none. */
export function rawPage(node: string, { body, bytes }: GatewayAnswer): RawLogPage {
  const rows = isJsonObject(body) ? body['data'] : undefined;
  if (!isJsonObject(body) || !Array.isArray(rows))
    throw new ProblemError({
      code: 'answer_unreadable',
      message: `${node} answered GET /spend/logs/v2 without rows.`,
      next: 'Import an exported file instead.',
      where: 'GET /spend/logs/v2',
    });
  return { rows: rows as readonly JsonValue[], total: totalOf(body), bytes };
}

function totalOf(body: JsonObject): RawLogPage['total'] {
  const total = body['total'];
  if (typeof total !== 'number') return null;
  return total >= COUNT_CAP || body['total_is_capped'] === true ? 'more' : total;
}

/** What tells a row from every other: its id, or all of it. */
export function identity(row: JsonValue): string {
  const id = isJsonObject(row) ? textOf(row['request_id']) : '';
  return id === '' ? JSON.stringify(row) : id;
}

/** When a row began, milliseconds since 1970 UTC; null when it does not say. */
export function startOf(row: JsonValue | undefined): number | null {
  return isJsonObject(row) ? readLogTime(row['startTime']) : null;
}

/** Rows of a page with the place of the page in its span; `known` says which came before. */
export interface PlacedRows {
  readonly rows: readonly JsonValue[];
  readonly page: number;
  readonly known: ReadonlySet<string>;
}

/** The new rows of a page that lie in the span, and those that could not be understood. */
export function readRows(
  { rows, page, known }: PlacedRows,
  { sinceMs, untilMs }: LogWindow,
): Pick<LogPage, 'rows' | 'refused'> {
  const read: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((row, index) => {
    if (known.has(identity(row))) return;
    const outcome = readSpendLog(row);
    if (!outcome.ok) {
      const where = `${secondText(sinceMs)}, page ${String(page)}, row ${String(index + 1)}`;
      refused.push({ where, reason: outcome.reason, raw: rawRow(row) });
    } else if (outcome.request.startMs >= sinceMs && outcome.request.startMs < untilMs) {
      read.push(outcome.request);
    }
  });
  return { rows: read, refused };
}

/** The row as it came, but never the bodies of calls nor secrets. */
function rawRow(row: JsonValue): string {
  const kept = isJsonObject(row) ? withoutBodies(row) : row;
  return JSON.stringify(redactJson(kept)).slice(0, RAW_LENGTH);
}

function withoutBodies(row: JsonObject): JsonObject {
  const { messages: _m, response: _r, proxy_server_request: _p, ...rest } = row;
  return rest;
}

/** `YYYY-MM-DD HH:MM:SS`, UTC: the only form that 1.81.13 takes. */
export function utcSecond(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
