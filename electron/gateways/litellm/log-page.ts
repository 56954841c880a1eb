import type { LoggedRequest, RefusedRow } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { LogPage, LogWindow } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { redactJson } from '../http/redact.ts';
import { withoutBodies } from '../log/call-bodies.ts';
import { secondText, spanText } from '../log/span.ts';
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

/** Where the log is, for problems. */
export const ROUTE = 'GET /spend/logs/v2';

const RAW_LENGTH = 65_536;
const NOTHING: ReadonlySet<string> = new Set();
/** Where 1.106.2 stops counting. Older releases count on, but not cheaply; so much is never needed. */
const COUNT_CAP = 10_000;

/**
 * The rows of an answer about a span. Rejects with `answer_unreadable` when there are none, and when one began at
 * another time: then the gateway cannot be asked by time, and rows would be lost.
 */
export function rawPage(node: string, { body, bytes }: GatewayAnswer, span: LogWindow): RawLogPage {
  const rows = isJsonObject(body) ? body['data'] : undefined;
  if (!isJsonObject(body) || !Array.isArray(rows))
    throw unreadable(`${node} answered ${ROUTE} without rows.`);
  const firstMs = Math.floor(span.sinceMs / 1000) * 1000;
  const lastMs = Math.ceil(span.untilMs / 1000) * 1000;
  for (const row of rows as readonly JsonValue[]) {
    const startMs = startOf(row);
    if (startMs !== null && (startMs < firstMs || startMs > lastMs))
      throw unreadable(
        `${node} was asked for ${spanText(span)} at ${ROUTE}, and answered with a row of ${secondText(startMs)}.`,
        "See that the time zone of the gateway's database is UTC, or import an exported file instead.",
      );
  }
  return { rows: rows as readonly JsonValue[], total: totalOf(body), bytes };
}

function unreadable(message: string, next = 'Import an exported file instead.'): ProblemError {
  return new ProblemError({ code: 'answer_unreadable', message, next, where: ROUTE });
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

/** Where a page lies: for the place of a row that is refused. */
export interface PageOf {
  readonly span: LogWindow;
  readonly page: number;
}

/**
 * The rows of a page that lie in its span, and those that could not be understood.
 *
 * @param known what came before; it is left out
 */
export function readRows(
  rows: readonly JsonValue[],
  { span, page }: PageOf,
  known: ReadonlySet<string> = NOTHING,
): Pick<LogPage, 'rows' | 'refused'> {
  const read: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((row, index) => {
    const startMs = startOf(row);
    const outside = startMs !== null && (startMs < span.sinceMs || startMs >= span.untilMs);
    if (outside || known.has(identity(row))) return;
    const outcome = readSpendLog(row);
    if (outcome.ok) return read.push(outcome.request);
    const where = `${secondText(span.sinceMs)}, page ${String(page)}, row ${String(index + 1)}`;
    return refused.push({ where, reason: outcome.reason, raw: rawRow(row) });
  });
  return { rows: read, refused };
}

/** The row as it came, but never the bodies of calls nor secrets. */
function rawRow(row: JsonValue): string {
  return withoutBodies(JSON.stringify(redactJson(row))).slice(0, RAW_LENGTH);
}

/** `YYYY-MM-DD HH:MM:SS`, UTC: the only form that 1.81.13 takes. */
export function utcSecond(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
