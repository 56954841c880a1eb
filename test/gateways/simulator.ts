import { startLitellmSimulator, type LitellmSimulator } from '../../electron/sample/litellm/server.ts';
import { spendLogOf } from '../../electron/sample/world/log.ts';
import { makeTraffic } from '../../electron/sample/world/traffic.ts';
import { LAB_MASTER_KEY, labState } from '../electron/sample/litellm/lab-state.ts';

/** Starts a simulated proxy that holds what the real one is seeded with. */
export async function startSimulator(
  release: string,
): Promise<{ readonly simulator: LitellmSimulator; readonly masterKey: string }> {
  const simulator = await startLitellmSimulator({
    state: { ...labState(), storedSettings: { global_max_parallel_requests: 1000 } },
    log: spendLogOf(makeTraffic('prod-eu', { seed: 3, rows: 1200 })),
    masterKey: LAB_MASTER_KEY,
    version: release,
  });
  return { simulator, masterKey: LAB_MASTER_KEY };
}
