import type { GatewayKind } from '../fleet/node.ts';
import type { Resource } from '../fleet/snapshot.ts';
import type { VerdictComparison } from './compare-verdicts.ts';
import type { ReplayPhases } from './phases.ts';
import type { ReplayState } from './replay-state.ts';
import type { RequestLog } from './request-log.ts';

/** A replay of one node, under the rules before and after a change. */
export interface NotedReplay {
  readonly gateway: GatewayKind;
  readonly log: RequestLog;
  /** When the time begins that is replayed, milliseconds since 1970 UTC; at or before the first request. */
  readonly fromMs: number;
  readonly before: ReplayState;
  /** As it is at the end of the time: the last of the phases. */
  readonly after: ReplayState;
  /** More than one where what is wanted changes within the time. */
  readonly phases: ReplayPhases;
  readonly comparison: VerdictComparison;
  /** What the node would hold after the change, at the end of the time. */
  readonly resources: readonly Resource[];
}

/** Notes that may apply: null for one that does not. */
export type Found = readonly (readonly [code: string, text: string | null])[];
