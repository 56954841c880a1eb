import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import { FIRST_SPAN_MS, nextSpan, secondText, spanFrom, spanText } from '../log/span.ts';
import { readSpan } from './log-span.ts';
import type { LogReading } from './log-span.ts';

/** Two or four pages: little is lost when reading is interrupted, and little asked for nothing. */
const AIM_ROWS = 1_000;

/**
 * The spend log of a window from `/spend/logs/v2` (1.81.13, 1.106.2), in spans of time that get shorter where the
 * log is dense and longer where it is thin, oldest first. Rows that the gateway counts and does not give are
 * refused as such.
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
    const pages = readSpan(reading, next.span);
    let step = await pages.next();
    for (; step.done !== true; step = await pages.next()) {
      done += step.value.rows.length + step.value.refused.length;
      work.progress(done, null, secondText(atMs));
      yield { ...step.value, covered: null };
    }
    const { span, rows, lacking } = step.value;
    const refused = lacking > 0 ? [lack(span, lacking)] : [];
    if (next.settles) yield { rows: [], refused, bytes: 0, covered: span };
    spanMs = nextSpan(span, rows, AIM_ROWS);
    atMs = span.untilMs;
  }
}

function lack(span: LogWindow, rows: number): RefusedRow {
  const reason = `The gateway counts ${String(rows)} more rows here than it gives, after three readings.`;
  return { where: spanText(span), reason, raw: '' };
}
