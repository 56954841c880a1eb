import type { KeyRow, LitellmState, TeamRow, UserRow } from '../../electron/sample/litellm/state.ts';

/** When made-up rows were made, milliseconds since 1970. */
export const ROW_MADE_MS = Date.UTC(2026, 5, 1, 8);

/** What a simulated proxy holds that holds nothing but the parts given. */
export function litellmState(seed: string, parts: Partial<LitellmState>): LitellmState {
  return {
    seed,
    models: [],
    teams: [],
    deletedTeams: [],
    keys: [],
    users: [],
    budgets: [],
    customers: [],
    credentials: [],
    generalSettings: {},
    storedSettings: {},
    routerSettings: {},
    aliases: {},
    defaultTeam: {},
    ...parts,
  };
}

/** A team of a simulated proxy; what is not given is not set. */
export function teamRow(id: string, alias: string, parts: Partial<TeamRow> = {}): TeamRow {
  return {
    id,
    alias,
    models: ['gpt-4o'],
    maxBudget: null,
    softBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    tpmLimit: null,
    rpmLimit: null,
    blocked: false,
    metadata: {},
    members: [],
    permissions: [],
    spend: 0,
    createdMs: ROW_MADE_MS,
    updatedMs: ROW_MADE_MS,
    ...parts,
  };
}

/** An internal user of a simulated proxy. */
export function userRow(id: string, parts: Partial<UserRow> = {}): UserRow {
  return {
    id,
    email: `${id}@example.test`,
    alias: null,
    role: 'internal_user',
    maxBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    spend: 0,
    createdMs: ROW_MADE_MS,
    ...parts,
  };
}

/** A key of a simulated proxy. */
export function keyRow(token: string, alias: string, parts: Partial<KeyRow> = {}): KeyRow {
  return {
    token,
    name: 'sk-...0000',
    alias,
    userId: null,
    teamId: null,
    models: ['gpt-4o'],
    aliases: {},
    metadata: {},
    maxBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    tpmLimit: null,
    rpmLimit: null,
    blocked: null,
    expiresMs: null,
    keyType: 'default',
    permissions: {},
    spend: 0,
    createdMs: ROW_MADE_MS,
    lastActiveMs: null,
    ...parts,
  };
}
