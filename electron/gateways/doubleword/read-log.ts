import type { LoggedRequest, RefusedRow } from '../../../shared/audit/logged-request.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { LogPage, LogWindow, Work } from '../adapter.ts';
import { redact } from '../http/redact.ts';
import { segment } from '../http/route.ts';
import { readEntry } from './entry.ts';
import { textOr } from './fields.ts';
import { EVERYONE } from './group.ts';
import { joinCharge } from './join.ts';
import type { JoinContext, TeamName } from './join.ts';
import { readLedger } from './ledger.ts';
import { atRoute } from './located.ts';
import { PAGE_LIMIT, idsOf, listPages, rowsOf } from './pages.ts';
import { LISTS_AT_ONCE } from './session.ts';
import type { Session } from './session.ts';

/** The gateway writes a charge within a tenth of a second of the call's end; this allows for clocks. */
const SETTLED_AFTER_MS = 60_000;
const LONGEST_RAW = 65_536;

/**
 * The request log of a window, newest first, each row with its charge and payer (dwctl 10.13.1).
 *
 * The ledger and the memberships are read before the first page. Pages go back by `timestamp_before`, which
 * is inclusive, so the rows of the last instant come again and are dropped; `skip` only moves within one
 * instant that fills more than a page. Paging by `skip` alone repeats rows while traffic runs.
 */
export async function* readLogPages(
  session: Session,
  window: LogWindow,
  work: Work,
  nowMs: number,
): AsyncGenerator<LogPage> {
  const context: JoinContext = {
    charges: await readLedger(session, window, work),
    teamsOf: await readTeams(session),
    settledMs: nowMs - SETTLED_AFTER_MS,
  };
  const after = new Date(window.sinceMs).toISOString();
  let before = new Date(window.untilMs).toISOString();
  let skip = 0;
  let ofInstant = new Set<string>();
  let done = 0;
  for (let number = 1; ; number += 1) {
    const answer = await session.get('/requests', {
      timestamp_after: after,
      timestamp_before: before,
      limit: PAGE_LIMIT,
      skip,
    });
    const { rows } = atRoute(answer, () => rowsOf(answer.body));
    if (rows.length === 0) return;
    const fresh = rows.filter((row) => !ofInstant.has(identity(row)));
    const page = readRows(fresh, number, window, context);
    done += page.rows.length;
    work.progress(done, null, 'requests');
    if (page.rows.length + page.refused.length > 0) yield { ...page, bytes: answer.bytes, covered: null };

    const oldest = textOr(rows.at(-1)?.['timestamp'], before);
    const stays = oldest === before;
    skip = stays ? skip + rows.length : 0;
    before = oldest;
    const atOldest = rows.filter((row) => row['timestamp'] === oldest).map(identity);
    ofInstant = new Set(stays ? [...ofInstant, ...atOldest] : atOldest);
  }
}

function identity(row: JsonObject): string {
  const id = row['id'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(row);
}

function readRows(
  rows: readonly JsonObject[],
  page: number,
  window: LogWindow,
  context: JoinContext,
): Pick<LogPage, 'rows' | 'refused'> {
  const requests: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const read = readEntry(row);
    if (!read.ok) {
      const raw = redact(JSON.stringify(row)).slice(0, LONGEST_RAW);
      refused.push({ where: `page ${page}, row ${index + 1}`, reason: read.reason, raw });
    } else if (read.request.startMs < window.untilMs) {
      requests.push(joinCharge(read.request, context));
    }
  }
  return { rows: requests, refused };
}

/** Groups of each user and organisation, Everyone left out. */
async function readTeams(session: Session): Promise<ReadonlyMap<string, readonly TeamName[]>> {
  const groups: TeamName[] = [];
  for await (const { rows } of listPages(session, '/groups'))
    for (const row of rows) groups.push({ id: textOr(row['id'], ''), name: textOr(row['name'], '') });
  const named = groups.filter(({ id }) => id !== EVERYONE);
  const members = await inParallel(named, LISTS_AT_ONCE, async ({ id }) =>
    idsOf(await session.get(`/groups/${segment(id)}/users`)),
  );
  const teams = new Map<string, TeamName[]>();
  for (const [index, team] of named.entries())
    for (const user of members[index] ?? []) teams.set(user, [...(teams.get(user) ?? []), team]);
  return teams;
}
