import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError, type Problem } from '../../shared/result.ts';
import type { Work } from '../gateways/adapter.ts';
import { answeredStatus } from '../gateways/http/problems.ts';
import type { NodeConnection } from '../workspace/node-access.ts';
import type { JournalEvent } from './journal.ts';
import { differsFromWanted, isUntouched } from './verify.ts';

/** The two ways to a node: the key that reads and the key that writes. */
export interface PushTarget {
  readonly read: NodeConnection;
  readonly apply: NodeConnection;
}

/** Writes one line to the journal and waits until it is on the disk. */
export type Note = (event: JournalEvent) => Promise<void>;

type Settled = Extract<JournalEvent, { type: 'verified' | 'mismatch' | 'failed' | 'unknown' }>;

/**
 * Sends one operation and finds out what came of it by reading the node again: its own answer is no proof.
 * Every step stands in the journal before the next is done. Resolves with true when the node holds what was
 * wanted. Never stops half-way: who cancels does so between operations.
 */
export async function pushOperation(target: PushTarget, operation: Operation, note: Note): Promise<boolean> {
  const work = uninterrupted();
  await note({ type: 'sent', operation: operation.id });
  const settled = await send(target, operation, note, work);
  await note(settled);
  return settled.type === 'verified';
}

/**
 * Finds out what came of an operation that was sent and whose answer never came, by reading the node.
 * @param problem what is known of why; the answer when it cannot be found out.
 */
export async function settle(
  { read }: PushTarget,
  operation: Operation,
  problem: Problem,
  work: Work,
): Promise<Settled> {
  const { id } = operation;
  let held: Resource | null;
  try {
    held = await findHeld(read, operation, work);
  } catch {
    return { type: 'unknown', operation: id, problem };
  }
  const differs = differsFromWanted(operation, held);
  if (differs.length === 0) return { type: 'verified', operation: id };
  if (isUntouched(operation, held)) return { type: 'failed', operation: id, problem };
  return { type: 'mismatch', operation: id, differs: [...differs] };
}

async function send(target: PushTarget, operation: Operation, note: Note, work: Work): Promise<Settled> {
  const { id, kind } = operation;
  let resourceId: string;
  try {
    ({ resourceId } = await target.apply.adapter.apply(target.apply.connection, operation, work));
  } catch (error) {
    const problem = problemOf(error, operation);
    // A 4xx is a refusal before anything was done; everything else may have had an effect.
    const status = answeredStatus(error);
    if (status !== null && status >= 400 && status < 500) return { type: 'failed', operation: id, problem };
    return settle(target, operation, problem, work);
  }
  await note({ type: 'answered', operation: id, resourceId });
  try {
    const held = await target.read.adapter.reread(target.read.connection, kind, resourceId, work);
    const differs = differsFromWanted(operation, held);
    return differs.length === 0
      ? { type: 'verified', operation: id }
      : { type: 'mismatch', operation: id, differs: [...differs] };
  } catch (error) {
    return { type: 'unknown', operation: id, problem: problemOf(error, operation) };
  }
}

/** A new resource whose answer was lost is found by its name; two of that name cannot be told apart. */
async function findHeld({ adapter, connection }: NodeConnection, operation: Operation, work: Work) {
  if (operation.resourceId !== undefined) {
    return adapter.reread(connection, operation.kind, operation.resourceId, work);
  }
  const { resources } = await adapter.pull(connection, work);
  const named = resources.filter(({ kind, name }) => kind === operation.kind && name === operation.name);
  if (named.length > 1) throw new Error('several of that name');
  return named[0] ?? null;
}

function problemOf(error: unknown, { node, action, kind, name }: Operation): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: 'operation_failed',
    message: `The ${action} of the ${kind} "${name}" on ${node} ended in a fault of ours.`,
    next: 'Pull the node to see what it holds now, then plan again.',
    where: node,
  };
}

function uninterrupted(): Work {
  return { signal: new AbortController().signal, progress: () => undefined };
}
