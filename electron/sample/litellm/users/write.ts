import { detailError, ok, proxyError, wrappedError, type Answer } from '../answer.ts';
import { readFields, type FieldType } from '../fields.ts';
import { noKeyView } from '../keys/generated-view.ts';
import { refuseModelBudgets } from '../keys/fields.ts';
import { keyOfUser, makeKey } from '../keys/make.ts';
import { isList, isObject, time, type Value, type ValueObject } from '../python.ts';
import { refuseDuration, refuseNegative } from '../refuse-amounts.ts';
import type { Call, Route } from '../route.ts';
import { BLANK_USER } from '../store/blank-rows.ts';
import { objectsOf, textOf, textsOf, type Row } from '../store/row.ts';
import { leaveTeam } from '../teams/lookup.ts';
import { nextReset } from '../time.ts';
import { userWriteView } from './view.ts';

/** The writing routes of users. */
export const USER_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/user/new', access: 'admin', answer: createUser },
  { method: 'POST', path: '/user/update', access: 'admin', answer: updateUser },
  { method: 'POST', path: '/user/bulk_update', access: 'admin', answer: bulkUpdate },
  { method: 'POST', path: '/user/delete', access: 'admin', answer: deleteUsers },
];

const USER_FIELDS: Readonly<Record<string, FieldType>> = {
  user_id: 'text',
  user_email: 'text',
  user_alias: 'text',
  user_role: 'text',
  max_budget: 'float',
  budget_duration: 'text',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  max_parallel_requests: 'whole',
  models: 'texts',
  metadata: 'object',
  model_max_budget: 'object',
  spend: 'float',
  aliases: 'object',
  permissions: 'object',
  config: 'object',
  duration: 'text',
  key_alias: 'text',
  auto_create_key: 'flag',
  teams: 'list',
};

const COLUMNS = new Set(Object.keys(BLANK_USER));

/** Makes a key as well, unless told not to. The form of an e-mail address is not looked at. */
function createUser(call: Call): Answer {
  const { body, store, nowMs, newId, older } = call;
  const found = new Map(readFields(body ?? {}, USER_FIELDS));
  refuse(found, older);
  refuseModelBudgets(found, older, true);
  const id = textOf(found.get('user_id')) || newId();
  if (store.users.get(id) !== undefined) {
    throw wrappedError(409, { error: `User with id ${id} already exists` });
  }
  const email = textOf(found.get('user_email')).toLowerCase();
  if (email !== '' && store.users.by('user_email', email).length > 0) {
    throw wrappedError(409, { error: `User with email ${email} already exists` });
  }
  const asked = { ...Object.fromEntries(found), user_id: id };
  const user: Row = {
    ...BLANK_USER,
    ...store.defaultUser,
    ...userPatch(found, BLANK_USER, nowMs, older),
    user_id: id,
    created_at: time(nowMs),
    updated_at: time(nowMs),
  };
  store.users.add(user);
  const withKey = found.get('auto_create_key') !== false;
  const echoed = new Map<string, Value>(Object.entries(asked));
  const view = withKey ? makeKey(call, keyOfUser(id, found)) : noKeyView(echoed, older);
  return ok({
    ...view,
    ...(withKey ? userKeyView(echoed, older) : {}),
    spend: user['spend'] ?? null,
    user_email: found.get('user_email') ?? null,
    user_role: found.get('user_role') ?? null,
    teams: null,
    user_alias: found.get('user_alias') ?? null,
  });
}

/** The answer names the user's limits, and nothing of where the key is kept. */
function userKeyView(echoed: ReadonlyMap<string, Value>, older: boolean): ValueObject {
  return {
    max_budget: echoed.get('max_budget') ?? null,
    user_id: echoed.get('user_id') ?? null,
    token: null,
    token_id: null,
    created_by: null,
    updated_by: null,
    ...(older ? {} : { key_type: null }),
  };
}

