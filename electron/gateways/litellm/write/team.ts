import type { JsonObject } from '../../../../shared/json.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { comparedPart } from '../../../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../../../shared/plan/field-changes.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { withoutSecrets } from '../../../../shared/plan/secret-references.ts';
import { sortedTexts, textOf } from '../fields.ts';
import type { Session } from '../session.ts';
import { readTeamInfo } from '../team-info.ts';
import { bodyOf, chosenId, unnamed } from './body.ts';
import { withGivenBudget, withoutLeftBudgets, writeGivenBudget, writeOwnBudgets } from './member-budgets.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** Teams (1.81.13, 1.106.2). */
export const teamWriter: Writer = {
  /**
   * `/team/new` fills fields that are left out, and those that are null, from the default team settings
   * (1.106.2): so the new team is read back, and what differs is set again with `/team/update`.
   */
  async create(session, operation, watch) {
    const body = bodyOf(operation);
    const id = chosenId(operation);
    const answer = await session.write('POST', '/team/new', {
      ...body,
      team_alias: operation.name,
      ...(id === '' ? {} : { team_id: id }),
    });
    const made = textOf((answer.body as JsonObject | null)?.['team_id']);
    if (made === '') throw unnamed(operation, 'POST /team/new');
    watch.made(made);
    const held = await readTeamAgain(session, made);
    if (held !== null && differs(held, operation))
      await session.write('POST', '/team/update', { ...body, team_id: made });
    await writePeople(session, operation, made);
    return made;
  },
  async update(session, operation, id) {
    const body = bodyOf(operation);
    if (Object.keys(body).length > 0) {
      const whole = await withGivenBudget(session, id, body);
      await session.write('POST', '/team/update', { ...whole, team_id: id });
    }
    await writePeople(session, operation, id);
    return id;
  },
  async remove(session, _operation, id) {
    await withoutLeftBudgets(session, id, async () => {
      await session.write('POST', '/team/delete', { team_ids: [id] });
    });
  },
  read: readTeamAgain,
};

async function readTeamAgain(session: Session, id: string): Promise<Resource | null> {
  const body = await askOne(session, 'team', '/team/info', { team_id: id });
  return readRow(body ?? undefined, readTeamInfo);
}

function differs(made: Resource, operation: Operation): boolean {
  const {
    members: _members,
    memberBudget: _given,
    memberBudgets: _own,
    id: _id,
    ...wanted
  } = withoutSecrets(operation.wanted ?? {});
  return fieldChanges('team', narrow(comparedPart(made), wanted), wanted).length > 0;
}

/** What the team gives comes first: whoever joins has it then, also in 1.81.13, which gives it to nobody else. */
async function writePeople(session: Session, operation: Operation, id: string): Promise<void> {
  const { members, memberBudgets } = operation.wanted ?? {};
  await writeGivenBudget(session, operation, id);
  if (members === undefined && memberBudgets === undefined) return;
  await withoutLeftBudgets(session, id, async () => {
    await writeMembers(session, operation, id);
    await writeOwnBudgets(session, operation, id);
  });
}

/** Adds before it takes away. A user LiteLLM does not know is made by adding it (1.81.13, 1.106.2). */
async function writeMembers(session: Session, operation: Operation, id: string): Promise<void> {
  const wanted = operation.wanted?.['members'];
  if (wanted === undefined) return;
  const members = sortedTexts(wanted);
  const held = sortedTexts((await readTeamAgain(session, id))?.fields['members']);
  const added = members.filter((user) => !held.includes(user));
  const removed = held.filter((user) => !members.includes(user));
  for (const user of added)
    await session.write('POST', '/team/member_add', {
      team_id: id,
      member: { role: 'user', user_id: user },
    });
  for (const user of removed)
    await session.write('POST', '/team/member_delete', { team_id: id, user_id: user });
}
