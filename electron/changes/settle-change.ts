import type { Change, Operation } from '../../shared/plan/plan.ts';
import type { Work } from '../gateways/adapter.ts';
import { readChange } from './change-store.ts';
import { appendJournal } from './journal.ts';
import { settle } from './push-operation.ts';
import type { PushSources } from './push.ts';

/** How long a look at a change waits for a node, milliseconds. */
const PATIENCE_MS = 5000;

/**
 * For a push that was cut off: reads the nodes of operations whose outcome is unknown and notes in the journal
 * what came of them. A node that cannot be asked now leaves them unknown. Resolves with the change.
 */
export async function settleChange(change: Change, sources: PushSources): Promise<Change> {
  const unknown = change.results.filter(({ status }) => status === 'unknown');
  if (change.status === 'pushing' || unknown.length === 0) return change;
  for (const { operation: id, problem } of unknown) {
    const operation = change.plan.operations.find((candidate) => candidate.id === id);
    if (operation !== undefined) await settleOne(change.id, operation, problem?.message, sources);
  }
  return readChange(sources.workspace, change.id);
}

async function settleOne(
  change: string,
  operation: Operation,
  why: string | undefined,
  { workspace, access, clock }: PushSources,
): Promise<void> {
  const target = await access.connect(operation.node, 'read').catch(() => null);
  if (target === null) return;
  const problem = {
    code: 'interrupted',
    message: why ?? `The push ended before ${operation.node} answered.`,
    next: 'Plan again: what was applied is already there, so the new plan holds only the rest.',
    where: operation.node,
  };
  const work: Work = { signal: AbortSignal.timeout(PATIENCE_MS), progress: () => undefined };
  const settled = await settle({ read: target, apply: target }, operation, problem, work);
  if (settled.type === 'unknown') return;
  await appendJournal(workspace, change, { ...settled, at: clock.now().toISOString() });
}
