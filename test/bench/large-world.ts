import { createHash } from 'node:crypto';

import { startLitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../electron/sample/litellm/spend-log.ts';
import type { KeyRow, TeamRow } from '../../electron/sample/litellm/state.ts';
import { keyRow, litellmState, ROW_MADE_MS, teamRow, userRow } from '../helpers/litellm-rows.ts';

/** Made up. */
export const LARGE_KEY = 'sk-made-up-large-node-000001';

/** How long the simulated proxy waits before each answer. */
export const LARGE_LATENCY_MS = 50;

const TEAMS = 2000;
const USERS = 20_000;
const KEYS = 50_000;

/** Starts a simulated proxy with very many teams, users and keys, and prints its address; it runs until it is killed. */
export async function simulateLarge(): Promise<void> {
  const { url } = await startLitellmSimulator({
    state: litellmState('large-node', {
      teams: Array.from({ length: TEAMS }, (_, index) => team(index)),
      keys: Array.from({ length: KEYS }, (_, index) => key(index)),
      users: Array.from({ length: USERS }, (_, index) => userRow(`user-${index}`)),
    }),
    log: EMPTY_LOG,
    masterKey: LARGE_KEY,
    misbehaviour: [{ on: '* /**', does: { kind: 'latency', ms: LARGE_LATENCY_MS } }],
  });
  process.stdout.write(`${url}\n`);
}

function team(index: number): TeamRow {
  return teamRow(`team-${index}`, `team ${index}`, {
    models: ['gpt-4o', 'claude-sonnet'],
    maxBudget: index,
    budgetDuration: '30d',
    budgetResetMs: ROW_MADE_MS,
    rpmLimit: 60,
    metadata: { owner: `person-${index}` },
    members: [index, index + 1].map((number) => ({ userId: `user-${number}`, email: null, role: 'user' })),
    spend: index,
  });
}

function key(index: number): KeyRow {
  return keyRow(createHash('sha256').update(`key-${index}`).digest('hex'), `key ${index}`, {
    userId: `user-${index % USERS}`,
    teamId: `team-${index % TEAMS}`,
    metadata: { number: index },
    maxBudget: 5,
    budgetDuration: '30d',
    budgetResetMs: ROW_MADE_MS,
    rpmLimit: 10,
  });
}