function refuse(found: ReadonlyMap<string, Value>, older: boolean): void {
  const refusal = (error: string): ReturnType<typeof wrappedError> => wrappedError(400, { error });
  refuseNegative(found, ['max_budget'], older, refusal);
  if (!older) refuseDuration(found, refusal);
}

/** Budgets of single models are taken away by null or an empty object since 1.106.2; 1.81.13 passes over both. */
function userPatch(found: ReadonlyMap<string, Value>, before: Row, nowMs: number, older: boolean): Row {
  const patch: { [column: string]: Value } = {};
  for (const [name, value] of found) {
    if (!COLUMNS.has(name) || name === 'user_id' || name === 'teams') continue;
    const kept = before[name];
    if (name === 'model_max_budget') {
      const budgets = isObject(value) ? value : {};
      if (!older || Object.keys(budgets).length > 0) patch[name] = budgets;
      continue;
    }
    if (value === null && (isList(kept) || isObject(kept) || name === 'spend' || name === 'user_role'))
      continue;
    patch[name] = value;
  }
  const email = patch['user_email'];
  if (typeof email === 'string') patch['user_email'] = email.toLowerCase();
  const period = found.get('budget_duration');
  if (found.has('budget_duration')) {
    patch['budget_reset_at'] = time(typeof period === 'string' ? nextReset(period, nowMs) : null);
  }
  return patch;
}

/** A user who is not there is made, without a role. */
function updateUser(call: Call): Answer {
  return ok(change(call, readFields(call.body, USER_FIELDS)));
}

function change({ store, nowMs, older }: Call, found: ReadonlyMap<string, Value>): ValueObject {
  const email = textOf(found.get('user_email')).toLowerCase();
  const id = textOf(found.get('user_id')) || textOf(store.users.by('user_email', email)[0]?.['user_id']);
  if (id === '') {
    throw proxyError(400, 'Either user_id or user_email must be provided', {
      type: 'internal_server_error',
      param: null,
    });
  }
  refuse(found, older);
  if (store.users.get(id) === undefined) {
    store.users.add({ ...BLANK_USER, user_id: id, created_at: time(nowMs), updated_at: time(nowMs) });
  }
  const before = store.users.get(id) ?? BLANK_USER;
  const patch = { ...userPatch(found, before, nowMs, older), updated_at: time(nowMs) };
  return { user_id: id, data: userWriteView(store.users.update(id, patch) ?? before, older) };
}

function bulkUpdate(call: Call): Answer {
  const found = readFields(call.body, { users: 'list', all_users: 'flag', user_updates: 'object' });
  const asked = objectsOf(found.get('users'));
  if (asked.length === 0) {
    throw detailError(400, {
      error:
        "Must specify either 'users' for individual updates or 'all_users=True' with 'user_updates' for bulk updates",
    });
  }
  const results = asked.map((item) => ({
    user_id: item['user_id'] ?? null,
    user_email: item['user_email'] ?? null,
    success: true,
    error: null,
    updated_user: change(call, readFields(item, USER_FIELDS)),
  }));
  return ok({
    results,
    total_requested: results.length,
    successful_updates: results.length,
    failed_updates: 0,
  });
}

/** All or nothing; answers a bare number. The user's keys go too. */
function deleteUsers({ body, store }: Call): Answer {
  const ids = textsOf(readFields(body, { user_ids: 'texts' }, ['user_ids']).get('user_ids'));
  for (const id of ids) {
    if (store.users.get(id) === undefined) {
      throw detailError(404, { error: `User not found, passed user_id=${id}` });
    }
  }
  for (const id of ids) {
    for (const key of store.keys.by('user_id', id)) store.keys.remove(textOf(key['token']));
    for (const team of store.teams.by('member', id)) {
      const teamId = textOf(team['team_id']);
      const left = objectsOf(team['members_with_roles']).filter(({ user_id }) => user_id !== id);
      store.teams.update(teamId, { members_with_roles: left });
      leaveTeam(store, id, teamId);
    }
    store.users.remove(id);
  }
  return ok(ids.length);
}
