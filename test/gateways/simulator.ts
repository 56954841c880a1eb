import { seedProxy } from '../../build/gateways/seed.mjs';
import type { Release } from '../../electron/sample/litellm/release.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { spendLogOf } from '../../electron/sample/world/log.ts';
import { makeTraffic } from '../../electron/sample/world/traffic.ts';
import { FILE_MODELS, LAB_MASTER_KEY, labState } from '../electron/sample/litellm/lab-state.ts';

/**
 * Starts a simulated proxy whose config file says what build/gateways/config.yaml says, and fills it over its API as the
 * real one is filled.
 */
export async function startSimulator(
  release: Release,
  onCall: (line: string) => void,
): Promise<{ readonly simulator: LitellmSimulator; readonly masterKey: string }> {
  const lab = labState();
  const simulator = await startLitellmSimulator({
    state: {
      ...lab,
      models: FILE_MODELS.filter(({ id }) => id !== 'file-broken'),
      teams: [],
      keys: [],
      users: lab.users.filter(({ id }) => id === 'default_user_id'),
      budgets: [],
      customers: [],
      credentials: [],
      routerSettings: {
        routing_strategy: 'simple-shuffle',
        fallbacks: [{ 'free-local': ['claude-sonnet'] }],
      },
      guardrails: [FILE_GUARDRAIL],
    },
    log: spendLogOf(makeTraffic('prod-eu', { seed: 3, rows: 1200 })),
    masterKey: LAB_MASTER_KEY,
    release,
    onCall: ({ method, target }) => onCall(`"${method} ${target} `),
  });
  await seedProxy({ url: simulator.url, key: LAB_MASTER_KEY });
  return { simulator, masterKey: LAB_MASTER_KEY };
}

const FILE_GUARDRAIL = {
  guardrail_name: 'file-guard',
  litellm_params: {
    guardrail: 'litellm_content_filter',
    mode: 'pre_call',
    patterns: [{ pattern_type: 'prebuilt', pattern_name: 'us_ssn', action: 'BLOCK' }],
  },
};
