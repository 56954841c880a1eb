import { DAY_MS } from '../../../shared/audit/months.ts';
import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import { redactJson } from '../http/redact.ts';
import { textOf } from './fields.ts';
import type { Session } from './session.ts';
import { readSpendLog } from './spend-log.ts';

const PAGE_SIZES = [500, 100] as const;
const RAW_LENGTH = 65_536;

/**
 * The spend log of a window from `/spend/logs/v2` (1.81.13, 1.106.2), day by day, oldest first, each day
 * until an empty page: `total` stops at 10,000 while pages go on. Sorted by `startTime`, the only order
 * that loses no rows. Rows may repeat between pages; rows outside the window are left out.
 */
export async function* readLog(session: Session, window: LogWindow, work: Work): AsyncIterable<LogPage> {
  let sizes: readonly number[] = PAGE_SIZES;
  let done = 0;
  for (const day of daysOf(window)) {
    let before = '';
    for (let page = 1; ; page += 1) {
      const { answer, left } = await ask(session, day, page, sizes);
      sizes = left;
      const rows = rowsOf(session.node, answer);
      const ids = idsOf(rows);
      // An empty page ends the day; so does one that repeats the last, of a gateway that does not count pages.
      if (rows.length === 0 || ids === before) break;
      before = ids;
      const read = readRows(rows, day, `${isoDay(day.sinceMs)}, page ${String(page)}`);
      done += read.rows.length + read.refused.length;
      work.progress(done, null, isoDay(day.sinceMs));
      yield { ...read, bytes: answer.bytes, covered: null };
    }
  }
}

/** Whole UTC days, the first and last cut to the window. */
export function daysOf({ sinceMs, untilMs }: LogWindow): readonly LogWindow[] {
  const days: LogWindow[] = [];
  for (let since = sinceMs; since < untilMs;) {
    const until = Math.min(untilMs, (Math.floor(since / DAY_MS) + 1) * DAY_MS);
    days.push({ sinceMs: since, untilMs: until });
    since = until;
  }
  return days;
}

async function ask(
  session: Session,
  day: LogWindow,
  page: number,
  sizes: readonly number[],
): Promise<{ readonly answer: GatewayAnswer; readonly left: readonly number[] }> {
  const [size = 100, ...smaller] = sizes;
  try {
    const answer = await session.get('/spend/logs/v2', {
      start_date: utcSecond(Math.floor(day.sinceMs / 1000) * 1000),
      // Both ends are inclusive and whole seconds; what lies beyond is left out when the rows are read.
      end_date: utcSecond(Math.ceil(day.untilMs / 1000) * 1000),
      page,
      page_size: size,
      sort_by: 'startTime',
      sort_order: 'asc',
    });
    return { answer, left: sizes };
  } catch (error) {
    // 1.81.13 takes at most 100 rows a page and refuses more with 422.
    if (answeredStatus(error) !== 422 || page > 1 || smaller.length === 0) throw error;
    return ask(session, day, page, smaller);
  }
}

function rowsOf(node: string, { body }: GatewayAnswer): readonly JsonValue[] {
  const rows = isJsonObject(body) ? body['data'] : undefined;
  if (Array.isArray(rows)) return rows as readonly JsonValue[];
  throw new ProblemError({
    code: 'answer_unreadable',
    message: `${node} answered GET /spend/logs/v2 without rows.`,
    next: 'Import an exported file instead.',
    where: 'GET /spend/logs/v2',
  });
}

function idsOf(rows: readonly JsonValue[]): string {
  return rows.map((row) => (isJsonObject(row) ? textOf(row['request_id']) : '')).join('\n');
}

function readRows(
  rows: readonly JsonValue[],
  { sinceMs, untilMs }: LogWindow,
  where: string,
): Pick<LogPage, 'rows' | 'refused'> {
  const read: LogPage['rows'][number][] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((row, index) => {
    const outcome = readSpendLog(row);
    if (!outcome.ok)
      refused.push({ where: `${where}, row ${String(index + 1)}`, reason: outcome.reason, raw: rawRow(row) });
    else if (outcome.request.startMs >= sinceMs && outcome.request.startMs < untilMs)
      read.push(outcome.request);
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
function utcSecond(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
