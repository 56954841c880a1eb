import type { LogPage, LogWindow } from '../adapter.ts';
import { askLog } from './ask-log.ts';
import type { LogReading } from './ask-log.ts';
import { identity, readRows } from './log-page.ts';

/** How often a span is walked at most, and by how many rows pages are smaller each time. */
const MOST_WALKS = 3;
const SMALLER_BY = 7;

/**
 * Reads all pages of a span that cannot be cut: one second that fills a page. Neither release says in which order rows
 * of one millisecond come (1.81.13, 1.106.2), so that one may slip between two pages: where fewer rows came than the
 * gateway counts, the span is walked again with pages that end elsewhere, up to three times. Each row comes once.
 *
 * @returns how many rows are still lacking then
 */
export async function* readSecond(
  reading: LogReading,
  span: LogWindow,
): AsyncGenerator<Omit<LogPage, 'covered'>, number> {
  const all = new Set<string>();
  for (let walk = 0; ; walk += 1) {
    const counted = yield* walkPages(reading, span, all, walk * SMALLER_BY);
    const lacking = Math.max(0, counted - all.size);
    if (lacking === 0 || walk === MOST_WALKS - 1) return lacking;
  }
}

/**
 * The pages of a span, until as many rows came as the gateway counts; where it does not count, until a page without
 * a new row. A page that is cut short ends nothing: a gateway may give fewer rows than it was asked for.
 *
 * @param all takes in what tells the rows apart
 * @returns the most that the gateway counted meanwhile; 0 where it does not count
 */
async function* walkPages(
  reading: LogReading,
  span: LogWindow,
  all: Set<string>,
  smallerBy: number,
): AsyncGenerator<Omit<LogPage, 'covered'>, number> {
  const seen = new Set<string>();
  let counted = 0;
  let rowsBefore = reading.size.rows() - smallerBy;
  for (let next = 1; ;) {
    let page = next;
    const answer = await askLog(reading, span, () => {
      const rows = reading.size.rows() - smallerBy;
      // After a change of size from where the rows so far end; some come again where that is inside a page.
      if (rows !== rowsBefore) page = Math.floor(seen.size / rows) + 1;
      rowsBefore = rows;
      return { page, rows };
    });
    const read = readRows(answer.rows, { span, page }, all);
    const before = seen.size;
    for (const id of answer.rows.map(identity)) {
      seen.add(id);
      all.add(id);
    }
    if (answer.rows.length > 0) yield { ...read, bytes: answer.bytes };
    const told = typeof answer.total === 'number';
    counted = told ? Math.max(counted, answer.total) : counted;
    if (seen.size === before || (told && seen.size >= counted)) return counted;
    next = page + 1;
  }
}
