import { inParallel } from '../../../shared/in-parallel.ts';
import { segment } from '../http/route.ts';
import { textOr } from './fields.ts';
import { EVERYONE } from '../../../shared/fleet/nil-identity.ts';
import type { TeamName } from './join.ts';
import { idsOf, listPages } from './pages.ts';
import type { Session } from './session.ts';

/** A log is read for minutes: most of the node's calls stay free for others. */
const MEMBER_LISTS_AT_ONCE = 2;

/** Groups of each user and organisation, Everyone left out. */
export async function readTeams(session: Session): Promise<ReadonlyMap<string, readonly TeamName[]>> {
  const groups: TeamName[] = [];
  for await (const { rows } of listPages(session, '/groups'))
    for (const row of rows) groups.push({ id: textOr(row['id'], ''), name: textOr(row['name'], '') });
  const named = groups.filter(({ id }) => id !== EVERYONE);
  const members = await inParallel(named, MEMBER_LISTS_AT_ONCE, async ({ id }) =>
    idsOf(await session.get(`/groups/${segment(id)}/users`)),
  );
  const teams = new Map<string, TeamName[]>();
  for (const [index, team] of named.entries())
    for (const user of members[index] ?? []) teams.set(user, [...(teams.get(user) ?? []), team]);
  return teams;
}
