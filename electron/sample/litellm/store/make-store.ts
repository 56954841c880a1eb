import { float, time, type Value, type ValueObject } from '../python.ts';
import type { Release } from '../release.ts';
import type { BudgetRow, CustomerRow, KeyRow, LitellmState, TeamRow, UserRow } from '../state.ts';
import { BLANK_BUDGET, BLANK_CUSTOMER, BLANK_KEY, BLANK_TEAM, BLANK_USER } from './blank-rows.ts';
import { textOf, textsOf, objectsOf, type Row } from './row.ts';
import { memberId, type Store } from './store.ts';
import { createTable, onColumn, type Table } from './table.ts';

/** Makes what a proxy of a release holds out of what it shall start with, which is left as it is. */
export function makeStore(
  state: LitellmState,
  { release, database }: { readonly release: Release; readonly database: boolean },
): Store {
  const store: Store = {
    ...emptyTables(),
    seed: state.seed,
    logged: [],
    release,
    database,
    models: state.models.map((model) => ({ ...model })),
    settings: {
      general_settings: { file: state.generalSettings, stored: state.storedSettings },
      litellm_settings: { file: state.litellmSettings ?? {}, stored: {} },
      router_settings: { file: fileRouter(state), stored: {} },
      environment_variables: { file: {}, stored: {} },
    },
    aliases: state.aliases,
    fallbacks: fallbacksOf(state.routerSettings['fallbacks']),
    defaultTeam: defaultTeamOf(state),
    defaultUser: { user_role: 'internal_user_viewer' },
    allowedIps: null,
    passThrough: [],
    costDiscounts: {},
    costMargins: {},
  };
  fill(store.budgets, state.budgets.map(budgetRow));
  fill(store.users, usersOf(state));
  fill(store.teams, state.teams.map(teamRow));
  fill(store.deletedTeams, state.deletedTeams.map(teamRow));
  fill(store.memberships, state.teams.flatMap(membershipsOf));
  fill(store.keys, state.keys.map(keyRow));
  fill(store.customers, state.customers.map(customerRow));
  fill(
    store.credentials,
    state.credentials.map(({ name, info, maskedValues }) => ({
      credential_name: name,
      credential_info: info,
      credential_values: maskedValues,
    })),
  );
  fill(store.guardrails, (state.guardrails ?? []).map(fileGuardrail));
  return store;
}

function emptyTables(): Pick<
  Store,
  | 'teams'
  | 'deletedTeams'
  | 'memberships'
  | 'keys'
  | 'deletedKeys'
  | 'users'
  | 'budgets'
  | 'customers'
  | 'tags'
  | 'credentials'
  | 'accessGroups'
  | 'guardrails'
  | 'policies'
  | 'attachments'
  | 'organizations'
> {
  return {
    teams: createTable('team_id', {
      member: {
        columns: ['members_with_roles'],
        keysOf: (row) => objectsOf(row['members_with_roles']).map((member) => textOf(member['user_id'])),
      },
    }),
    deletedTeams: createTable('team_id'),
    memberships: createTable('id', { team_id: onColumn('team_id'), user_id: onColumn('user_id') }),
    keys: createTable('token', {
      team_id: onColumn('team_id'),
      user_id: onColumn('user_id'),
      key_alias: onColumn('key_alias'),
    }),
    deletedKeys: createTable('token'),
    users: createTable('user_id', {
      user_email: { columns: ['user_email'], keysOf: (row) => [textOf(row['user_email']).toLowerCase()] },
    }),
    budgets: createTable('budget_id'),
    customers: createTable('user_id'),
    tags: createTable('name'),
    credentials: createTable('credential_name'),
    accessGroups: createTable('access_group_id', { name: onColumn('access_group_name') }),
    guardrails: createTable('guardrail_id', { name: onColumn('guardrail_name') }),
    policies: createTable('policy_id', { name: onColumn('policy_name') }),
    attachments: createTable('attachment_id'),
    organizations: createTable('organization_id'),
  };
}

function fill(table: Table, rows: readonly Row[]): void {
  for (const row of rows) table.add(row);
}

function fileRouter({ routerSettings, aliases }: LitellmState): Row {
  return Object.keys(aliases).length === 0
    ? routerSettings
    : { ...routerSettings, model_group_alias: { ...aliases } };
}

