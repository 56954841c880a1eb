import { detailError, invalid, ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { time, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { textOf, textsOf, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** The routes of access groups that name models, servers, teams and keys. Nothing named is looked up. */
export const ACCESS_GROUP_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/access_group', access: 'admin', answer: listGroups },
  { method: 'POST', path: '/v1/access_group', access: 'admin', answer: createGroup },
  { method: 'GET', path: '/v1/access_group/{id}', access: 'admin', answer: oneGroup },
  { method: 'PUT', path: '/v1/access_group/{id}', access: 'admin', answer: updateGroup },
  { method: 'DELETE', path: '/v1/access_group/{id}', access: 'admin', answer: deleteGroup },
];

const FIELDS = {
  access_group_name: 'text',
  description: 'text',
  access_model_names: 'texts',
  access_mcp_server_ids: 'texts',
  access_agent_ids: 'texts',
  assigned_team_ids: 'texts',
  assigned_key_ids: 'texts',
} as const;
const LISTS = Object.keys(FIELDS).slice(2);

function listGroups({ store, older }: Call): Answer {
  const groups = store.accessGroups.newest(1, store.accessGroups.size() + 1);
  return ok(groups.map((row) => view(row, store, older)));
}

function view(row: Row, store: Store, older: boolean): ValueObject {
  if (older) return row;
  const teams = textsOf(row['assigned_team_ids']).map((id) => ({
    id,
    name: store.teams.get(id)?.['team_alias'] ?? null,
  }));
  const keys = textsOf(row['assigned_key_ids']).map((id) => ({
    id,
    name: store.keys.get(id)?.['key_alias'] ?? null,
  }));
  return { ...row, access_mcp_servers: [], access_agents: [], assigned_teams: teams, assigned_keys: keys };
}

function createGroup({ body, store, nowMs, newId, older }: Call): Answer {
  const found = readFields(body, FIELDS, ['access_group_name']);
  const name = textOf(found.get('access_group_name'));
  if (store.accessGroups.by('name', name).length > 0) {
    throw detailError(409, `Access group '${name}' already exists`);
  }
  const at = time(nowMs);
  const row: Row = {
    access_group_id: newId(),
    access_group_name: name,
    description: found.get('description') ?? null,
    ...Object.fromEntries(LISTS.map((list): [string, Value] => [list, found.get(list) ?? []])),
    created_at: at,
    created_by: 'default_user_id',
    updated_at: at,
    updated_by: 'default_user_id',
  };
  store.accessGroups.add(row);
  nameInTeams(row, store);
  return { status: 201, body: view(row, store, older) };
}

/** The teams that a group is assigned to name it, since 1.106.2. */
function nameInTeams(row: Row, store: Store): void {
  if (store.release === '1.81.13') return;
  const id = textOf(row['access_group_id']);
  for (const teamId of textsOf(row['assigned_team_ids'])) {
    const team = store.teams.get(teamId);
    if (team === undefined) continue;
    const ids = new Set([...textsOf(team['access_group_ids']), id]);
    store.teams.update(teamId, { access_group_ids: [...ids] });
  }
}

function find({ path, store }: Call): Row {
  const id = path['id'] ?? '';
  const row = store.accessGroups.get(id);
  if (row === undefined) throw detailError(404, `Access group '${id}' not found`);
  return row;
}

function oneGroup(call: Call): Answer {
  return ok(view(find(call), call.store, call.older));
}

function updateGroup(call: Call): Answer {
  const row = find(call);
  const found = readFields(call.body, FIELDS);
  if (found.size === 0)
    throw invalid([{ type: 'value_error', loc: ['body'], msg: 'Value error, nothing to update' }]);
  const id = textOf(row['access_group_id']);
  const patch = { ...Object.fromEntries(found), updated_at: time(call.nowMs) };
  const changed = call.store.accessGroups.update(id, patch) ?? row;
  nameInTeams(changed, call.store);
  return ok(view(changed, call.store, call.older));
}

function deleteGroup(call: Call): Answer {
  const row = find(call);
  call.store.accessGroups.remove(textOf(row['access_group_id']));
  return { status: 204, body: null, raw: '' };
}
