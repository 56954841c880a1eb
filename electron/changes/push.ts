import type { Change, Operation, Plan } from '../../shared/plan/plan.ts';
import { CANCELLED, ProblemError, type Problem } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import type { Clock, SecretStore } from '../core/ports.ts';
import type { NodeAccess } from '../workspace/node-access.ts';
import { pullNode } from '../workspace/pull.ts';
import type { Snapshots } from '../workspace/snapshots.ts';
import { readChange } from './change-store.ts';
import { requireConsistent } from './check-plan.ts';
import { appendJournal, type JournalEvent } from './journal.ts';
import { lockPush } from './push-lock.ts';
import { pushOperation, type PushTarget } from './push-operation.ts';
import { requireBase } from './state-check.ts';

/** What a push works with. */
export interface PushSources {
  readonly workspace: string;
  readonly clock: Clock;
  readonly access: NodeAccess;
  readonly snapshots: Snapshots;
  readonly secrets: Pick<SecretStore, 'named'>;
}

/**
 * Pushes a planned change: checks that every node is as the plan found it, then sends the operations one by
 * one, the canary's first, each re-read and compared before the next. Stops at the first that is not as
 * wanted; the rest is skipped. Resolves with the change, verified or failed.
 * Rejects before anything is sent with `state_moved`, `push_running`, `plan_inconsistent`, `change_not_planned`, `key_missing` or
 * `canary_unknown`; with `cancelled` when a person stopped it, the record then says how far it came.
 */
export async function pushChange(
  id: string,
  canary: string | undefined,
  sources: PushSources,
  context: CallContext,
): Promise<Change> {
  const { workspace } = sources;
  const release = await lockPush(workspace, id);
  try {
    const { plan } = await requirePlanned(workspace, id);
    requireConsistent(plan, id);
    const nodes = orderNodes(plan, canary);
    const targets = await connectAll(nodes, sources.access);
    await checkBases(plan, targets, sources, context);
    const checkedAt = sources.clock.now().getTime();
    await pushAll(plan, nodes, { targets, checkedAt }, sources, context);
  } finally {
    await release();
  }
  return readChange(workspace, id);
}

async function requirePlanned(workspace: string, id: string): Promise<Change> {
  const change = await readChange(workspace, id);
  const { status, plan } = change;
  if (plan.operations.length === 0) {
    throw new ProblemError({
      code: 'nothing_to_push',
      message: 'This plan has no operations: the nodes are already as wanted.',
      next: 'Change the policy file, then plan again.',
      where: id,
    });
  }
  // The lock is ours, so a change that seems to be running is this one before its first line.
  if (status === 'planned') return change;
  throw new ProblemError({
    code: 'change_not_planned',
    message:
      status === 'verified'
        ? 'This change was pushed and verified already.'
        : 'This change was begun and did not end well.',
    next: 'Plan again: what was applied is already there, so the new plan holds only the rest.',
    where: id,
  });
}

function orderNodes(plan: Plan, canary: string | undefined): readonly string[] {
  const touched = plan.bases
    .map(({ node }) => node)
    .filter((node) => plan.operations.some((op) => op.node === node));
  if (canary === undefined) return touched;
  if (!touched.includes(canary)) {
    throw new ProblemError({
      code: 'canary_unknown',
      message: `The plan changes nothing on ${canary}, so it cannot go first.`,
      next: `Choose one of: ${touched.join(', ')}.`,
      where: canary,
    });
  }
  return [canary, ...touched.filter((node) => node !== canary)];
}

async function connectAll(
  nodes: readonly string[],
  access: NodeAccess,
): Promise<ReadonlyMap<string, PushTarget>> {
  const targets = new Map<string, PushTarget>();
  for (const node of nodes) {
    targets.set(node, {
      read: await access.connect(node, 'read'),
      apply: await access.connect(node, 'apply'),
    });
  }
  return targets;
}

