import type { Change, Operation } from '../../shared/plan/plan.ts';
import type { Work } from '../gateways/adapter.ts';
import { readChange } from './change-store.ts';
import { appendJournal, readJournal, type JournalEntry } from './journal.ts';
import { lockPush } from './push-lock.ts';
import { settle } from './push-operation.ts';
import type { PushSources } from './push.ts';

/** How long a look at a change waits for a node, milliseconds. */
const PATIENCE_MS = 5000;

/** After this a request whose answer is lost does not arrive any more, milliseconds. */
const LATE_MS = 120_000;

/**
 * For a push that was cut off: reads the nodes of operations whose outcome is unknown and notes in the journal
 * what came of them, holding the lock of pushes meanwhile; while somebody else holds it, nothing is done. A node
 * that cannot be asked now leaves them unknown. Resolves with the change.
 */
export async function settleChange(change: Change, sources: PushSources): Promise<Change> {
  const { workspace } = sources;
  if (!isOpen(change)) return change;
  // Held in another name than the change's own: it is not being pushed.
  const release = await lockPush(workspace, `settling-${change.id}`).catch(() => null);
  if (release === null) return change;
  try {
    const current = await readChange(workspace, change.id);
    if (!isOpen(current)) return current;
    const journal = await readJournal(workspace, change.id);
    for (const { operation: id, status, problem } of current.results) {
      const operation = current.plan.operations.find((candidate) => candidate.id === id);
      if (operation === undefined || status !== 'unknown') continue;
      await settleOne(change.id, operation, problem?.message, journal, sources);
    }
    return await readChange(workspace, change.id);
  } finally {
    await release();
  }
}

function isOpen({ status, results }: Change): boolean {
  return status !== 'pushing' && results.some((result) => result.status === 'unknown');
}

async function settleOne(
  change: string,
  operation: Operation,
  why: string | undefined,
  journal: readonly JournalEntry[],
  { workspace, access, clock }: PushSources,
): Promise<void> {
  const read = await access.connect(operation.node, 'read').catch(() => null);
  if (read === null) return;
  const entries = journal.filter((entry) => 'operation' in entry && entry.operation === operation.id);
  const resourceId = entries.flatMap((entry) => ('resourceId' in entry ? [entry.resourceId] : [])).at(-1);
  const last = entries.at(-1);
  const problem = {
    code: 'interrupted',
    message: why ?? `The push ended before ${operation.node} answered.`,
    next: 'Plan again: what was applied is already there, so the new plan holds only the rest.',
    where: operation.node,
  };
  const mayStillCome = last !== undefined && clock.now().getTime() - Date.parse(last.at) < LATE_MS;
  const work: Work = { signal: AbortSignal.timeout(PATIENCE_MS), progress: () => undefined };
  const settled = await settle(read, operation, { problem, resourceId, mayStillCome }, work);
  if (settled.type === 'unknown') return;
  await appendJournal(workspace, change, { ...settled, at: clock.now().toISOString() });
}
