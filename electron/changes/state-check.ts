import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { compareStates } from '../../shared/plan/compare-states.ts';
import type { Plan, ResourceChange } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Clock } from '../core/ports.ts';
import type { Work } from '../gateways/adapter.ts';
import type { NodeConnection } from '../workspace/node-access.ts';
import { pullNode } from '../workspace/pull.ts';
import type { Snapshots } from '../workspace/snapshots.ts';

/**
 * Reads a node again and makes sure that it is in the state a plan was made from.
 * @param effect what was pushed, as the last sentence of the message.
 * Rejects with `state_moved`, saying what moved, and with the adapter's problem when it cannot be read.
 */
export async function requireBase(
  workspace: string,
  base: Plan['bases'][number],
  target: NodeConnection,
  snapshots: Snapshots,
  clock: Clock,
  work: Work,
  effect = 'Nothing was pushed.',
): Promise<void> {
  const before = await snapshots.latest(base.node).catch(() => null);
  const { snapshot } = await pullNode(workspace, target, clock, work);
  if (snapshot.hash === base.snapshotHash) return;
  throw new ProblemError({
    code: 'state_moved',
    message: `${base.node} is no longer as it was when the plan was made${describeMoves(before, base, snapshot)}. ${effect}`,
    next: 'Plan again: the new plan starts from what the node holds now.',
    where: base.node,
  });
}

function describeMoves(before: Snapshot | null, base: Plan['bases'][number], after: Snapshot): string {
  // What moved can be named only when the state the plan was made from is still at hand.
  if (before?.hash !== base.snapshotHash) return '';
  const { changes } = compareStates(before.resources, after.resources, { mode: 'whole' });
  const [first] = changes;
  if (first === undefined) return ' (something was deleted and made anew under the same name)';
  const more = changes.length === 1 ? '' : `, and ${changes.length - 1} more`;
  return `: ${describe(first)}${more}`;
}

function describe({ action, kind, name, fields }: ResourceChange): string {
  if (action === 'create') return `the ${kind} "${name}" is new`;
  if (action === 'delete') return `the ${kind} "${name}" is gone`;
  const [field] = fields;
  return `${field?.path ?? 'something'} of the ${kind} "${name}" changed`;
}
