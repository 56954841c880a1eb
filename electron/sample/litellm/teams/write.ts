import { detailError, ok, wrappedError, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { isObject, time, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { BLANK_TEAM } from '../store/blank-rows.ts';
import { membershipRow } from '../store/make-store.ts';
import { objectOf, objectsOf, textOf, textsOf, type Row } from '../store/row.ts';
import { refuseTeamFields, TEAM_FIELDS, teamPatch } from './fields.ts';
import { joinTeam, removeTeam, teamNotFound } from './lookup.ts';
import { givenBudgetId, newGivenBudget, updatedMetadata } from './member-budgets.ts';
import { teamTableView, teamView } from './view.ts';

/** The writing routes of teams. */
export const TEAM_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/team/new', access: 'admin', answer: createTeam },
  { method: 'POST', path: '/team/update', access: 'admin', answer: updateTeam },
  { method: 'PATCH', path: '/team/{team_id}', access: 'admin', answer: patchTeam, since: '1.106.2' },
  { method: 'POST', path: '/team/delete', access: 'admin', answer: deleteTeams },
  { method: 'POST', path: '/team/block', access: 'admin', answer: (call) => setBlocked(call, true) },
  { method: 'POST', path: '/team/unblock', access: 'admin', answer: (call) => setBlocked(call, false) },
  { method: 'POST', path: '/team/permissions_update', access: 'admin', answer: updatePermissions },
  { method: 'POST', path: '/team/model/add', access: 'admin', answer: addModels },
  { method: 'POST', path: '/team/model/delete', access: 'admin', answer: deleteModels },
];

/** Fields left out and fields set to null are filled from the default team settings (1.106.2). */
function createTeam(call: Call): Answer {
  const { body, store, nowMs, newId, older, caller } = call;
  const found = new Map(readFields(body, TEAM_FIELDS));
  refuseTeamFields(found, store);
  const given = found.get('team_id');
  const id = older && typeof given === 'string' ? given : textOf(given) || newId();
  if (store.teams.get(id) !== undefined) {
    throw wrappedError(400, { error: `Team id = ${id} already exists. Please use a different team id.` });
  }
  for (const [name, value] of Object.entries(older ? {} : store.defaultTeam)) {
    if (value !== null && (found.get(name) ?? null) === null) found.set(name, value);
  }
  const maker = caller.userId ?? 'default_user_id';
  const asked = objectsOf(found.get('members_with_roles')).filter((member) => member['user_id'] !== maker);
  const members: readonly ValueObject[] = [
    { user_id: maker, user_email: store.users.get(maker)?.['user_email'] ?? null, role: 'admin' },
    ...asked.map((member) => ({ user_email: null, ...member })),
  ];
  const patch = teamPatch(found, BLANK_TEAM, nowMs);
  const team: Row = {
    ...BLANK_TEAM,
    ...patch,
    team_id: id,
    metadata: { ...objectOf(patch['metadata']), ...newGivenBudget(call, found) },
    members_with_roles: members,
    updated_at: time(nowMs),
    created_at: time(nowMs),
  };
  store.teams.add(team);
  for (const member of members) {
    const userId = textOf(member['user_id']);
    store.memberships.add(membershipRow(id, userId, givenBudgetId(team)));
    joinTeam(store, userId, id);
  }
  return ok(teamView(team, older));
}

function updateTeam(call: Call): Answer {
  const { body, store, nowMs, older } = call;
  const found = readFields(body, TEAM_FIELDS, ['team_id']);
  const id = textOf(found.get('team_id'));
  const before = store.teams.get(id);
  if (before === undefined) throw wrappedError(404, teamNotFound(id));
  refuseTeamFields(found, store);
  const metadata = updatedMetadata(call, before, found);
  const patch = {
    ...teamPatch(found, before, nowMs),
    ...(metadata === null ? {} : { metadata }),
    updated_at: time(nowMs),
  };
  const team = store.teams.update(id, patch) ?? before;
  return ok({ team_id: id, data: teamTableView(team, older) });
}

/** A merge: metadata keys set to null go, the others stay. */
function patchTeam({ body, path, store, nowMs, older }: Call): Answer {
  const found = new Map(readFields(body, TEAM_FIELDS));
  const id = path['team_id'] ?? '';
  const before = store.teams.get(id);
  if (before === undefined) throw wrappedError(404, teamNotFound(id));
  refuseTeamFields(found, store);
  const metadata = found.get('metadata');
  if (isObject(metadata)) found.set('metadata', merge(objectOf(before['metadata']), metadata));
  const patch = { ...teamPatch(found, before, nowMs), updated_at: time(nowMs) };
  return ok(teamView(store.teams.update(id, patch) ?? before, older));
}

function merge(before: ValueObject, patch: ValueObject): ValueObject {
  const entries = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries);
}

/** All or nothing: one unknown id and no team goes. */
function deleteTeams({ body, store }: Call): Answer {
  const ids = textsOf(readFields(body, { team_ids: 'texts' }, ['team_ids']).get('team_ids'));
  const teams = ids.map((id) => {
    const team = store.teams.get(id);
    if (team === undefined) throw detailError(404, teamNotFound(id));
    return team;
  });
  for (const team of teams) removeTeam(store, team);
  return ok({ deleted_teams: ids });
}

function setBlocked(call: Call, blocked: boolean): Answer {
  const id = textOf(readFields(call.body, { team_id: 'text' }, ['team_id']).get('team_id'));
  return ok(
    teamTableView(
      change(call, id, () => ({ blocked })),
      call.older,
    ),
  );
}

function updatePermissions(call: Call): Answer {
  const types = { team_id: 'text', team_member_permissions: 'texts' } as const;
  const found = readFields(call.body, types, ['team_id', 'team_member_permissions']);
  const permissions = found.get('team_member_permissions') ?? [];
  const team = change(call, textOf(found.get('team_id')), () => ({ team_member_permissions: permissions }));
  return ok(teamView(team, call.older));
}

/** A team without a list, which may use every model, says so in its list before another one joins it. */
function addModels(call: Call): Answer {
  const [id, models] = modelsOf(call);
  const team = change(call, id, ({ models: before }) => {
    const kept = textsOf(before);
    return { models: [...new Set([...(kept.length === 0 ? ['all-proxy-models'] : kept), ...models])] };
  });
  return ok(teamTableView(team, call.older));
}

function deleteModels(call: Call): Answer {
  const [id, models] = modelsOf(call);
  const team = change(call, id, ({ models: before }) => ({
    models: textsOf(before).filter((name) => !models.includes(name)),
  }));
  return ok(teamTableView(team, call.older));
}

function modelsOf({ body }: Call): readonly [string, readonly string[]] {
  const found = readFields(body, { team_id: 'text', models: 'texts' }, ['team_id', 'models']);
  return [textOf(found.get('team_id')), textsOf(found.get('models'))];
}

function change({ store, nowMs }: Call, id: string, patchOf: (before: Row) => Row): Row {
  const before = store.teams.get(id);
  if (before === undefined) throw detailError(404, teamNotFound(id));
  return store.teams.update(id, { ...patchOf(before), updated_at: time(nowMs) }) ?? before;
}
