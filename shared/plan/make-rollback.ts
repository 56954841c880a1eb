import type { NodeEntry } from '../fleet/node.ts';
import { KIND_NAMES, RESOURCE_KINDS, type Resource, type Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject } from '../json.ts';
import { wholePart } from './comparable.ts';
import { consequences } from './consequences.ts';
import { levelOf } from './order.ts';
import { planDelete, planResource, type Draft, type PlanPlace } from './plan-resource.ts';
import { summarise, type Operation, type Plan, type PlanWarning } from './plan.ts';
import { remake } from './remake.ts';
import { restoreFields } from './restore.ts';
import { mentions } from './stands-on.ts';

/** An operation that was applied, or may have been. */
export interface AppliedOperation {
  readonly operation: Operation;
  /** `mismatch`: half of it; `unknown`: perhaps. */
  readonly status: 'verified' | 'mismatch' | 'unknown';
  /** The id of what it made, where it is known. */
  readonly made?: string | undefined;
}

/** One node that is to be taken back. */
export interface RollbackTarget {
  readonly entry: NodeEntry;
  readonly now: Snapshot;
  /** What it held before the push; null when that is not kept. */
  readonly before: Snapshot | null;
  readonly applied: readonly AppliedOperation[];
}

/** What makes one rollback differ from another. */
export interface RollbackOptions {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The change that is taken back. */
  readonly reverts: string;
  readonly targets: readonly RollbackTarget[];
}

/**
 * Makes the plan that takes a change back: what it made is deleted, what it deleted is made again, and the fields it
 * set are set to what they were. Only what it applied, and only as far as it is still there: what others did since
 * stays. What cannot come back is a warning. Pure.
 */
export function makeRollback({ id, madeAt, reverts, targets }: RollbackOptions): Plan {
  const drafts: Draft[] = [];
  const warnings: PlanWarning[] = [];
  for (const target of targets) {
    const node = target.entry.name;
    const warn = (message: string): void => void warnings.push({ node, message });
    const place: PlanPlace = { node, gateway: target.entry.kind, warn, edit: () => undefined };
    const own = target.applied.flatMap((applied) => revert(place, target, applied) ?? []).sort(inOrder);
    for (const draft of own) for (const message of consequences(draft, target.now)) warn(message);
    drafts.push(...own);
  }
  const operations = drafts.map((draft, index): Operation => Object.assign({ id: String(index + 1) }, draft));
  return {
    format: 1,
    id,
    madeAt,
    mode: operations.some(({ action }) => action === 'delete') ? 'sync' : 'merge',
    reverts,
    bases: targets.map(({ entry, now }) => ({ node: entry.name, snapshotHash: now.hash })),
    operations,
    summary: summarise(operations),
    warnings,
  };
}

function revert(place: PlanPlace, target: RollbackTarget, applied: AppliedOperation): Draft | null {
  switch (applied.operation.action) {
    case 'create':
      return unmake(place, target, applied);
    case 'update':
      return setBack(place, target, applied);
    case 'delete':
      return makeAgain(place, target, applied);
  }
}

function unmake(place: PlanPlace, target: RollbackTarget, applied: AppliedOperation): Draft | null {
  const held = findMade(target, applied);
  if (held === undefined) {
    place.warn(
      applied.status === 'unknown'
        ? `Whether ${nameOf(applied.operation)} on ${place.node} was made is not known: it is not there now, and may still come. Look again in two minutes.`
        : `${capital(nameOf(applied.operation))} on ${place.node}, which the change made, is gone already.`,
    );
    return null;
  }
  return planDelete(place, held);
}

function setBack(place: PlanPlace, target: RollbackTarget, applied: AppliedOperation): Draft | null {
  const { operation, status } = applied;
  const held = findMade(target, applied);
  const { before, wanted = {} } = operation;
  const what = `${nameOf(operation)} on ${place.node}`;
  if (held === undefined || before === undefined) {
    place.warn(`${capital(what)}, which the change updated, is gone: nothing of it can be set back.`);
    return null;
  }
  const restored = restoreFields(
    operation.kind,
    wholePart(before),
    wanted,
    wholePart(held),
    status === 'verified',
  );
  if (restored.others.length > 0)
    place.warn(`${capital(what)}: ${restored.others.join(', ')} changed since the push, and stays as it is.`);
  if (restored.secrets.length > 0)
    place.warn(
      `${capital(what)}: the secret before in ${restored.secrets.join(', ')} cannot come back. Give it anew if it was another one.`,
    );
  const { settings, ...fields } = restored.wanted;
  return planResource(place, held, {
    ...held,
    fields,
    settings: isJsonObject(settings) ? settings : {},
    observed: {},
  });
}

function makeAgain(
  place: PlanPlace,
  { entry, now, before: snapshot }: RollbackTarget,
  { operation }: AppliedOperation,
): Draft | null {
  const { before, kind, name } = operation;
  if (before === undefined || now.resources.some((held) => held.kind === kind && held.id === before.id))
    return null;
  if (kind !== 'model' && now.resources.some((held) => held.kind === kind && held.name === name)) {
    place.warn(
      `${capital(nameOf(operation))} on ${place.node} was deleted, and another of that name is there now: it is left as it is.`,
    );
    return null;
  }
  const { wanted, losses } = remake(entry.kind, place.node, before);
  const draft = planResource(place, undefined, wanted);
  if (draft === null) return null;
  for (const message of losses) place.warn(message);
  const along = goneWith(before, snapshot, now);
  if (along.length > 0)
    place.warn(
      `With ${nameOf(operation)} on ${place.node} went ${along.length} more that this plan does not bring back: ${along.slice(0, 5).join(', ')}${along.length > 5 ? ', …' : ''}.`,
    );
  return draft;
}

/** What stood on something that was deleted, and is gone too: a gateway deletes a team's keys with it. */
function goneWith(gone: Resource, before: Snapshot | null, now: Snapshot): readonly string[] {
  const held = new Set(now.resources.map(({ kind, id }) => `${kind}\0${id}`));
  const id = new Set([gone.id]);
  return (before?.resources ?? [])
    .filter((resource) => !(resource.kind === gone.kind && resource.id === gone.id))
    .filter((resource) => !held.has(`${resource.kind}\0${resource.id}`))
    .filter(({ fields, settings }) => mentions({ fields, settings }, id))
    .map(({ kind, name }) => `the ${KIND_NAMES[kind]} "${name}"`);
}

/** By its id; what was made without telling one, by its name among what was not there before. */
function findMade(
  { now, before }: RollbackTarget,
  { operation, made }: AppliedOperation,
): Resource | undefined {
  const { kind, name, resourceId } = operation;
  const own = now.resources.filter((held) => held.kind === kind);
  for (const id of [made, resourceId, operation.wanted?.['id']]) {
    const found = own.find((held) => held.id === id);
    if (found !== undefined) return found;
  }
  const known = new Set(
    (before?.resources ?? []).filter((held) => held.kind === kind).map((held) => held.id),
  );
  const named = own.filter((held) => held.name === name && !known.has(held.id));
  return named.length === 1 ? named[0] : undefined;
}

function inOrder(a: Draft, b: Draft): number {
  return (
    levelOf(a) - levelOf(b) ||
    RESOURCE_KINDS.indexOf(a.kind) - RESOURCE_KINDS.indexOf(b.kind) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function nameOf({ kind, name }: Operation): string {
  return `the ${KIND_NAMES[kind]} "${name}"`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
