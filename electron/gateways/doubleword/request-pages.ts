import type { RefusedRow, LoggedRequest } from '../../../shared/audit/logged-request.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { LogWindow } from '../adapter.ts';
import { secondText } from '../log/span.ts';
import { readEntry } from './entry.ts';
import { inclusive } from './equal-spans.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import { refusedRow } from './refused-row.ts';
import type { Session } from './session.ts';

/** The requests of a span, each once, newest first, not yet joined with their charges. */
export interface RequestList {
  readonly requests: readonly LoggedRequest[];
  readonly refused: readonly RefusedRow[];
  readonly bytes: number;
}

/** The request log of a node, as one reading asks for it. */
export interface RequestPages {
  /** All requests of a span. */
  list(span: LogWindow): Promise<RequestList>;
  /** When the request began that comes after so many newer ones of a span; null where it has not so many. */
  timeBelow(span: LogWindow, newer: number): Promise<number | null>;
}

/**
 * Reads the requests of spans to their last page (dwctl 10.13.1). Pages go back by `timestamp_before`, which is
 * inclusive, so the rows of the last instant come again and are dropped; `skip` only moves within one instant that
 * fills more than a page. Paging by `skip` alone repeats rows while traffic runs.
 *
 * There are no totals. The node gives as many rows as it has, up to a limit of its own, so that a page with fewer than
 * another one of it had is the last; as long as none is known to have been full, one that is empty.
 */
export function openRequestPages(sessionOf: (span: LogWindow) => Pick<Session, 'get'>): RequestPages {
  let fullest = 0;

  async function list(span: LogWindow): Promise<RequestList> {
    const session = sessionOf(span);
    const { from, to } = inclusive(span);
    let before = to;
    let skip = 0;
    let ofInstant = new Set<string>();
    const requests: LoggedRequest[] = [];
    const refused: RefusedRow[] = [];
    let bytes = 0;
    for (let page = 1; ; page += 1) {
      const query = { timestamp_after: from, timestamp_before: before, limit: PAGE_LIMIT, skip };
      const answer = await session.get('/requests', query);
      bytes += answer.bytes;
      const { rows } = atRoute(answer, () => rowsOf(answer.body));
      for (const [index, row] of rows.entries()) {
        if (ofInstant.has(identity(row))) continue;
        const read = readEntry(row);
        if (!read.ok) {
          const where = `${secondText(span.sinceMs)}, page ${page}, row ${index + 1}`;
          refused.push(refusedRow(where, read.reason, row));
        } else if (read.request.startMs < span.untilMs) {
          requests.push(read.request);
        }
      }
      if (rows.length === 0 || rows.length < fullest) return { requests, refused, bytes };
      fullest = rows.length;
      const oldest = timeOf(rows.at(-1)) ?? before;
      const stays = oldest === before;
      skip = stays ? skip + rows.length : 0;
      before = oldest;
      const atOldest = rows.filter((row) => row['timestamp'] === oldest).map(identity);
      ofInstant = new Set(stays ? [...ofInstant, ...atOldest] : atOldest);
    }
  }

  return {
    list,
    async timeBelow(span, newer) {
      const { from, to } = inclusive(span);
      const query = { timestamp_after: from, timestamp_before: to, limit: 1, skip: newer };
      const answer = await sessionOf(span).get('/requests', query);
      const time = timeOf(atRoute(answer, () => rowsOf(answer.body)).rows[0]);
      return time === null ? null : Date.parse(time);
    },
  };
}

function timeOf(row: JsonObject | undefined): string | null {
  const text = row?.['timestamp'];
  return typeof text === 'string' && !Number.isNaN(Date.parse(text)) ? text : null;
}

function identity(row: JsonObject): string {
  const id = row['id'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(row);
}
