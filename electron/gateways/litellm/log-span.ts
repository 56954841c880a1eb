import type { JsonValue } from '../../../shared/json.ts';
import type { LogPage, LogWindow } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import type { Patience, Question } from '../log/patience.ts';
import { identity, rawPage, readRows, startOf, utcSecond } from './log-page.ts';
import type { RawLogPage } from './log-page.ts';
import type { PageSize } from './page-size.ts';
import type { Session } from './session.ts';

/** What one reading of one node's log works with. */
export interface LogReading {
  readonly session: Session;
  readonly patience: Patience;
  readonly size: PageSize;
}

/** How a span went. */
export interface ReadSpan {
  /** Up to where it was read; before the end that was asked for where there was too much. */
  readonly span: LogWindow;
  /** Different rows. */
  readonly rows: number;
  /** How many more rows the gateway counts than it gave. */
  readonly lacking: number;
}

type Pages<T> = AsyncGenerator<Omit<LogPage, 'covered'>, T>;

/** A span with more rows is cut into shorter ones: less is lost by an interruption, and totals stay true. */
const FULL_ROWS = 2_000;
const MOST_WALKS = 3;

/**
 * Reads a span, or the beginning of it where there is much in it, oldest row first, no row twice. Where pages come
 * out with fewer rows than the gateway counts (rows of one instant that changed places, rows that its retention
 * deleted meanwhile) it is read again, up to three times.
 */
export async function* readSpan(reading: LogReading, asked: LogWindow): Pages<ReadSpan> {
  const all = new Set<string>();
  let span = asked;
  for (let walk = 1; ;) {
    const walked = yield* walkSpan(reading, span, all);
    if ('narrower' in walked) {
      span = walked.narrower;
      continue;
    }
    if (walked.rows >= walked.counted) return { span, rows: all.size, lacking: 0 };
    if (walk === MOST_WALKS) return { span, rows: all.size, lacking: Math.max(0, walked.counted - all.size) };
    walk += 1;
  }
}

/** One way through a span: its different rows, and the most that the gateway counted meanwhile. */
interface Walked {
  readonly rows: number;
  readonly counted: number;
}

/**
 * The pages of a span, until as many rows came as the gateway counts; where it does not count, until a page without
 * a new row. A page that is cut short ends nothing: a gateway may give fewer rows than it was asked for.
 *
 * @param all takes in what tells the rows apart
 */
async function* walkSpan(
  reading: LogReading,
  span: LogWindow,
  all: Set<string>,
): Pages<Walked | { readonly narrower: LogWindow }> {
  const seen = new Set<string>();
  let counted = 0;
  let size = reading.size.rows();
  for (let page = 1; ; page += 1) {
    const send = (): Promise<GatewayAnswer> => {
      // After a change of size from where the rows so far end; some come again where that is inside a page.
      if (size !== reading.size.rows()) {
        size = reading.size.rows();
        page = Math.floor(seen.size / size) + 1;
      }
      return askPage(reading.session, span, page, size);
    };
    const answer = await reading.patience.ask(questionOf(reading, span), send);
    reading.size.answered(answer.ms);
    const { rows, total, bytes } = rawPage(reading.session.node, answer);
    const read = readRows({ rows, page, known: all }, span);
    const before = seen.size;
    for (const id of rows.map(identity)) {
      seen.add(id);
      all.add(id);
    }
    if (rows.length > 0) yield { ...read, bytes };
    const narrower = before === 0 ? narrow(span, rows, total) : null;
    if (narrower !== null) return { narrower };
    counted = typeof total === 'number' ? Math.max(counted, total) : counted;
    const whole = typeof total === 'number' && seen.size >= counted;
    if (whole || seen.size === before) return { rows: seen.size, counted };
  }
}

/**
 * A span with the same beginning that holds about half of what is too much, judged by its first page, and at least
 * the seconds of that page; null where it may stay as it is.
 */
function narrow(
  { sinceMs, untilMs }: LogWindow,
  rows: readonly JsonValue[],
  total: RawLogPage['total'],
): LogWindow | null {
  if (total === null || (total !== 'more' && total <= FULL_ROWS)) return null;
  const lastMs = startOf(rows.at(-1));
  if (lastMs === null) return null;
  const forHalf = ((lastMs - sinceMs) * FULL_ROWS) / 2 / rows.length;
  const atLeast = (Math.floor(lastMs / 1000) + 1) * 1000;
  const guess = Math.floor((sinceMs + forHalf) / 1000) * 1000;
  // A guess that does not lead on was wrong before: the rows come in bursts.
  const edge = guess >= atLeast && guess <= (sinceMs + untilMs) / 2 ? guess : atLeast;
  return edge < untilMs ? { sinceMs, untilMs: edge } : null;
}

function questionOf({ session, size }: LogReading, window: LogWindow): Question {
  return { node: session.node, route: 'GET /spend/logs/v2', window, lighten: size.lighten };
}

function askPage(session: Session, span: LogWindow, page: number, size: number): Promise<GatewayAnswer> {
  return session.get('/spend/logs/v2', {
    start_date: utcSecond(span.sinceMs),
    // Both ends are inclusive and whole seconds; what lies beyond is left out when the rows are read.
    end_date: utcSecond(Math.ceil(span.untilMs / 1000) * 1000),
    page,
    page_size: size,
    // By anything else rows get lost between pages (1.106.2).
    sort_by: 'startTime',
    sort_order: 'asc',
  });
}
