import { float, type Value, type ValueObject } from './python.ts';
import type { KeyRow, LitellmState, TeamRow, UserRow } from './state.ts';
import { keyTableView } from './key-view.ts';
import { stamp } from './time.ts';

/** A team as `/team/new` and `PATCH /team/{id}` answer it (LiteLLM 1.106.2). */
export function teamView(team: TeamRow): ValueObject {
  return {
    team_alias: team.alias,
    team_id: team.id,
    organization_id: null,
    admins: [],
    members: [],
    members_with_roles: team.members.map(({ userId, email, role }) => ({
      user_id: userId,
      user_email: email,
      role,
    })),
    team_member_permissions: team.permissions,
    metadata: team.metadata,
    tpm_limit: team.tpmLimit,
    rpm_limit: team.rpmLimit,
    tpd_limit: null,
    max_budget: float(team.maxBudget),
    soft_budget: float(team.softBudget),
    budget_duration: team.budgetDuration,
    budget_limits: null,
    models: team.models,
    blocked: team.blocked,
    router_settings: {},
    access_group_ids: [],
    default_team_member_models: [],
    spend: float(team.spend),
    max_parallel_requests: null,
    budget_reset_at: stamp(team.budgetResetMs),
    model_id: null,
    model_spend: {},
    model_max_budget: {},
    policies: [],
    allow_team_guardrail_config: false,
    litellm_model_table: null,
    object_permission: null,
    object_permission_id: null,
    updated_at: stamp(team.updatedMs),
    created_at: stamp(team.createdMs),
  };
}

/** The same with the columns that `/team/update` and `/team/block` add. */
export function teamTableView(team: TeamRow): ValueObject {
  return { ...teamView(team), litellm_organization_table: null, projects: null };
}

/** A team in `/v2/team/list`. */
export function teamListView(team: TeamRow, state: LitellmState): ValueObject {
  return {
    ...teamView(team),
    members_count: team.members.length,
    keys_count: keysOf(team, state).length,
    ...ACCESS_GROUPS,
  };
}

/** A team in the bare list of `/team/list`: with every key, unpaged. */
export function teamWithKeysView(team: TeamRow, state: LitellmState): ValueObject {
  return {
    ...teamView(team),
    team_memberships: memberships(team, false),
    keys: keysOf(team, state).map(keyTableView),
  };
}

/** The answer of `/team/info`. */
export function teamInfoView(team: TeamRow, state: LitellmState): ValueObject {
  const info = {
    ...teamView(team),
    members_with_roles: team.members.map(({ userId, email, role }) => ({
      user_id: userId,
      user_email: email,
      role,
      user_alias: userOf(userId, state)?.alias ?? null,
    })),
    team_member_budget_table: null,
    ...ACCESS_GROUPS,
    access_group_details: null,
    organization_models: null,
    model_max_budget_usage: {},
    caller_edit_access: { kind: 'unrestricted' },
  };
  return {
    team_id: team.id,
    team_info: info,
    keys: keysOf(team, state).map(keyTableView),
    team_memberships: memberships(team, true),
  };
}

const ACCESS_GROUPS = {
  access_group_models: null,
  access_group_mcp_server_ids: null,
  access_group_agent_ids: null,
};

function memberships(team: TeamRow, withSource: boolean): Value {
  return team.members.map(({ userId }) => ({
    user_id: userId,
    team_id: team.id,
    budget_id: null,
    spend: float(0),
    total_spend: float(0),
    litellm_budget_table: null,
    ...(withSource ? { budget_source: 'none' } : {}),
  }));
}

function keysOf(team: TeamRow, state: LitellmState): readonly KeyRow[] {
  return state.keys.filter(({ teamId }) => teamId === team.id);
}

function userOf(id: string, state: LitellmState): UserRow | undefined {
  return state.users.find((user) => user.id === id);
}
