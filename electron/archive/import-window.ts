import { DAY_MS, HOUR_MS } from '../../shared/audit/months.ts';
import { ProblemError } from '../../shared/result.ts';
import type { LogWindow } from '../gateways/adapter.ts';

/** How far back a first import goes. */
export const FIRST_IMPORT_DAYS = 62;
/**
 * A gateway writes a row after the call has ended (LiteLLM 8 to 10 s later, all of its rows of those seconds at once),
 * under the time it began: what began this long before the end of what was read is read again, so that calls of up to
 * an hour are not missed, nor those of a node whose clock is up to an hour behind ours. At 100 rows a minute that is
 * 6,000 rows, a quarter of a minute.
 */
export const OVERLAP_MS = HOUR_MS;

/**
 * The window of an import from a node: what was asked for, else from the end of what was read wholly, a little
 * before, until now; without anything read the days of {@link FIRST_IMPORT_DAYS}. An import that was interrupted is
 * so taken up again where it had come to.
 * Throws `bad_window` when it would be empty.
 *
 * @param readUntilMs until when the log was read before: the end of the last span that a page called covered; null
 *   when it never was
 */
export function importWindow(
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  readUntilMs: number | null,
  nowMs: number,
): LogWindow {
  // What is still to come cannot be read: a reader would wait for it.
  const untilMs = asked.until === undefined ? nowMs : Math.min(nowMs, Date.parse(asked.until));
  const usual =
    readUntilMs === null ? untilMs - FIRST_IMPORT_DAYS * DAY_MS : Math.min(readUntilMs, nowMs) - OVERLAP_MS;
  const sinceMs = asked.since === undefined ? usual : Date.parse(asked.since);
  if (sinceMs < untilMs) return { sinceMs, untilMs };
  throw new ProblemError({
    code: 'bad_window',
    message: `There is nothing between ${new Date(sinceMs).toISOString()} and ${new Date(untilMs).toISOString()}.`,
    next: 'Give a start that lies before the end.',
    where: asked.since === undefined ? 'until' : 'since',
  });
}
