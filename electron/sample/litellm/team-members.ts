import { detailError, invalid, ok, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { float, isList, isObject, type Value } from './python.ts';
import type { Call, Route } from './route.ts';
import type { LitellmState, TeamMember, TeamRow } from './state.ts';
import { LICENCE_NOTE } from './team-fields.ts';
import { findTeam } from './team-lookup.ts';
import { teamView } from './team-view.ts';
import { userView } from './users.ts';

/** The routes that put users into teams and take them out. */
export const TEAM_MEMBER_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/team/member_add', access: 'admin', answer: addMembers },
  { method: 'POST', path: '/team/member_delete', access: 'admin', answer: removeMember },
];

/** One member or a list. A user who is not there yet is made, silently. */
function addMembers({ body, state, nowMs }: Call): Answer {
  const id = textOf(readFields(body, { team_id: 'text' }, ['team_id']).get('team_id'));
  const given = isObject(body) ? body['member'] : undefined;
  const members = (isList(given) ? given : [given]).map((member) => readMember(member));
  if (members.some(({ role }) => role === 'admin')) {
    throw detailError(400, { error: `Assigning team admins is a premium feature. ${LICENCE_NOTE}` });
  }
  const team = findTeam(state, id);
  if (team === undefined) {
    const error = `Team doesn't exist in db. Team=${id}. Create team via \`/team/new\` call.`;
    throw detailError(404, { error });
  }
  const known = members.map((member) => withUser(member, state, nowMs));
  const added = known.filter(({ userId }) => !team.members.some((member) => member.userId === userId));
  setMembers(team, [...team.members, ...added], nowMs);
  return ok({
    ...teamView(team),
    updated_users: state.users
      .filter((user) => known.some(({ userId }) => userId === user.id))
      .map((user) => ({ ...userView(user, state), organization_memberships: null })),
    updated_team_memberships: known.map(({ userId }) => ({
      user_id: userId,
      team_id: team.id,
      budget_id: null,
      spend: float(0),
      total_spend: float(0),
      litellm_budget_table: null,
    })),
  });
}

function readMember(given: Value | undefined): TeamMember {
  const types = { role: 'text', user_id: 'text', user_email: 'text' } as const;
  const found = readFields(given ?? {}, types, ['role']);
  const role = found.get('role');
  if (role !== 'admin' && role !== 'user') {
    throw invalid([
      { type: 'literal_error', loc: ['body', 'role'], msg: "Input should be 'admin' or 'user'" },
    ]);
  }
  const email = textOf(found.get('user_email'));
  return { role, userId: textOf(found.get('user_id')) || email, email: email || null };
}

function withUser(member: TeamMember, state: LitellmState, nowMs: number): TeamMember {
  const user = state.users.find(({ id }) => id === member.userId);
  if (user !== undefined) return { ...member, email: user.email };
  state.users.push({
    id: member.userId,
    email: member.email,
    alias: null,
    role: 'internal_user',
    maxBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    spend: 0,
    createdMs: nowMs,
  });
  return member;
}

function removeMember({ body, state, nowMs }: Call): Answer {
  const types = { team_id: 'text', user_id: 'text', user_email: 'text' } as const;
  const found = readFields(body, types, ['team_id']);
  const id = textOf(found.get('team_id'));
  const team = findTeam(state, id);
  if (team === undefined) {
    throw detailError(400, { error: `Team id=${id} does not exist in db` });
  }
  const [userId, email] = [found.get('user_id'), found.get('user_email')];
  const left = team.members.filter(
    (member) => member.userId !== userId && (typeof email !== 'string' || member.email !== email),
  );
  if (left.length === team.members.length) throw detailError(400, { error: 'User not found in team' });
  setMembers(team, left, nowMs);
  return ok(teamView(team));
}

function setMembers(team: TeamRow, members: readonly TeamMember[], nowMs: number): void {
  team.members = members;
  team.updatedMs = nowMs;
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
