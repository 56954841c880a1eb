import { startLitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../electron/sample/litellm/spend-log.ts';
import type { TeamRow } from '../../electron/sample/litellm/state.ts';

/** Made up. */
export const BENCH_KEY = 'sk-made-up-push-bench-000001';

/** How long the simulated proxy waits before each answer. */
export const LATENCY_MS = 50;

/** The operations of the bench, a thousand together. */
export const CREATED = 400;
export const UPDATED = 400;
export const DELETED = 200;

const MADE_MS = Date.UTC(2026, 5, 1, 8);

/** Starts the simulated proxy and prints its address; it runs until it is killed. */
export async function simulate(): Promise<void> {
  const { url } = await startLitellmSimulator({
    state: {
      seed: 'push-bench',
      models: [],
      teams: Array.from({ length: UPDATED + DELETED }, (_, index) => team(index)),
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
    },
    log: EMPTY_LOG,
    masterKey: BENCH_KEY,
    misbehaviour: [{ on: '* /**', does: { kind: 'latency', ms: LATENCY_MS } }],
  });
  process.stdout.write(`${url}\n`);
}

function team(index: number): TeamRow {
  return {
    id: `id-team-${index}`,
    alias: `team-${index}`,
    models: ['gpt-4o'],
    maxBudget: 10,
    softBudget: null,
    budgetDuration: '30d',
    budgetResetMs: MADE_MS,
    tpmLimit: null,
    rpmLimit: 60,
    blocked: false,
    metadata: {},
    members: [],
    permissions: [],
    spend: 0,
    createdMs: MADE_MS + index,
    updatedMs: MADE_MS + index,
  };
}
