import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { HOUR_MS } from '../../../shared/audit/months.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import type { Patience } from '../log/patience.ts';
import { FIRST_SPAN_MS, SHORTEST_SPAN_MS, nextSpan, secondText, spanFrom } from '../log/span.ts';
import { joinCharge } from './join.ts';
import { createLedger } from './ledger.ts';
import { readTeams } from './payers.ts';
import { listRequests } from './request-pages.ts';
import type { RequestList } from './request-pages.ts';
import { ADMIN_BASE } from './session.ts';
import type { Session } from './session.ts';

/** What one reading of one node's log works with. */
export interface LogReading {
  readonly node: string;
  readonly session: Session;
  readonly patience: Patience;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** The gateway writes a charge within a tenth of a second of the call's end; this allows for clocks. */
const SETTLED_AFTER_MS = 60_000;
/** How long after its end a call is looked for in the ledger, should the gateway write late. */
const CHARGED_WITHIN_MS = HOUR_MS;
/** Twenty pages; the pages of a span are newest first, so it is held until its oldest is there. */
const AIM_ROWS = 2_000;
const MOST_ROWS = 5_000;

/**
 * The request log of a window, each row with its charge and payer (dwctl 10.13.1), oldest first: in spans of time
 * that get shorter where the log is dense and longer where it is thin, one page each. The memberships are read before
 * the first, the ledger beside the requests, always as far as the last call of the span needs.
 */
export async function* readLogPages(
  reading: LogReading,
  window: LogWindow,
  work: Work,
): AsyncGenerator<LogPage> {
  const { now } = reading;
  const teamsOf = await readTeams(patient(reading, window));
  const ledger = createLedger(patient(reading, window), window.sinceMs - SETTLED_AFTER_MS, now);
  let done = 0;
  let spanMs = FIRST_SPAN_MS;
  for (let atMs = window.sinceMs; ;) {
    const next = spanFrom(atMs, spanMs, window, now());
    if (next === null) return;
    const { span, settles } = next;
    const length = span.untilMs - span.sinceMs;
    const settledMs = now() - SETTLED_AFTER_MS;
    const most = length > SHORTEST_SPAN_MS ? MOST_ROWS : Number.POSITIVE_INFINITY;
    const list = await listRequests(patient(reading, span), span, most);
    if (list === null) {
      spanMs = nextSpan(span, Number.POSITIVE_INFINITY, AIM_ROWS);
      continue;
    }
    await ledger.readTo(lastEnd(list, span) + CHARGED_WITHIN_MS);
    const rows = joined(list, { charges: ledger.charges, teamsOf, settledMs });
    done += rows.length + list.refused.length;
    work.progress(done, null, secondText(atMs));
    yield { rows, refused: list.refused, bytes: list.bytes, covered: settles ? span : null };
    ledger.forget(span.untilMs - SETTLED_AFTER_MS);
    spanMs = nextSpan(span, rows.length, AIM_ROWS);
    atMs = span.untilMs;
  }
}

/** The same session, asking with patience; `window` is what a problem will name. */
function patient({ node, session, patience }: LogReading, window: LogWindow): Session {
  return {
    ...session,
    get: (path, query) =>
      patience.ask({ node, route: `GET ${ADMIN_BASE}${path}`, window }, () => session.get(path, query)),
  };
}

function lastEnd({ requests }: RequestList, { untilMs }: LogWindow): number {
  let last = untilMs;
  for (const { startMs, durationMs } of requests) last = Math.max(last, startMs + (durationMs ?? 0));
  return last;
}

function joined(
  { requests }: RequestList,
  context: Parameters<typeof joinCharge>[1],
): readonly LoggedRequest[] {
  return requests.map((request) => joinCharge(request, context)).toReversed();
}
