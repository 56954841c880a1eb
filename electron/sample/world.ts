import type { SpendLog } from './litellm/spend-log.ts';
import type { LitellmState } from './litellm/state.ts';
import { ADMIN_CALLS_MS, adminCallsOf } from './world/admin-calls.ts';
import { litellmStateOf } from './world/litellm-state.ts';
import { spendLogOf } from './world/log.ts';
import type { LitellmNode, SampleSize } from './world/node-names.ts';
import { totalsOf, type NodeTotals } from './world/totals.ts';
import { makeTraffic, type Traffic } from './world/traffic.ts';
import type { PreparedCalls } from './litellm/simulator-options.ts';

/** One LiteLLM node of the sample: what it holds, what it logged, and the known totals of that. */
export interface SampleNode {
  readonly state: LitellmState;
  readonly log: SpendLog;
  readonly traffic: Traffic;
  readonly totals: NodeTotals;
  /** What an administrator made over the API before the sample begins. */
  readonly prepared: PreparedCalls;
}

/** Makes a LiteLLM node of the sample. The same size gives the same node, to the byte, on every machine. */
export function makeSampleNode(node: LitellmNode, size: SampleSize): SampleNode {
  const traffic = makeTraffic(node, size);
  const totals = totalsOf(traffic);
  return {
    traffic,
    totals,
    log: spendLogOf(traffic),
    state: litellmStateOf(node, size.seed, totals),
    prepared: { atMs: ADMIN_CALLS_MS, calls: adminCallsOf(node) },
  };
}
