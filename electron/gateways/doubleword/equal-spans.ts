import type { LogWindow } from '../adapter.ts';

/**
 * Fifty pages: a hundred new rows each, as a page goes on from the last row of the one before, and one row more for the
 * first. They are held until the oldest is there.
 */
export const SPAN_ROWS = 5_000;

/**
 * When the row began that comes after so many newer ones of a span, milliseconds; null where it has not so many. One
 * question for one row, whatever lies between.
 */
export type TimeBelow = (span: LogWindow, newer: number) => Promise<number | null>;

/**
 * Cuts time where so many rows lie between, oldest first: however dense or thin a log is, its pages come full and no row
 * is asked for in vain. Lists of dwctl 10.13.1 are newest first only, so the cuts are found from the end. Rows of one
 * millisecond stay together, and so a span holds more where that has more.
 *
 * @param rows of a span at most; the oldest one holds what is left
 */
export async function equalSpans(
  whole: LogWindow,
  rows: number,
  timeBelow: TimeBelow,
): Promise<readonly LogWindow[]> {
  const { sinceMs } = whole;
  const spans: LogWindow[] = [];
  for (let { untilMs } = whole; ;) {
    const timeMs = await timeBelow({ sinceMs, untilMs }, rows);
    // Where the log has changed meanwhile, what is left is read as one.
    const isInside = timeMs !== null && timeMs >= sinceMs && timeMs < untilMs;
    const cutMs = isInside ? (timeMs + 1 < untilMs ? timeMs + 1 : timeMs) : sinceMs;
    spans.push({ sinceMs: cutMs, untilMs });
    if (cutMs <= sinceMs) return spans.toReversed();
    untilMs = cutMs;
  }
}

/** Both ends as dwctl 10.13.1 takes them, inclusive: it keeps times to the microsecond. */
export function inclusive({ sinceMs, untilMs }: LogWindow): { readonly from: string; readonly to: string } {
  return {
    from: new Date(sinceMs).toISOString(),
    to: new Date(untilMs - 1).toISOString().replace('Z', '999Z'),
  };
}
