import { inParallel } from '../../shared/in-parallel.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { standsOn } from '../../shared/plan/stands-on.ts';
import type { Problem } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import type { JournalEvent } from './journal-entry.ts';
import type { NodeTurn, OperationPast } from './node-turn.ts';
import { blockedProblem, canaryProblem } from './operation-problems.ts';
import { pushOperation } from './push-operation.ts';
import { byLevel } from './push-order.ts';

/** One node's part of a push. */
export interface NodePart {
  readonly node: string;
  readonly operations: readonly Operation[];
  /** Operations of one level that are begun at once. */
  readonly atOnce: number;
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
    const end =
      needed === undefined
        ? await pushOperation(turn, operation, past(operation))
        : skipped(operation, blockedProblem(operation, needed));
    // The next operation need not wait until it is written that this one is done; all of the level are waited for.
    void turn.note(end).catch(() => undefined);
    if (end.type === 'verified') verified += 1;
    else bad.push(operation);
    progress({ done: verified + bad.length });
  }

  async function skipAll({ turn, operations }: NodePart, problem: Problem): Promise<void> {
    bad.push(...operations);
    await Promise.all(operations.map((operation) => turn.note(skipped(operation, problem))));
  }

  progress({ label: `Pushing ${total} changes`, unit: 'operations', done: 0, total });
  for (const part of parts) {
    if (isHalted()) break;
    if (canary !== undefined && bad.some(({ node }) => node === canary)) {
      await skipAll(part, canaryProblem(part.node, canary));
      continue;
    }
    const moved = await part.whyMoved();
    if (moved !== null) {
      await skipAll(part, moved);
      continue;
    }
    for (const level of byLevel(part.operations)) {
      if (isHalted()) break;
      await inParallel(level, part.atOnce, (operation) => pushOne(part, operation));
      await part.turn.written();
    }
  }
  return { total, verified, bad: bad.length };
}

function skipped({ id }: Operation, problem: Problem): JournalEvent & { readonly type: 'skipped' } {
  return { type: 'skipped', operation: id, problem };
}

function describe({ action, kind, name, node }: Operation): string {
  return `${node}: ${action} ${kind} ${name}`;
}
