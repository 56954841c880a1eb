import { createHash } from 'node:crypto';

import { startLitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../electron/sample/litellm/spend-log.ts';
import type { KeyRow, TeamRow, UserRow } from '../../electron/sample/litellm/state.ts';

/** Made up. */
export const LARGE_KEY = 'sk-made-up-large-node-000001';

/** How long the simulated proxy waits before each answer. */
export const LARGE_LATENCY_MS = 50;

const TEAMS = 2000;
const USERS = 20_000;
const KEYS = 50_000;
const MADE_MS = Date.UTC(2026, 5, 1, 8);

/** Starts a simulated proxy with very many teams, users and keys, and prints its address; it runs until it is killed. */
export async function simulateLarge(): Promise<void> {
  const { url } = await startLitellmSimulator({
    state: {
      seed: 'large-node',
      models: [],
      teams: Array.from({ length: TEAMS }, (_, index) => team(index)),
      deletedTeams: [],
      keys: Array.from({ length: KEYS }, (_, index) => key(index)),
      users: Array.from({ length: USERS }, (_, index) => user(index)),
      budgets: [],
      customers: [],
      credentials: [],
      generalSettings: {},
      storedSettings: {},
      routerSettings: {},
      aliases: {},
      defaultTeam: {},
    },
    log: EMPTY_LOG,
    masterKey: LARGE_KEY,
    misbehaviour: [{ on: '* /**', does: { kind: 'latency', ms: LARGE_LATENCY_MS } }],
  });
  process.stdout.write(`${url}\n`);
}

function team(index: number): TeamRow {
  return {
    id: `team-${index}`,
    alias: `team ${index}`,
    models: ['gpt-4o', 'claude-sonnet'],
    maxBudget: index,
    softBudget: null,
    budgetDuration: '30d',
    budgetResetMs: MADE_MS,
    tpmLimit: null,
    rpmLimit: 60,
    blocked: false,
    metadata: { owner: `person-${index}` },
    members: [
      { userId: `user-${index}`, email: null, role: 'user' },
      { userId: `user-${index + 1}`, email: null, role: 'user' },
    ],
    permissions: [],
    spend: index,
    createdMs: MADE_MS + index,
    updatedMs: MADE_MS + index,
  };
}

function user(index: number): UserRow {
  return {
    id: `user-${index}`,
    email: `person-${index}@example.test`,
    alias: null,
    role: 'internal_user',
    maxBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    spend: 0,
    createdMs: MADE_MS + index,
  };
}

function key(index: number): KeyRow {
  return {
    token: createHash('sha256').update(`key-${index}`).digest('hex'),
    name: 'sk-...0000',
    alias: `key ${index}`,
    userId: `user-${index % USERS}`,
    teamId: `team-${index % TEAMS}`,
    models: ['gpt-4o'],
    aliases: {},
    metadata: { number: index },
    maxBudget: 5,
    budgetDuration: '30d',
    budgetResetMs: MADE_MS,
    tpmLimit: null,
    rpmLimit: 10,
    blocked: null,
    expiresMs: null,
    keyType: 'default',
    permissions: {},
    spend: 0,
    createdMs: MADE_MS + index,
    lastActiveMs: null,
  };
}
