import { addBudget } from '../budgets/add-budget.ts';
import { detailError, invalid, ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { refuseUnlicensed } from '../licence.ts';
import { isList, isObject, time, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { BLANK_USER } from '../store/blank-rows.ts';
import { membershipRow } from '../store/make-store.ts';
import { objectsOf, textOf, type Row } from '../store/row.ts';
import { memberId } from '../store/store.ts';
import { userListView } from '../users/view.ts';
import { joinTeam, leaveTeam } from './lookup.ts';
import { givenBudgetId } from './member-budgets.ts';
import { writeOwnBudget } from './own-budget.ts';
import { membershipView, teamView } from './view.ts';

/** The routes that put users into teams, change their budgets there and take them out. */
export const TEAM_MEMBER_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/team/member_add', access: 'admin', answer: addMembers },
  { method: 'POST', path: '/team/member_update', access: 'admin', answer: updateMember },
  { method: 'POST', path: '/team/member_delete', access: 'admin', answer: removeMember },
];

interface Member {
  readonly userId: string;
  readonly email: string | null;
  readonly role: string;
}

/** One member or a list. A user who is not there yet is made, silently. */
function addMembers(call: Call): Answer {
  const { body, store, older } = call;
  const found = readFields(body, { team_id: 'text', max_budget_in_team: 'float' }, ['team_id']);
  const id = textOf(found.get('team_id'));
  const given = isObject(body) ? body['member'] : undefined;
  const asked = (isList(given) ? given : [given]).map((member) => readMember(member));
  if (asked.some(({ role }) => role === 'admin')) {
    throw detailError(400, { error: refuseUnlicensed('Assigning team admins is a premium feature.') });
  }
  const team = store.teams.get(id);
  if (team === undefined) {
    const error = `Team doesn't exist in db. Team=${id}. Create team via \`/team/new\` call.`;
    throw detailError(404, { error });
  }
  const members = asked.map((member) => withUser(member, call));
  const present = new Set(objectsOf(team['members_with_roles']).map(({ user_id }) => textOf(user_id)));
  const added = members.filter(({ userId }) => !present.has(userId));
  const limit = found.get('max_budget_in_team') ?? null;
  for (const { userId } of added) {
    const budgetId =
      limit === null ? givenBudgetId(team) : addBudget(call, call.newId(), { max_budget: limit });
    store.memberships.add(membershipRow(id, userId, budgetId));
    joinTeam(store, userId, id);
  }
  const rows: ValueObject[] = added.map(({ userId, email, role }) => ({
    user_id: userId,
    user_email: email,
    role,
  }));
  const changed = setMembers(call, team, [...objectsOf(team['members_with_roles']), ...rows]);
  const memberships = members
    .map(({ userId }) => store.memberships.get(memberId(id, userId)))
    .filter((row) => row !== undefined)
    .filter((row) => !older || row['budget_id'] !== null);
  return ok({
    ...teamView(changed, older),
    updated_users: members
      .map(({ userId }) => store.users.get(userId))
      .filter((user) => user !== undefined)
      .map((user) => userListView(user, older)),
    updated_team_memberships: memberships.map((row) => membershipView(row, store, older)),
  });
}

function readMember(given: Value | undefined): Member {
  const types = { role: 'text', user_id: 'text', user_email: 'text' } as const;
  const found = readFields(given ?? {}, types, ['role']);
  const role = textOf(found.get('role'));
  if (role !== 'admin' && role !== 'user') {
    const allowed = "'admin' or 'user'";
    throw invalid([
      {
        type: 'literal_error',
        loc: ['body', 'role'],
        msg: `Input should be ${allowed}`,
        input: role,
        ctx: { expected: allowed },
      },
    ]);
  }
  const email = textOf(found.get('user_email'));
  return { role, userId: textOf(found.get('user_id')) || email, email: email || null };
}

function withUser(member: Member, { store, nowMs }: Call): Member {
  const user = store.users.get(member.userId);
  if (user !== undefined) return { ...member, email: textOf(user['user_email']) || null };
  const at = time(nowMs);
  store.users.add({
    ...BLANK_USER,
    user_id: member.userId,
    user_email: member.email,
    user_role: 'internal_user',
    created_at: at,
    updated_at: at,
  });
  return member;
}

/** The answer repeats what was asked, whatever was done. */
function updateMember(call: Call): Answer {
  const { body, store, older } = call;
  const types = {
    team_id: 'text',
    user_id: 'text',
    user_email: 'text',
    role: 'text',
    max_budget_in_team: 'float',
    tpm_limit: 'whole',
    rpm_limit: 'whole',
    ...(older ? {} : ({ budget_duration: 'text' } as const)),
  } as const;
  const found = readFields(body, types, ['team_id']);
  const [teamId, userId] = [textOf(found.get('team_id')), textOf(found.get('user_id'))];
  const team = store.teams.get(teamId);
  if (team === undefined) throw noTeam(teamId);
  writeOwnBudget(call, team, userId, found);
  return ok({
    user_id: found.get('user_id') ?? null,
    user_email: found.get('user_email') ?? null,
    team_id: teamId,
    max_budget_in_team: found.get('max_budget_in_team') ?? null,
    tpm_limit: found.get('tpm_limit') ?? null,
    rpm_limit: found.get('rpm_limit') ?? null,
    ...(older ? {} : { ...LATER_MEMBER_FIELDS, budget_duration: found.get('budget_duration') ?? null }),
  });
}

const LATER_MEMBER_FIELDS: ValueObject = {
  allowed_models: null,
  temp_budget_increase: null,
  temp_budget_expiry: null,
};

function removeMember(call: Call): Answer {
  const { body, store, older } = call;
  const types = { team_id: 'text', user_id: 'text', user_email: 'text' } as const;
  const found = readFields(body, types, ['team_id']);
  const id = textOf(found.get('team_id'));
  const team = store.teams.get(id);
  if (team === undefined) throw noTeam(id);
  const [userId, email] = [found.get('user_id'), found.get('user_email')];
  const members = objectsOf(team['members_with_roles']);
  const isMeant = (member: ValueObject): boolean =>
    member['user_id'] === userId || (typeof email === 'string' && member['user_email'] === email);
  const left = members.filter((member) => !isMeant(member));
  if (left.length === members.length) throw detailError(400, { error: 'User not found in team' });
  for (const member of members.filter(isMeant)) leaveTeam(store, textOf(member['user_id']), id);
  return ok(teamView(setMembers(call, team, left), older));
}

function noTeam(id: string): Error {
  return detailError(400, { error: `Team id=${id} does not exist in db` });
}

function setMembers({ store, nowMs }: Call, team: Row, members: readonly ValueObject[]): Row {
  const patch = { members_with_roles: members, updated_at: time(nowMs) };
  return store.teams.update(textOf(team['team_id']), patch) ?? team;
}
