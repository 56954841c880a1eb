import { startLitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../electron/sample/litellm/spend-log.ts';
import type { TeamRow } from '../../electron/sample/litellm/state.ts';
import { litellmState, ROW_MADE_MS, teamRow } from '../helpers/litellm-rows.ts';

/** Made up. */
export const BENCH_KEY = 'sk-made-up-push-bench-000001';

/** How long the simulated proxy waits before each answer. */
export const LATENCY_MS = 50;

/** The operations of the bench, a thousand together. */
export const CREATED = 400;
export const UPDATED = 400;
export const DELETED = 200;

/** Starts the simulated proxy and prints its address; it runs until it is killed. */
export async function simulate(): Promise<void> {
  const { url } = await startLitellmSimulator({
    state: litellmState('push-bench', {
      teams: Array.from({ length: UPDATED + DELETED }, (_, index) => team(index)),
    }),
    log: EMPTY_LOG,
    masterKey: BENCH_KEY,
    misbehaviour: [{ on: '* /**', does: { kind: 'latency', ms: LATENCY_MS } }],
  });
  process.stdout.write(`${url}\n`);
}

function team(index: number): TeamRow {
  return teamRow(`id-team-${index}`, `team-${index}`, {
    maxBudget: 10,
    budgetDuration: '30d',
    budgetResetMs: ROW_MADE_MS,
    rpmLimit: 60,
    createdMs: ROW_MADE_MS + index,
    updatedMs: ROW_MADE_MS + index,
  });
}
