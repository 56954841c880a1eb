import type { Row } from '../store/row.ts';
import { memberId, type Store } from '../store/store.ts';
import { objectsOf, textOf, textsOf } from '../store/row.ts';

/** LiteLLM's words for a team that is not there, on most routes. */
export function teamNotFound(id: string): { readonly error: string } {
  return { error: `Team not found, passed team_id=${id}` };
}

/**
 * Takes a team away with its memberships; its users no longer name it. Its keys stay and are dead. In 1.81.13 so does what
 * somebody who is no member was given in it.
 */
export function removeTeam(store: Store, team: Row): void {
  const id = textOf(team['team_id']);
  store.teams.remove(id);
  store.deletedTeams.add(team);
  for (const member of objectsOf(team['members_with_roles'])) {
    leaveTeam(store, textOf(member['user_id']), id);
  }
  if (store.release === '1.81.13') return;
  for (const left of store.memberships.by('team_id', id)) store.memberships.remove(textOf(left['id']));
}

/** A user no longer names a team. */
export function leaveTeam(store: Store, userId: string, teamId: string): void {
  store.memberships.remove(memberId(teamId, userId));
  const user = store.users.get(userId);
  if (user === undefined) return;
  store.users.update(userId, { teams: textsOf(user['teams']).filter((id) => id !== teamId) });
}

/** A user names a team. */
export function joinTeam(store: Store, userId: string, teamId: string): void {
  const user = store.users.get(userId);
  if (user === undefined) return;
  const teams = textsOf(user['teams']);
  if (!teams.includes(teamId)) store.users.update(userId, { teams: [...teams, teamId] });
}
