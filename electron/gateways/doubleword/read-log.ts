import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { HOUR_MS } from '../../../shared/audit/months.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import type { Patience } from '../log/patience.ts';
import { secondText, spanFrom } from '../log/span.ts';
import { equalSpans, SPAN_ROWS } from './equal-spans.ts';
import { joinCharge } from './join.ts';
import { createLedger } from './ledger.ts';
import { oneAhead } from './one-ahead.ts';
import { readTeams } from './payers.ts';
import { openRequestPages } from './request-pages.ts';
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
  /** Requests that are read in one go, and held until the oldest of them is there; {@link SPAN_ROWS} when left out. */
  readonly spanRows?: number | undefined;
}

/** The gateway writes a charge within a tenth of a second of the call's end; this allows for clocks. */
const SETTLED_AFTER_MS = 60_000;
/** How long after its end a call is looked for in the ledger, should the gateway write late. */
const CHARGED_WITHIN_MS = HOUR_MS;

/**
 * The request log of a window, each row with its charge and payer (dwctl 10.13.1), oldest first: in spans of time that hold
 * equally many, one page each. The memberships are read before the first. Then one thing is asked of the log and one of
 * the ledger at a time: the ledger is read as far as the last call of a span needs, while the next span is read already.
 */
export async function* readLogPages(
  reading: LogReading,
  window: LogWindow,
  work: Work,
): AsyncGenerator<LogPage> {
  const { now, spanRows = SPAN_ROWS } = reading;
  const teams = await readTeams(patient(reading, window));
  const charged = { sinceMs: window.sinceMs - SETTLED_AFTER_MS, untilMs: window.untilMs + CHARGED_WITHIN_MS };
  const ledger = createLedger(patient(reading, window), charged, now, spanRows);
  const log = openRequestPages((span) => patient(reading, span));
  let done = 0;
  for (let atMs = window.sinceMs; ;) {
    const next = spanFrom(atMs, Infinity, window, now());
    if (next === null) return;
    const spans = await equalSpans(next.span, spanRows, (span, newer) => log.timeBelow(span, newer));
    const reads = oneAhead(spans, async (span) => {
      const settledMs = now() - SETTLED_AFTER_MS;
      return { span, settledMs, list: await log.list(span) };
    });
    for await (const { span, settledMs, list } of reads) {
      await ledger.readTo(lastEnd(list, span) + CHARGED_WITHIN_MS);
      const { charges, unread } = ledger;
      const rows = joined(list, { charges, unread, teamsOf: teams.of, settledMs });
      const refused = [...list.refused, ...ledger.takeRefused()];
      done += rows.length + list.refused.length;
      work.progress(done, null, secondText(span.sinceMs));
      const page = { rows, refused, bytes: list.bytes, covered: next.settles ? span : null };
      yield teams.lack === null ? page : { ...page, lack: teams.lack };
      ledger.forget(span.untilMs - SETTLED_AFTER_MS);
    }
    // What is not settled is read once, and by the next import again.
    if (!next.settles) return;
    atMs = next.span.untilMs;
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
