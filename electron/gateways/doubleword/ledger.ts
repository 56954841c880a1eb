import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { LogWindow } from '../adapter.ts';
import { secondText } from '../log/span.ts';
import { equalSpans, inclusive, SPAN_ROWS } from './equal-spans.ts';
import { textOr } from './fields.ts';
import type { Charge } from './ledger-row.ts';
import { chargeOf } from './ledger-row.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import { refusedRow } from './refused-row.ts';
import type { Session } from './session.ts';

/** The usage charges of a node, read forward in time beside its requests, and kept only while they can be needed. */
export interface Ledger {
  /** By request id. */
  readonly charges: ReadonlyMap<string, Charge>;
  /** Ids of requests that were charged by rows that could not be read: what these cost is not known. */
  readonly unread: ReadonlySet<string>;
  /** Rows that could not be read, each told once. */
  takeRefused(): readonly RefusedRow[];
  /** Reads on, so that everything charged before then is there, as far as it is written by now. */
  readTo(untilMs: number): Promise<void>;
  /** Lets go of what was charged before then. */
  forget(beforeMs: number): void;
}

type Asking = Pick<Session, 'get'>;

/** What was charged so shortly before now may not be written yet: it is read again. */
const UNSETTLED_MS = 60_000;

/**
 * A ledger that begins at a time (dwctl 10.13.1).
 *
 * @param window until when it will probably be asked for; it may be asked for more
 * @param now milliseconds since 1970 UTC
 * @param spanRows charges that are read in one go at most
 */
export function createLedger(
  session: Asking,
  window: LogWindow,
  now: () => number,
  spanRows: number = SPAN_ROWS,
): Ledger {
  const charges = new Map<string, Charge>();
  const unread = new Set<string>();
  const told = new Set<string>();
  let refused: RefusedRow[] = [];
  let readUntilMs = window.sinceMs;
  let spans: readonly LogWindow[] = [];

  /** The next span that was wholly written by then; null when all are read. */
  async function nextSpan(untilMs: number, settledMs: number): Promise<LogWindow | null> {
    const [known, ...others] = spans;
    if (known !== undefined) {
      spans = others;
      return known;
    }
    const reached = Math.min(Math.max(untilMs, window.untilMs), settledMs);
    if (reached <= readUntilMs) return null;
    spans = await equalSpans({ sinceMs: readUntilMs, untilMs: reached }, spanRows, (span, newer) =>
      timeBelow(session, span, newer),
    );
    return nextSpan(untilMs, settledMs);
  }

  function take(row: JsonObject, span: LogWindow): void {
    const charge = chargeOf(row);
    if (typeof charge !== 'string') {
      charges.set(charge.sourceId, charge);
      return;
    }
    unread.add(textOr(row['source_id'], ''));
    const named = textOr(row['id'], 'without an id').slice(0, 64);
    const found = refusedRow(`ledger from ${secondText(span.sinceMs)}, row ${named}`, charge, row);
    if (!told.has(found.raw)) refused.push(found);
    told.add(found.raw);
  }

  const readCharges = async (span: LogWindow): Promise<void> => {
    for await (const row of rowsOfSpan(session, span)) take(row, span);
  };

  return {
    charges,
    unread,
    takeRefused() {
      const taken = refused;
      refused = [];
      return taken;
    },
    async readTo(untilMs) {
      // Once: the clock runs on with each answer, and what is settled with it, by an answer's length each time.
      const settledMs = now() - UNSETTLED_MS;
      while (readUntilMs < untilMs) {
        const span = await nextSpan(untilMs, settledMs);
        if (span === null) break;
        await readCharges(span);
        readUntilMs = span.untilMs;
      }
      if (readUntilMs < untilMs) await readCharges({ sinceMs: readUntilMs, untilMs });
    },
    forget(beforeMs) {
      for (const [id, { createdMs }] of charges) if (createdMs < beforeMs) charges.delete(id);
    },
  };
}

/**
 * Usage charges of a span. Batches must not be grouped: a grouped row carries the batch's id instead of the request's
 * (dwctl 10.13.1). Grants are left out: the gateway filters by type.
 */
function usageOf(span: LogWindow) {
  const { from, to } = inclusive(span);
  return {
    all: true,
    transaction_types: 'usage',
    group_batches: false,
    start_date: from,
    end_date: to,
  };
}

/**
 * The rows of all usage charges of a span. The list is in the order of writing, which is not quite that of its times
 * (dwctl 10.13.1), so its pages go by `skip`: it only grows at its head, which can repeat rows but loses none.
 */
async function* rowsOfSpan(session: Asking, span: LogWindow): AsyncGenerator<JsonObject> {
  const query = { ...usageOf(span), limit: PAGE_LIMIT };
  for (let skip = 0; ;) {
    const answer = await session.get('/transactions', { ...query, skip });
    const page = atRoute(answer, () => rowsOf(answer.body));
    yield* page.rows;
    skip += page.rows.length;
    if (page.rows.length === 0 || page.more === false) return;
  }
}

async function timeBelow(session: Asking, span: LogWindow, newer: number): Promise<number | null> {
  const answer = await session.get('/transactions', { ...usageOf(span), limit: 1, skip: newer });
  const time = Date.parse(textOr(atRoute(answer, () => rowsOf(answer.body)).rows[0]?.['created_at'], ''));
  return Number.isNaN(time) ? null : time;
}
