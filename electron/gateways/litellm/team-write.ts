import { canonicalJson } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { WriteWatch } from '../maybe-written.ts';
import { sortedTexts, textOf } from './fields.ts';
import { isMissing } from './missing.ts';
import { rereadTeam } from './reread.ts';
import type { Session } from './session.ts';
import { notSupported, teamBody } from './team-body.ts';

/** Writes one team operation and resolves with the team's id. Sending it again does no harm, except a create. */
export async function applyTeam(
  session: Session,
  operation: Operation,
  watch: Pick<WriteWatch, 'made'>,
): Promise<string> {
  const body = teamBody(operation);
  if (operation.action === 'create') return createTeam(session, operation, body, watch);
  const id = operation.resourceId;
  if (id === undefined) throw notSupported(operation, 'The plan does not say which team it is.');
  if (operation.action === 'delete') {
    await deleteTeam(session, id);
    return id;
  }
  if (Object.keys(body).length > 0) await session.post('/team/update', { ...body, team_id: id });
  await writeMembers(session, operation, id);
  return id;
}

/**
 * `/team/new` fills fields that are left out, and those that are null, from the default team settings
 * (1.106.2): so the new team is read back, and what differs is set again with `/team/update`.
 */
async function createTeam(
  session: Session,
  operation: Operation,
  body: JsonObject,
  watch: Pick<WriteWatch, 'made'>,
): Promise<string> {
  const answer = await session.post('/team/new', { ...body, team_alias: operation.name });
  const id = textOf((answer.body as JsonObject | null)?.['team_id']);
  if (id === '')
    throw new ProblemError({
      code: 'answer_unreadable',
      message: `${operation.node} did not say which team it made for ${operation.name}.`,
      next: 'Pull the node to see whether the team is there.',
      where: 'POST /team/new',
    });
  watch.made(id);
  const made = await rereadTeam(session, id);
  if (made !== null && differs(made, operation)) await session.post('/team/update', { ...body, team_id: id });
  await writeMembers(session, operation, id);
  return id;
}

function differs(made: Resource, { wanted = {} }: Operation): boolean {
  return Object.entries(wanted).some(
    ([name, value]) =>
      name !== 'members' && canonicalJson(made.fields[name] ?? null) !== canonicalJson(value),
  );
}

/** A team that is gone already is what a delete wants. */
async function deleteTeam(session: Session, id: string): Promise<void> {
  try {
    await session.post('/team/delete', { team_ids: [id] });
  } catch (error) {
    if (!isMissing(error, 404)) throw error;
  }
}

/** Adds before it takes away. A user LiteLLM does not know is made by adding it (1.81.13, 1.106.2). */
async function writeMembers(session: Session, operation: Operation, id: string): Promise<void> {
  const wanted = operation.wanted?.['members'];
  if (wanted === undefined) return;
  const members = sortedTexts(wanted);
  const held = sortedTexts((await rereadTeam(session, id))?.fields['members']);
  const added = members.filter((user) => !held.includes(user));
  const removed = held.filter((user) => !members.includes(user));
  for (const user of added)
    await session.post('/team/member_add', { team_id: id, member: { role: 'user', user_id: user } });
  for (const user of removed) await session.post('/team/member_delete', { team_id: id, user_id: user });
}
