import type { GatewayKind } from '../../shared/fleet/node.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { standsOn } from '../../shared/plan/stands-on.ts';
import type { Problem } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import type { NodeTurn, OperationPast } from './node-turn.ts';
import { blockedProblem } from './operation-problems.ts';
import { pushOperation } from './push-operation.ts';
import { byLevel } from './push-order.ts';

/** Operations of one level that are sent at once. Six parallel lists stall a Doubleword (dwctl 10.13.1). */
const AT_ONCE: Readonly<Record<GatewayKind, number>> = { litellm: 10, doubleword: 4 };

/** One node's part of a push. */
export interface NodePart {
  readonly node: string;
  readonly gateway: GatewayKind;
  readonly operations: readonly Operation[];
  readonly turn: NodeTurn;
  readonly past: (operation: Operation) => OperationPast;
  /** Why the node is no longer as it was checked, just before its turn; null when it is. */
  readonly whyMoved: () => Promise<Problem | null>;
}

/** How a push goes on after something did not end as wanted. */
export interface PushPolicy {
  readonly onFailure: 'stop' | 'continue';
  /** Nothing goes to another node before everything on this one is verified. */
  readonly canary?: string | undefined;
}

/** How many operations ended how. */
export interface PushTally {
  readonly total: number;
  readonly verified: number;
  readonly bad: number;
}

/**
 * Pushes to one node after the other, in each level by level, the operations of a level side by side. After the first
 * that does not end as wanted nothing more is begun, or only what does not stand on it; what is under way ends and is
 * noted. Resolves when nothing runs any more; rejects when the journal cannot be written.
 */
export async function pushNodes(
  parts: readonly NodePart[],
  { onFailure, canary }: PushPolicy,
  { signal, progress }: CallContext,
): Promise<PushTally> {
  const total = parts.reduce((sum, { operations }) => sum + operations.length, 0);
  let verified = 0;
  const bad: Operation[] = [];
  const isHalted = (): boolean => signal.aborted || (onFailure === 'stop' && bad.length > 0);

  async function pushOne({ turn, past }: NodePart, operation: Operation): Promise<void> {
    if (isHalted()) return;
    const failed = bad.length === 0 ? '' : `, ${bad.length} not as wanted`;
    progress({ detail: `${describe(operation)}${failed}` });
    const needed = bad.find((other) => standsOn(operation, other));
    const isGood = needed === undefined && (await pushOperation(turn, operation, past(operation)));
    if (needed !== undefined) {
      const problem = blockedProblem(operation, needed);
      await turn.note({ type: 'skipped', operation: operation.id, problem });
    }
    if (isGood) verified += 1;
    else bad.push(operation);
    progress({ done: verified + bad.length });
  }

  progress({ label: `Pushing ${total} changes`, unit: 'operations', done: 0, total });
  for (const part of parts) {
    if (isHalted() || (bad.length > 0 && parts[0]?.node === canary)) break;
    const moved = await part.whyMoved();
    const [first] = part.operations;
    if (moved !== null && first !== undefined) {
      await part.turn.note({ type: 'failed', operation: first.id, problem: moved });
      bad.push(...part.operations);
      continue;
    }
    for (const level of byLevel(part.operations)) {
      if (isHalted()) break;
      await inParallel(level, AT_ONCE[part.gateway], (operation) => pushOne(part, operation));
    }
  }
  return { total, verified, bad: bad.length };
}

function describe({ action, kind, name, node }: Operation): string {
  return `${node}: ${action} ${kind} ${name}`;
}
