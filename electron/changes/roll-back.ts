import { makeRollback, type AppliedOperation, type RollbackTarget } from '../../shared/plan/make-rollback.ts';
import type { Change, Plan } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import { pullNode } from '../workspace/pull.ts';
import { byOperation, madeId, type JournalEntry } from './journal-entry.ts';
import { readJournal } from './journal.ts';
import { newChangeId } from './plan-change.ts';
import { knownAtStart } from './push-past.ts';
import type { PushSources } from './push-sources.ts';
import { snapshotBefore } from './snapshot-before.ts';

/**
 * Plans to take a change back, from the state of its nodes before it and as they are now; reads them. Sends nothing.
 * Rejects with `push_running`, `nothing_to_roll_back`, or the problem of a node that cannot be read.
 */
export async function planRollback(
  change: Change,
  sources: PushSources,
  { signal, progress }: CallContext,
): Promise<Plan> {
  const { workspace, access, clock } = sources;
  const journal = await readJournal(workspace, change.id);
  const applied = appliedOf(change, journal, await knownAtStart(workspace, journal));
  requireApplied(change, applied);
  const nodes = change.plan.bases
    .map(({ node }) => node)
    .filter((node) => applied.some(({ operation }) => operation.node === node));
  const targets: RollbackTarget[] = [];
  progress({ label: 'Reading the nodes', unit: 'nodes', done: 0, total: nodes.length });
  for (const node of nodes) {
    const target = await access.connect(node, 'read');
    const work = { signal, progress: () => undefined };
    const { snapshot } = await pullNode(workspace, target, clock, work);
    targets.push({
      entry: target.entry,
      now: snapshot,
      before: await snapshotBefore(workspace, node, journal),
      applied: applied.filter(({ operation }) => operation.node === node),
    });
    progress({ done: targets.length, detail: node });
  }
  const now = clock.now();
  return makeRollback({
    id: newChangeId(now),
    madeAt: now.toISOString(),
    reverts: change.id,
    targets,
  });
}

function appliedOf(
  { plan, results }: Change,
  journal: readonly JournalEntry[],
  known: Awaited<ReturnType<typeof knownAtStart>>,
): readonly AppliedOperation[] {
  const entries = byOperation(journal);
  return results.flatMap(({ operation: id, status }) => {
    const operation = plan.operations.find((candidate) => candidate.id === id);
    if (operation === undefined) return [];
    if (status !== 'verified' && status !== 'mismatch' && status !== 'unknown') return [];
    const own = entries.get(id) ?? [];
    const first = own.find(({ type }) => type === 'sent');
    return [
      {
        operation,
        status,
        made: madeId(own),
        known: known(operation, own[0]),
        absent: first?.type === 'sent' && first.absent === true,
      },
    ];
  });
}

function requireApplied({ id, status }: Change, applied: readonly AppliedOperation[]): void {
  if (status === 'pushing') {
    throw new ProblemError({
      code: 'push_running',
      message: 'This change is being pushed at this moment.',
      next: 'Cancel the push or wait until it has ended, then take it back.',
      where: id,
    });
  }
  if (applied.length > 0) return;
  throw new ProblemError({
    code: 'nothing_to_roll_back',
    message: 'Nothing of this change was applied, so there is nothing to take back.',
    next: status === 'planned' ? 'Discard the plan if it is not wanted.' : 'Plan again when it is wanted.',
    where: id,
  });
}
