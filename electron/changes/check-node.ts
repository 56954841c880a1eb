import { KIND_NAMES, type ResourceKind, type Snapshot } from '../../shared/fleet/snapshot.ts';
import type { Operation, PlanBase, PlanWarning } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Work } from '../gateways/adapter.ts';
import type { NodeConnection } from '../workspace/node-access.ts';
import { pullNode } from '../workspace/pull.ts';
import { newestSnapshotName } from '../workspace/snapshot-store.ts';
import { findSnapshot } from './base-snapshot.ts';
import { inconsistent } from './check-plan.ts';
import { movedSince } from './moved-since.ts';
import { identityOf } from './node-marks.ts';
import type { PushSources } from './push-sources.ts';
import { changesUnsaid, consequencesUnsaid } from './unsaid.ts';
import { standingOf } from './verify.ts';

/** An operation of an earlier push that was sent, with the id of what it made where that is known. */
export interface SentOperation {
  readonly operation: Operation;
  readonly made?: string | undefined;
}

/** What is to be pushed to one node. */
export interface NodeWork {
  readonly base: PlanBase;
  /** What was never sent. */
  readonly fresh: readonly Operation[];
  /** What an earlier push left undone or half-done. */
  readonly begun: readonly SentOperation[];
  /** What the plan says that it brings with it; left out when the push goes on with what was checked once. */
  readonly warnings?: readonly PlanWarning[];
}

/** A node that may be pushed to. */
export interface CheckedNode {
  readonly snapshot: Snapshot;
  /** The name of the snapshot's file. */
  readonly file: string | null;
  /** What changed there that the plan has nothing to do with; null when nothing did. */
  readonly notice: string | null;
}

/**
 * Reads a node again and makes sure that it is the node a plan was made for, and that everything the plan touches or
 * depends on there is as the plan found it. What else changed is only told.
 * @param effect what was pushed, as the last sentence of the message.
 * Rejects with `node_replaced`, with `state_moved`, saying what moved, with `plan_inconsistent` when it would do there
 * what it does not show, and with the adapter's problem when the node cannot be read.
 */
export async function checkNode(
  { base, fresh, begun, warnings }: NodeWork,
  target: NodeConnection,
  { workspace, clock }: Pick<PushSources, 'workspace' | 'clock'>,
  work: Work,
  effect = 'Nothing was pushed.',
): Promise<CheckedNode> {
  const { snapshot } = await pullNode(workspace, target, clock, work);
  const file = await newestSnapshotName(workspace, base.node);
  const isEqual = snapshot.hash === base.snapshotHash;
  const before = isEqual ? snapshot : await findSnapshot(workspace, base.node, base.snapshotHash);
  const identity = identityOf(base, before, snapshot);
  if (identity === 'other') throw replaced(base.node, effect);
  const halves = movedHalves(begun, snapshot).map(
    ({ kind, name }) => `the ${KIND_NAMES[kind]} "${name}" was changed by somebody else as well`,
  );
  if (isEqual && halves.length === 0) {
    requireSaid(fresh, warnings, snapshot);
    return { snapshot, file, notice: null };
  }
  const moves = movedSince(fresh, before, snapshot);
  const touched = [...halves, ...moves.touched];
  if (touched.length > 0) throw moved(base.node, touched, effect);
  // With nothing to know the node by, only an equal state tells that it is the one; but our own half has moved it.
  if (!isEqual && identity === 'unknown' && begun.length === 0 && fresh.every(({ before: own }) => !own))
    throw moved(base.node, ['nothing of it is left by which it could be known'], effect);
  requireSaid(fresh, warnings, snapshot);
  const others = moves.unrelated;
  // After an earlier push most of what changed is that push's own doing: it is no news.
  const wentBefore = warnings === undefined || begun.length > 0;
  const notice = wentBefore || isEqual ? null : noticeOf(base.node, others);
  return { snapshot, file, notice };
}

/** Whatever the plan says of the state before: what it does to the node as it is must be what it shows. */
function requireSaid(
  fresh: readonly Operation[],
  warnings: readonly PlanWarning[] | undefined,
  snapshot: Snapshot,
): void {
  const [other] = changesUnsaid(fresh, snapshot);
  if (other !== undefined)
    throw inconsistent(
      `of the ${KIND_NAMES[other.kind]} "${other.name}" it would change other fields than it shows, as ${other.node} is now`,
      other.node,
    );
  if (warnings === undefined) return;
  const [message] = consequencesUnsaid(fresh, warnings, snapshot);
  if (message !== undefined)
    throw inconsistent(`it does not say this: ${message.replace(/\.$/, '')}`, snapshot.node);
}

/** The ids of each kind that a node holds. */
export function knownIds(snapshot: Snapshot | null): (kind: ResourceKind) => ReadonlySet<string> {
  const ids = new Map<ResourceKind, Set<string>>();
  for (const { kind, id } of snapshot?.resources ?? []) {
    const known = ids.get(kind);
    if (known === undefined) ids.set(kind, new Set([id]));
    else known.add(id);
  }
  return (kind) => ids.get(kind) ?? new Set();
}

function movedHalves(begun: readonly SentOperation[], { resources }: Snapshot): readonly Operation[] {
  const held = new Map(resources.map((resource) => [`${resource.kind}\0${resource.id}`, resource]));
  return begun.flatMap(({ operation, made }) => {
    const id = operation.resourceId ?? made;
    // What a create has made without telling its id is looked for by its name when its turn comes.
    if (id === undefined) return [];
    const standing = standingOf(operation, held.get(`${operation.kind}\0${id}`) ?? null);
    return standing === 'moved' ? [operation] : [];
  });
}

function replaced(node: string, effect: string): ProblemError {
  return new ProblemError({
    code: 'node_replaced',
    message: `${node} is not the node that the plan was made for: another one answers at its address, without the things this one was known by. ${effect}`,
    next: `Check the address of ${node} in Fleet, then pull it and plan again.`,
    where: node,
  });
}

function moved(node: string, [first = '', ...more]: readonly string[], effect: string): ProblemError {
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return new ProblemError({
    code: 'state_moved',
    message: `${node} is no longer as it was when the plan was made: ${first}${rest}. ${effect}`,
    next: 'Plan again: the new plan starts from what the node holds now.',
    where: node,
  });
}

function noticeOf(node: string, others: readonly string[] | null): string {
  const goesOn = 'Nothing that the plan touches or names is among it, so the push went on.';
  if (others === null) return `${node} has changed since the plan was made. ${goesOn}`;
  const [first, ...more] = others;
  if (first === undefined) return `${node} has changed since the plan was made. ${goesOn}`;
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return `${node} has changed since the plan was made: ${first}${rest}. ${goesOn}`;
}