function fallbacksOf(value: Value | undefined): ReadonlyMap<string, readonly string[]> {
  const pairs = objectsOf(value).flatMap((entry) => Object.entries(entry));
  return new Map(pairs.map(([model, names]) => [model, textsOf(names)]));
}

function defaultTeamOf({ defaultTeam: { maxBudget, budgetDuration, models } }: LitellmState): Row {
  return {
    ...(maxBudget === undefined ? {} : { max_budget: float(maxBudget) }),
    ...(budgetDuration === undefined ? {} : { budget_duration: budgetDuration }),
    ...(models === undefined ? {} : { models }),
  };
}

function teamRow(team: TeamRow): Row {
  return {
    ...BLANK_TEAM,
    team_id: team.id,
    team_alias: team.alias,
    models: team.models,
    max_budget: float(team.maxBudget),
    soft_budget: float(team.softBudget),
    budget_duration: team.budgetDuration,
    budget_reset_at: time(team.budgetResetMs),
    tpm_limit: team.tpmLimit,
    rpm_limit: team.rpmLimit,
    blocked: team.blocked,
    metadata: team.metadata,
    members_with_roles: team.members.map(({ userId, email, role }) => ({
      user_id: userId,
      user_email: email,
      role,
    })),
    team_member_permissions: team.permissions,
    spend: float(team.spend),
    updated_at: time(team.updatedMs),
    created_at: time(team.createdMs),
  };
}

function membershipsOf(team: TeamRow): readonly Row[] {
  return team.members.map(({ userId }) => membershipRow(team.id, userId, null));
}

/** A membership: its budget belongs to the one user in the one team. */
export function membershipRow(teamId: string, userId: string, budgetId: string | null): Row {
  return {
    id: memberId(teamId, userId),
    user_id: userId,
    team_id: teamId,
    budget_id: budgetId,
    spend: float(0),
    total_spend: float(0),
  };
}

function keyRow(key: KeyRow): Row {
  return {
    ...BLANK_KEY,
    token: key.token,
    key_name: key.name,
    key_alias: key.alias,
    user_id: key.userId,
    team_id: key.teamId,
    models: key.models,
    aliases: key.aliases,
    metadata: key.metadata,
    max_budget: float(key.maxBudget),
    budget_duration: key.budgetDuration,
    budget_reset_at: time(key.budgetResetMs),
    tpm_limit: key.tpmLimit,
    rpm_limit: key.rpmLimit,
    blocked: key.blocked,
    expires: time(key.expiresMs),
    key_type: key.keyType,
    permissions: key.permissions,
    spend: float(key.spend),
    total_spend: float(key.spend),
    created_at: time(key.createdMs),
    updated_at: time(key.createdMs),
    last_active: time(key.lastActiveMs),
  };
}

function usersOf(state: LitellmState): readonly Row[] {
  const teams = new Map<string, string[]>();
  for (const { id, members } of state.teams) {
    for (const { userId } of members) teams.set(userId, [...(teams.get(userId) ?? []), id]);
  }
  return state.users.map((user) => userRow(user, teams.get(user.id) ?? []));
}

function userRow(user: UserRow, teams: readonly string[]): Row {
  return {
    ...BLANK_USER,
    user_id: user.id,
    user_alias: user.alias,
    user_email: user.email,
    user_role: user.role,
    teams,
    max_budget: float(user.maxBudget),
    budget_duration: user.budgetDuration,
    budget_reset_at: time(user.budgetResetMs),
    spend: float(user.spend),
    created_at: time(user.createdMs),
    updated_at: time(user.createdMs),
  };
}

function budgetRow(budget: BudgetRow): Row {
  return {
    ...BLANK_BUDGET,
    budget_id: budget.id,
    max_budget: float(budget.maxBudget),
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    budget_duration: budget.duration,
    budget_reset_at: time(budget.resetMs),
    created_at: time(budget.createdMs),
    updated_at: time(budget.createdMs),
  };
}

function customerRow(customer: CustomerRow): Row {
  return {
    ...BLANK_CUSTOMER,
    user_id: customer.id,
    alias: customer.alias,
    blocked: customer.blocked,
    spend: float(customer.spend),
    budget_id: customer.budgetId,
  };
}

function fileGuardrail(guardrail: ValueObject): Row {
  return { ...guardrail, guardrail_id: textOf(guardrail['guardrail_name']), source: 'config' };
}
