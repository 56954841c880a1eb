import type { LogWindow } from '../adapter.ts';
import type { Charge } from './ledger-row.ts';
import { readCharge } from './ledger-row.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import type { Session } from './session.ts';

/** The usage charges of a node, read forward in time beside its requests, and kept only while they can be needed. */
export interface Ledger {
  /** By request id. */
  readonly charges: ReadonlyMap<string, Charge>;
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
 * @param now milliseconds since 1970 UTC
 */
export function createLedger(session: Asking, sinceMs: number, now: () => number): Ledger {
  const charges = new Map<string, Charge>();
  let readUntilMs = sinceMs;
  return {
    charges,
    async readTo(untilMs) {
      if (untilMs <= readUntilMs) return;
      const settledMs = now() - UNSETTLED_MS;
      await readCharges(session, { sinceMs: readUntilMs, untilMs }, charges);
      readUntilMs = Math.max(readUntilMs, Math.min(untilMs, settledMs));
    },
    forget(beforeMs) {
      for (const [id, { createdMs }] of charges) if (createdMs < beforeMs) charges.delete(id);
    },
  };
}

/**
 * Puts all usage charges of a span into `charges`. Batches must not be grouped: a grouped row carries the batch's id
 * instead of the request's (dwctl 10.13.1). Grants are left out: the gateway filters by type.
 *
 * The list is newest first and only grows at its head, so paging by `skip` can repeat rows but loses none.
 */
async function readCharges(
  session: Asking,
  { sinceMs, untilMs }: LogWindow,
  charges: Map<string, Charge>,
): Promise<void> {
  const query = {
    all: true,
    transaction_types: 'usage',
    group_batches: false,
    start_date: new Date(sinceMs).toISOString(),
    end_date: new Date(untilMs).toISOString(),
    limit: PAGE_LIMIT,
  };
  for (let skip = 0; ;) {
    const answer = await session.get('/transactions', { ...query, skip });
    const page = atRoute(answer, () => rowsOf(answer.body).rows.map(readCharge));
    for (const charge of page) charges.set(charge.sourceId, charge);
    skip += page.length;
    if (page.length === 0) return;
  }
}
