import { detailError, ok, proxyError, type Answer } from '../answer.ts';
import { isAdmin } from '../auth.ts';
import { keyAuthView, keyInsideView } from '../keys/view.ts';
import { pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import { spellTimes, textOf, type Row } from '../store/row.ts';
import { teamOfUserView, teamView } from '../teams/view.ts';
import { userInfoView, userListView } from './view.ts';

/** The reading routes of users. */
export const USER_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/user/list', access: 'any', answer: listUsers },
  { method: 'GET', path: '/user/info', access: 'any', answer: userInfo },
  { method: 'GET', path: '/v2/user/info', access: 'any', answer: shortInfo, since: '1.106.2' },
  { method: 'GET', path: '/user/available_users', access: 'admin', answer: countUsers },
];

/** Newest first. Others than admins are refused with a 403, unlike on most routes. */
function listUsers({ query, store, caller, older }: Call): Answer {
  if (!isAdmin(caller)) {
    throw detailError(403, { error: 'Only proxy admins and organization admins can list users.' });
  }
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 25, most: 100 });
  const narrowed = ['role', 'user_email', 'user_ids', 'team'].some((name) => query.has(name));
  const matching = narrowed
    ? store.users
        .all()
        .filter((user) => matches(user, query))
        .toReversed()
    : null;
  const users = matching === null ? store.users.newest(page, size) : pageOf(matching, page, size).items;
  const total = matching?.length ?? store.users.size();
  return ok({
    users: users.map((user) => ({
      ...userListView(user, older),
      key_count: store.keys.count('user_id', textOf(user['user_id'])),
    })),
    total,
    page,
    page_size: size,
    total_pages: Math.ceil(total / size),
  });
}

function matches(user: Row, query: URLSearchParams): boolean {
  const role = query.get('role');
  const email = query.get('user_email')?.toLowerCase();
  const ids = query.get('user_ids')?.split(',');
  if (role !== null && user['user_role'] !== role) return false;
  if (ids !== undefined && !ids.includes(textOf(user['user_id']))) return false;
  return email === undefined || textOf(user['user_email']).toLowerCase().includes(email);
}

/** Of an admin who names nobody: the admin's user with every key and team of the proxy. */
function userInfo(call: Call): Answer {
  const { query, store, caller, older } = call;
  const asked = query.get('user_id');
  if (asked === null && caller.role === 'proxy_admin') return everything(call);
  const id = asked ?? caller.userId ?? '';
  const user = store.users.get(id);
  if (user === undefined) {
    throw proxyError(404, `User ${id} not found`, { type: 'internal_server_error', param: null });
  }
  return ok({
    user_id: id,
    user_info: { ...userInfoView(user, older), ...(older ? {} : { model_max_budget_usage: {} }) },
    keys: store.keys.by('user_id', id).map((key) => ({
      ...keyInsideView(key, older),
      team_alias: aliasOf(key, call) ?? 'None',
    })),
    teams: store.teams.by('member', id).map((team) => teamOfUserView(team, id, store, older)),
  });
}

function everything(call: Call): Answer {
  const { store, older, caller } = call;
  const id = caller.userId ?? '';
  const user = older ? undefined : store.users.get(id);
  return ok({
    user_id: older ? null : id,
    user_info: user === undefined ? null : userInfoView(user, older),
    keys: store.keys.all().map((key) => {
      const alias = aliasOf(key, call);
      return {
        ...spellTimes(keyAuthView(key, older), 'bare'),
        team_alias: key['team_id'] === null ? 'None' : alias,
      };
    }),
    teams: store.teams.all().map((team) => spellTimes(teamView(team, older), 'bare')),
  });
}

function aliasOf(key: Row, { store }: Call): string | null {
  return textOf(store.teams.get(textOf(key['team_id']))?.['team_alias']) || null;
}

function shortInfo({ query, store, caller, older }: Call): Answer {
  const id = query.get('user_id') ?? caller.userId ?? '';
  const user = store.users.get(id);
  if (user === undefined) {
    throw proxyError(404, `User not found: ${id}`, { type: 'internal_server_error', param: null });
  }
  return ok(userListView(user, older));
}

function countUsers({ store }: Call): Answer {
  return ok({
    total_users: null,
    total_teams: null,
    total_users_used: store.users.size(),
    total_teams_used: store.teams.size(),
    total_teams_remaining: null,
    total_users_remaining: null,
  });
}
