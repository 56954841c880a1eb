import { inParallel } from '../../../shared/in-parallel.ts';
import { segment } from '../http/route.ts';
import { textOr } from './fields.ts';
import { EVERYONE } from '../../../shared/fleet/nil-identity.ts';
import type { TeamName } from './join.ts';
import { idsOf, listPages } from './pages.ts';
import { unlessGone } from './pulling.ts';
import { reasonOfAbsence } from './section.ts';
import type { Session } from './session.ts';

/** Who is in which group, as far as the key may know. */
export interface Teams {
  /** Groups of each user and organisation, Everyone left out; null where they are not known. */
  readonly of: ReadonlyMap<string, readonly TeamName[]> | null;
  /** Why they are not known, as a sentence; null where they are. */
  readonly lack: string | null;
}

/** A log is read for minutes: most of the node's calls stay free for others. */
const MEMBER_LISTS_AT_ONCE = 2;

/** Reads them. A key that may read the log and the ledger need not be one that may list groups (dwctl 10.13.1). */
export async function readTeams(session: Session): Promise<Teams> {
  try {
    return { of: await readMembers(session), lack: null };
  } catch (error) {
    const why = reasonOfAbsence(error);
    if (why === null) throw error;
    return { of: null, lack: `Which group paid is not known, as its groups could not be read: ${why}` };
  }
}

async function readMembers(session: Session): Promise<ReadonlyMap<string, readonly TeamName[]>> {
  const groups: TeamName[] = [];
  for await (const { rows } of listPages(session, '/groups'))
    for (const row of rows) groups.push({ id: textOr(row['id'], ''), name: textOr(row['name'], '') });
  const named = groups.filter(({ id }) => id !== EVERYONE);
  const members = await inParallel(named, MEMBER_LISTS_AT_ONCE, ({ id }) =>
    unlessGone(session.get(`/groups/${segment(id)}/users`).then(idsOf)),
  );
  const teams = new Map<string, TeamName[]>();
  for (const [index, team] of named.entries())
    for (const user of members[index] ?? []) teams.set(user, [...(teams.get(user) ?? []), team]);
  return teams;
}
