import { detailError, ok, proxyError, type Answer } from './answer.ts';
import { keyTableView } from './key-view.ts';
import { float, type ValueObject } from './python.ts';
import { pageOf, wholeParameter } from './query.ts';
import type { Call, Route } from './route.ts';
import type { LitellmState, UserRow } from './state.ts';
import { stamp } from './time.ts';
import { teamWithKeysView } from './team-view.ts';

/** The reading routes of users. */
export const USER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/user/list', access: 'any', answer: listUsers },
  { method: 'GET', path: '/user/info', access: 'admin', answer: userInfo },
  { method: 'GET', path: '/user/available_users', access: 'admin', answer: countUsers },
];

/** What every answer says of a user (LiteLLM 1.106.2). */
export function userView(user: UserRow, state: LitellmState): ValueObject {
  const teams = state.teams.filter(({ members }) => members.some(({ userId }) => userId === user.id));
  return {
    user_id: user.id,
    user_alias: user.alias,
    team_id: null,
    sso_user_id: null,
    organization_id: null,
    object_permission_id: null,
    password_reset_required: null,
    last_breach_check_at: null,
    teams: teams.map(({ id }) => id),
    user_role: user.role,
    max_budget: float(user.maxBudget),
    spend: float(user.spend),
    user_email: user.email,
    models: [],
    metadata: {},
    max_parallel_requests: null,
    tpm_limit: null,
    rpm_limit: null,
    budget_duration: user.budgetDuration,
    budget_reset_at: stamp(user.budgetResetMs),
    allowed_cache_controls: [],
    policies: [],
    model_spend: {},
    model_max_budget: {},
    created_at: stamp(user.createdMs),
    updated_at: stamp(user.createdMs),
    object_permission: null,
  };
}

const TABLES = {
  litellm_organization_table: null,
  invitations_created: null,
  invitations_updated: null,
  invitations_user: null,
};

/** A user inside another answer (LiteLLM 1.106.2). */
export function userRowView(user: UserRow, state: LitellmState): ValueObject {
  return {
    ...userView(user, state),
    ...TABLES,
    verified_subjects: null,
    password: null,
    organization_memberships: null,
  };
}

/** Newest first. Others than admins are refused with a 403, unlike on most routes. */
function listUsers({ query, state, caller }: Call): Answer {
  if (!caller.role.startsWith('proxy_admin')) {
    throw detailError(403, { error: 'Only proxy admins and organization admins can list users.' });
  }
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 25, most: 100 });
  const role = query.get('role');
  const email = query.get('user_email');
  const ids = query.get('user_ids')?.split(',');
  const matching = state.users
    .filter((user) => role === null || user.role === role)
    .filter((user) => email === null || (user.email ?? '').includes(email))
    .filter((user) => ids === undefined || ids.includes(user.id))
    .toSorted((a, b) => b.createdMs - a.createdMs);
  const { items, pages } = pageOf(matching, page, size);
  return ok({
    users: items.map((user) => ({
      ...userView(user, state),
      organization_memberships: null,
      key_count: state.keys.filter(({ userId }) => userId === user.id).length,
    })),
    total: matching.length,
    page,
    page_size: size,
    total_pages: pages,
  });
}

function userInfo({ query, state, caller }: Call): Answer {
  const id = query.get('user_id') ?? caller.userId ?? '';
  const user = state.users.find((candidate) => candidate.id === id);
  if (user === undefined) {
    throw proxyError(404, `User ${id} not found`, { type: 'internal_server_error', param: null });
  }
  const teams = state.teams.filter(({ members }) => members.some(({ userId }) => userId === id));
  const keys = state.keys.filter(({ userId }) => userId === id);
  return ok({
    user_id: id,
    user_info: {
      ...userView(user, state),
      ...TABLES,
      verified_subjects: null,
      organization_memberships: [],
      model_max_budget_usage: {},
    },
    keys: keys.map((key) => ({
      ...keyTableView(key),
      team_alias: state.teams.find((team) => team.id === key.teamId)?.alias ?? 'None',
    })),
    teams: teams.map((team) => teamWithKeysView(team, state)),
  });
}

function countUsers({ state }: Call): Answer {
  return ok({
    total_users: null,
    total_teams: null,
    total_users_used: state.users.length,
    total_teams_used: state.teams.length,
    total_teams_remaining: null,
    total_users_remaining: null,
  });
}
