import type { Resource } from '../../shared/fleet/snapshot.ts';
import { comparedPart } from '../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../shared/plan/field-changes.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError, type Problem } from '../../shared/result.ts';
import type { Work } from '../gateways/adapter.ts';
import { isRefusal, MaybeWrittenError } from '../gateways/maybe-written.ts';
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

/** What is known of an operation whose answer is lost. */
export interface Loss {
  /** Why it is not known what came of it; the answer when it cannot be found out. */
  readonly problem: Problem;
  /** What it touched or made, where that is known. */
  readonly resourceId?: string | undefined;
  /** The write may still lie in the gateway: that nothing of it is there yet proves nothing. */
  readonly mayStillCome: boolean;
}

/**
 * Sends one operation and finds out what came of it by reading the node again: its own answer is no proof.
 * Before that it makes sure that what it changes is still as it was planned. Every step stands in the journal
 * before the next is done. Resolves with true when the node holds what was wanted. Never stops half-way: who
 * cancels does so between operations.
 */
export async function pushOperation(target: PushTarget, operation: Operation, note: Note): Promise<boolean> {
  const work = uninterrupted();
  const moved = await whyNotAsPlanned(target.read, operation, work);
  if (moved !== null) {
    await note({ type: 'failed', operation: operation.id, problem: moved });
    return false;
  }
  await note({ type: 'sent', operation: operation.id });
  const settled = await send(target, operation, note, work);
  await note(settled);
  return settled.type === 'verified';
}

/** Finds out what came of an operation that was sent and whose answer never came, by reading the node. */
export async function settle(
  read: NodeConnection,
  operation: Operation,
  { problem, resourceId, mayStillCome }: Loss,
  work: Work,
): Promise<Settled> {
  const { id } = operation;
  const unknown: Settled = {
    type: 'unknown',
    operation: id,
    problem,
    ...(resourceId === undefined ? {} : { resourceId }),
  };
  let held: Resource | null;
  try {
    held = await findHeld(read, operation, resourceId, work);
  } catch {
    return unknown;
  }
  const differs = differsFromWanted(operation, held);
  if (differs.length === 0) return { type: 'verified', operation: id };
  if (isUntouched(operation, held))
    return mayStillCome ? unknown : { type: 'failed', operation: id, problem };
  return { type: 'mismatch', operation: id, differs: [...differs], problem };
}

async function send(target: PushTarget, operation: Operation, note: Note, work: Work): Promise<Settled> {
  const { id, kind } = operation;
  let resourceId: string;
  try {
    ({ resourceId } = await target.apply.adapter.apply(target.apply.connection, operation, work));
  } catch (error) {
    const problem = problemOf(error, operation);
    const maybe = error instanceof MaybeWrittenError;
    if (!maybe && isRefusal(error)) return { type: 'failed', operation: id, problem };
    const made = maybe ? (error.resourceId ?? undefined) : undefined;
    const mayStillCome = STILL_UNDER_WAY.has(problem.code);
    return settle(target.read, operation, { problem, resourceId: made, mayStillCome }, work);
  }
  await note({ type: 'answered', operation: id, resourceId });
  try {
    const held = await target.read.adapter.reread(target.read.connection, kind, resourceId, work);
    const differs = differsFromWanted(operation, held);
    return differs.length === 0
      ? { type: 'verified', operation: id }
      : { type: 'mismatch', operation: id, differs: [...differs] };
  } catch (error) {
    return { type: 'unknown', operation: id, problem: problemOf(error, operation), resourceId };
  }
}

/** Problems after which a request that arrived may still be carried out. */
const STILL_UNDER_WAY: ReadonlySet<string> = new Set(['node_timeout', 'gateway_failed', 'overloaded']);

/** Null when what an operation changes is as the plan found it. Others may have changed it since the plan was checked. */
async function whyNotAsPlanned(
  { adapter, connection }: NodeConnection,
  operation: Operation,
  work: Work,
): Promise<Problem | null> {
  const { before, resourceId, kind, name, node } = operation;
  if (before === undefined || resourceId === undefined) return null;
  try {
    const held = await adapter.reread(connection, kind, resourceId, work);
    const what = held === null ? 'is gone' : movedField(before, held);
    if (what === null) return null;
    return {
      code: 'state_moved',
      message: `The ${kind} "${name}" on ${node} is no longer as it was when the plan was made: ${what}. Nothing was sent for it.`,
      next: 'Plan again: the new plan starts from what the node holds now.',
      where: node,
    };
  } catch (error) {
    return problemOf(error, operation);
  }
}

function movedField(before: Resource, held: Resource): string | null {
  if (held.name !== before.name) return `it is called "${held.name}" now`;
  const planned = comparedPart(before);
  const [field] = fieldChanges(before.kind, planned, narrow(comparedPart(held), planned));
  return field === undefined ? null : `${field.path} changed`;
}

/**
 * What is there now. A new resource whose id is not known is found by its name, in a list that was read to its
 * end; two of that name cannot be told apart.
 */
async function findHeld(
  { adapter, connection }: NodeConnection,
  operation: Operation,
  made: string | undefined,
  work: Work,
): Promise<Resource | null> {
  const id = operation.resourceId ?? made;
  if (id !== undefined) return adapter.reread(connection, operation.kind, id, work);
  const { resources, sections } = await adapter.pull(connection, work);
  const section = sections.find(({ kind }) => kind === operation.kind);
  if (section?.state !== 'complete') throw new Error('not read to the end');
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
