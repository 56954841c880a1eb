import type { RefusedRow, LoggedRequest } from '../../../shared/audit/logged-request.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { LogWindow } from '../adapter.ts';
import { redact } from '../http/redact.ts';
import { secondText } from '../log/span.ts';
import { readEntry } from './entry.ts';
import { textOr } from './fields.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import type { Session } from './session.ts';

/** The requests of a span, each once, newest first, not yet joined with their charges. */
export interface RequestList {
  readonly requests: readonly LoggedRequest[];
  readonly refused: readonly RefusedRow[];
  readonly bytes: number;
}

const LONGEST_RAW = 65_536;

/**
 * Reads the requests of a span to the last page (dwctl 10.13.1). Pages go back by `timestamp_before`, which is
 * inclusive, so the rows of the last instant come again and are dropped; `skip` only moves within one instant that
 * fills more than a page. Paging by `skip` alone repeats rows while traffic runs.
 *
 * @param most rows after which it stops; null then, as the oldest are the ones that are lacking
 */
export async function listRequests(
  session: Pick<Session, 'get'>,
  span: LogWindow,
  most: number,
): Promise<RequestList | null> {
  const after = new Date(span.sinceMs).toISOString();
  let before = new Date(span.untilMs).toISOString();
  let skip = 0;
  let ofInstant = new Set<string>();
  const requests: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  let bytes = 0;
  for (let page = 1; ; page += 1) {
    const answer = await session.get('/requests', {
      timestamp_after: after,
      timestamp_before: before,
      limit: PAGE_LIMIT,
      skip,
    });
    bytes += answer.bytes;
    const { rows } = atRoute(answer, () => rowsOf(answer.body));
    if (rows.length === 0) return { requests, refused, bytes };
    for (const [index, row] of rows.entries()) {
      if (ofInstant.has(identity(row))) continue;
      const read = readEntry(row);
      if (!read.ok) {
        const where = `${secondText(span.sinceMs)}, page ${page}, row ${index + 1}`;
        refused.push({ where, reason: read.reason, raw: redact(JSON.stringify(row)).slice(0, LONGEST_RAW) });
      } else if (read.request.startMs < span.untilMs) {
        requests.push(read.request);
      }
    }
    if (requests.length > most) return null;
    const oldest = textOr(rows.at(-1)?.['timestamp'], before);
    const stays = oldest === before;
    skip = stays ? skip + rows.length : 0;
    before = oldest;
    const atOldest = rows.filter((row) => row['timestamp'] === oldest).map(identity);
    ofInstant = new Set(stays ? [...ofInstant, ...atOldest] : atOldest);
  }
}

function identity(row: JsonObject): string {
  const id = row['id'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(row);
}
