import { detailError, ok, wrappedError, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { isList, isObject, type Value, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import type { TeamRow } from './state.ts';
import { refuseTeamFields, TEAM_FIELDS, writeTeamFields } from './team-fields.ts';
import { findTeam, teamNotFound } from './team-lookup.ts';
import { teamTableView, teamView } from './team-view.ts';

/** The writing routes of teams. */
export const TEAM_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/team/new', access: 'admin', answer: createTeam },
  { method: 'POST', path: '/team/update', access: 'admin', answer: updateTeam },
  { method: 'PATCH', path: '/team/{team_id}', access: 'admin', answer: patchTeam },
  { method: 'POST', path: '/team/delete', access: 'admin', answer: deleteTeams },
  { method: 'POST', path: '/team/block', access: 'admin', answer: (call) => setBlocked(call, true) },
  { method: 'POST', path: '/team/unblock', access: 'admin', answer: (call) => setBlocked(call, false) },
  { method: 'POST', path: '/team/permissions_update', access: 'admin', answer: updatePermissions },
];

/** Fields left out and fields set to null are filled from the default team settings. */
function createTeam({ body, state, nowMs, newId }: Call): Answer {
  const found = new Map(readFields(body, TEAM_FIELDS));
  refuseTeamFields(found);
  const asked = found.get('team_id');
  const id = typeof asked === 'string' && asked !== '' ? asked : newId();
  if (findTeam(state, id) !== undefined) {
    throw wrappedError(400, { error: `Team id = ${id} already exists. Please use a different team id.` });
  }
  const { maxBudget, budgetDuration, models } = state.defaultTeam;
  fillIn(found, 'max_budget', maxBudget);
  fillIn(found, 'budget_duration', budgetDuration);
  fillIn(found, 'models', models);
  const team: TeamRow = {
    id,
    alias: null,
    models: [],
    maxBudget: null,
    softBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    tpmLimit: null,
    rpmLimit: null,
    blocked: false,
    metadata: {},
    members: [{ userId: 'default_user_id', email: null, role: 'admin' }],
    permissions: [],
    spend: 0,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  writeTeamFields(team, found, nowMs);
  state.teams.push(team);
  return ok(teamView(team));
}

function fillIn(found: Map<string, Value>, name: string, value: Value | undefined): void {
  if (value !== undefined && (found.get(name) ?? null) === null) found.set(name, value);
}

function updateTeam({ body, state, nowMs }: Call): Answer {
  const found = readFields(body, TEAM_FIELDS, ['team_id']);
  const id = textOf(found.get('team_id'));
  const team = findTeam(state, id);
  if (team === undefined) throw wrappedError(404, teamNotFound(id));
  refuseTeamFields(found);
  writeTeamFields(team, found, nowMs);
  return ok({ team_id: id, data: teamTableView(team) });
}

/** A merge: metadata keys set to null go, the others stay. */
function patchTeam({ body, path, state, nowMs }: Call): Answer {
  const found = new Map(readFields(body, TEAM_FIELDS));
  const id = path['team_id'] ?? '';
  const team = findTeam(state, id);
  if (team === undefined) throw wrappedError(404, teamNotFound(id));
  refuseTeamFields(found);
  const metadata = found.get('metadata');
  if (isObject(metadata)) found.set('metadata', merge(team.metadata, metadata));
  writeTeamFields(team, found, nowMs);
  return ok(teamView(team));
}

function merge(before: ValueObject, patch: ValueObject): ValueObject {
  const entries = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries);
}

/** All or nothing: one unknown id and no team goes. */
function deleteTeams({ body, state }: Call): Answer {
  const found = readFields(body, { team_ids: 'texts' }, ['team_ids']);
  const given = found.get('team_ids');
  const ids = isList(given) ? given.map(textOf) : [];
  for (const id of ids) {
    if (findTeam(state, id) === undefined) throw detailError(404, teamNotFound(id));
  }
  state.deletedTeams.push(...state.teams.filter(({ id }) => ids.includes(id)));
  state.teams = state.teams.filter(({ id }) => !ids.includes(id));
  return ok({ deleted_teams: ids });
}

function setBlocked({ body, state, nowMs }: Call, blocked: boolean): Answer {
  const id = textOf(readFields(body, { team_id: 'text' }, ['team_id']).get('team_id'));
  const team = findTeam(state, id);
  if (team === undefined) throw detailError(404, teamNotFound(id));
  team.blocked = blocked;
  team.updatedMs = nowMs;
  return ok(teamTableView(team));
}

function updatePermissions({ body, state, nowMs }: Call): Answer {
  const found = readFields(body, { team_id: 'text', team_member_permissions: 'texts' }, [
    'team_id',
    'team_member_permissions',
  ]);
  const id = textOf(found.get('team_id'));
  const team = findTeam(state, id);
  if (team === undefined) throw detailError(404, teamNotFound(id));
  writeTeamFields(team, found, nowMs);
  return ok(teamView(team));
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
