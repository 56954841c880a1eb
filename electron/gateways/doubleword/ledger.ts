import type { LogWindow, Work } from '../adapter.ts';
import type { Charge } from './ledger-row.ts';
import { readCharge } from './ledger-row.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import type { Session } from './session.ts';

/** A charge is written when its call has ended; no call is taken to last longer than this. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/**
 * All usage charges that can belong to calls of a window, by request id. Batches must not be grouped: a
 * grouped row carries the batch's id instead of the request's (dwctl 10.13.1). Grants are left out: the
 * gateway filters by type.
 *
 * The list is newest first and only grows at its head, so paging by `skip` can repeat rows but loses none.
 */
export async function readLedger(
  session: Session,
  window: LogWindow,
  work: Work,
): Promise<ReadonlyMap<string, Charge>> {
  const charges = new Map<string, Charge>();
  const query = {
    all: true,
    transaction_types: 'usage',
    group_batches: false,
    start_date: new Date(window.sinceMs).toISOString(),
    end_date: new Date(window.untilMs + LONGEST_CALL_MS).toISOString(),
    limit: PAGE_LIMIT,
  };
  for (let skip = 0; ;) {
    const answer = await session.get('/transactions', { ...query, skip });
    const page = atRoute(answer, () => rowsOf(answer.body).rows.map(readCharge));
    for (const charge of page) charges.set(charge.sourceId, charge);
    skip += page.length;
    work.progress(0, null, `ledger: ${skip} charges`);
    if (page.length === 0) return charges;
  }
}
