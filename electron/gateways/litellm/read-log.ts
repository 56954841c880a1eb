import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import { FIRST_SPAN_MS, nextSpan, secondText, spanFrom, spanText } from '../log/span.ts';
import { askLog } from './ask-log.ts';
import type { LogReading } from './ask-log.ts';
import { readRows, startOf } from './log-page.ts';
import type { RawLogPage } from './log-page.ts';
import { readSecond } from './log-second.ts';

/** Somewhat more than a page: pages come full, and the gateway counts and sorts little for them. */
const AIM_PAGES = 1.5;

/**
 * The spend log of a window from `/spend/logs/v2` (1.81.13, 1.106.2), oldest first.
 *
 * Of each span only the first page is asked for. It holds the oldest rows, so what began before the second of its last
 * row is complete, whatever the gateway counts, writes or deletes meanwhile; the next span begins with that second.
 * Pages by number would lose rows: a row of the same millisecond as another can stand on either side of the end of a
 * page, and once on neither. Only a second that fills a page by itself is read by them, and then counted. Spans get
 * shorter where the log is dense and longer where it is thin.
 *
 * @param now milliseconds since 1970 UTC
 */
export async function* readLog(
  reading: LogReading,
  window: LogWindow,
  work: Work,
  now: () => number,
): AsyncGenerator<LogPage> {
  let done = 0;
  let spanMs = FIRST_SPAN_MS;
  for (let atMs = window.sinceMs; ;) {
    const next = spanFrom(atMs, spanMs, window, now());
    if (next === null) return;
    let rows = 0;
    let span = next.span;
    for await (const part of readFirst(reading, next.span)) {
      span = part.span;
      rows += part.page.rows.length;
      done += part.page.rows.length + part.page.refused.length;
      work.progress(done, null, secondText(atMs));
      yield { ...part.page, covered: part.ends && next.settles ? part.span : null };
    }
    spanMs = nextSpan(span, rows, reading.size.rows() * AIM_PAGES);
    atMs = span.untilMs;
  }
}

/** A part of a span: one page, and whether the part ends with it. */
interface Part {
  readonly page: Omit<LogPage, 'covered'>;
  readonly span: LogWindow;
  readonly ends: boolean;
}

/** The beginning of a span, as far as its first page leads; or its first second, where that is more than a page. */
async function* readFirst(reading: LogReading, asked: LogWindow): AsyncGenerator<Part> {
  const first = await askLog(reading, asked, () => ({ page: 1, rows: reading.size.rows() }));
  const span = ofPage(first, asked);
  if (span !== null) {
    const read = readRows(first.rows, { span, page: 1 });
    yield { page: { ...read, bytes: first.bytes }, span, ends: true };
    return;
  }
  const second = secondOf(first, asked);
  const pages = readSecond(reading, second);
  let step = await pages.next();
  for (; step.done !== true; step = await pages.next()) yield { page: step.value, span: second, ends: false };
  const refused = step.value > 0 ? [lack(second, step.value)] : [];
  yield { page: { rows: [], refused, bytes: 0 }, span: second, ends: true };
}

/** What a first page is complete of; null where it does not lead beyond the second in which it begins. */
function ofPage({ rows, total }: RawLogPage, { sinceMs, untilMs }: LogWindow): LogWindow | null {
  const all = rows.length === 0 || (typeof total === 'number' && total <= rows.length);
  if (all) return { sinceMs, untilMs };
  const edge = secondOfLast(rows);
  return edge !== null && edge > sinceMs ? { sinceMs, untilMs: Math.min(edge, untilMs) } : null;
}

function secondOf({ rows }: RawLogPage, { sinceMs, untilMs }: LogWindow): LogWindow {
  const edge = secondOfLast(rows);
  return { sinceMs, untilMs: edge === null ? untilMs : Math.min(untilMs, edge + 1000) };
}

/** When the second of the last row began; null where no row says when it was. */
function secondOfLast(rows: RawLogPage['rows']): number | null {
  const lastMs = rows.map(startOf).findLast((ms) => ms !== null);
  return lastMs === undefined || lastMs === null ? null : Math.floor(lastMs / 1000) * 1000;
}

function lack(span: LogWindow, rows: number): RefusedRow {
  const reason = `The gateway counts ${String(rows)} more rows here than it gives, after three readings.`;
  return { where: spanText(span), reason, raw: '' };
}