async function checkBases(
  plan: Plan,
  targets: ReadonlyMap<string, PushTarget>,
  { workspace, snapshots, clock }: PushSources,
  { signal, progress }: CallContext,
): Promise<void> {
  progress({ label: 'Checking that nothing moved', unit: 'nodes', done: 0, total: targets.size });
  let done = 0;
  for (const base of plan.bases) {
    const target = targets.get(base.node);
    if (target === undefined) continue;
    await requireBase(workspace, base, target.read, snapshots, clock, { signal, progress: () => undefined });
    if (signal.aborted) throw stopped(0, plan.operations.length);
    done += 1;
    progress({ done, detail: base.node });
  }
}

/** A node's turn may come long after the check of all; it is read again then. Milliseconds. */
const BASE_HOLDS_MS = 30_000;

interface Checked {
  readonly targets: ReadonlyMap<string, PushTarget>;
  /** When all nodes were as the plan found them, milliseconds since 1970. */
  readonly checkedAt: number;
}

/** Why a node, just before its first operation, is not as planned; null when it is. */
async function whyMoved(
  plan: Plan,
  { node }: Operation,
  { read }: PushTarget,
  { workspace, snapshots, clock }: PushSources,
): Promise<Problem | null> {
  const base = plan.bases.find((candidate) => candidate.node === node);
  if (base === undefined) return null;
  const work = { signal: new AbortController().signal, progress: () => undefined };
  try {
    await requireBase(workspace, base, read, snapshots, clock, work, `Nothing was pushed to ${node}.`);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

async function pushAll(
  plan: Plan,
  nodes: readonly string[],
  { targets, checkedAt }: Checked,
  sources: PushSources,
  { signal, progress }: CallContext,
): Promise<void> {
  const { workspace, clock } = sources;
  const note = (event: JournalEvent) =>
    appendJournal(workspace, plan.id, { ...event, at: clock.now().toISOString() });
  const operations = nodes.flatMap((node) => plan.operations.filter((operation) => operation.node === node));
  const total = operations.length;
  await note({ type: 'begin', pid: process.pid, nodes: [...nodes] });
  let done = 0;
  let good = true;
  for (const operation of operations) {
    if (signal.aborted || !good) break;
    progress({
      label: `Pushing ${total} changes`,
      unit: 'operations',
      done,
      total,
      detail: describe(operation),
    });
    const target = targets.get(operation.node);
    const isFirst = operation === operations.find(({ node }) => node === operation.node);
    const isOld = clock.now().getTime() - checkedAt > BASE_HOLDS_MS;
    const moved =
      target !== undefined && isFirst && isOld ? await whyMoved(plan, operation, target, sources) : null;
    if (moved !== null) await note({ type: 'failed', operation: operation.id, problem: moved });
    good = moved === null && target !== undefined && (await pushOperation(target, operation, note));
    if (good) done += 1;
  }
  const cancelled = good && done < total;
  await note({ type: 'end', outcome: cancelled ? 'cancelled' : good ? 'verified' : 'failed' });
  progress({ done });
  await pullAgain(targets, sources);
  if (cancelled) throw stopped(done, total);
}

/** So that drift and what is pending are right again. A node that cannot be read now is read by the next pull. */
async function pullAgain(
  targets: ReadonlyMap<string, PushTarget>,
  { workspace, clock }: PushSources,
): Promise<void> {
  for (const { read } of targets.values()) {
    const work = { signal: new AbortController().signal, progress: () => undefined };
    await pullNode(workspace, read, clock, work).catch(() => null);
  }
}

function describe({ action, kind, name, node }: Operation): string {
  return `${node}: ${action} ${kind} ${name}`;
}

function stopped(done: number, total: number): ProblemError {
  return new ProblemError({
    code: CANCELLED,
    message:
      done === 0
        ? 'The push was cancelled before anything was sent.'
        : `The push was cancelled after ${done} of ${total} operations. Those ${done} are in place and verified.`,
    next: 'Plan again to go on: the new plan holds only the rest.',
  });
}
