import type { NodeEntry } from '../fleet/node.ts';
import { KIND_NAMES, RESOURCE_KINDS, type Resource, type Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject } from '../json.ts';
import { wholePart } from './comparable.ts';
import { consequences } from './consequences.ts';
import type { Draft } from './gateway-planning.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { levelOf } from './order.ts';
import { planDelete, planResource, type PlanPlace } from './plan-resource.ts';
import { summarise, type Operation, type Plan, type PlanWarning } from './plan.ts';
import { counterGrant } from './doubleword/counter-grant.ts';
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
  /** Ids of its kind that were there when the push began that first sent it, as far as that is kept. */
  readonly known?: ReadonlySet<string> | undefined;
  /** It makes something that was looked for just before it was sent, and was not there. */
  readonly absent?: boolean | undefined;
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
    const leaveOut = (message: string): void => void warnings.push({ node, message, leftOut: true });
    const place: PlanPlace = { node, gateway: target.entry.kind, warn, leaveOut, edit: () => undefined };
    const own = target.applied.flatMap((applied) => revert(place, target, applied) ?? []).sort(inOrder);
    const checked = GATEWAY_PLANNINGS[target.entry.kind].together(own, target.now);
    for (const message of checked.left) leaveOut(message);
    for (const { operation } of target.applied) warnOfLost(place, target, operation, checked.drafts);
    for (const draft of checked.drafts) for (const message of consequences(draft, target.now)) warn(message);
    drafts.push(...checked.drafts);
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
  const { operation } = applied;
  const held = findMade(target, applied);
  const other = held === undefined ? namedBy(target, applied) : undefined;
  if (other !== undefined) {
    place.warn(
      `${capital(nameOf({ ...operation, name: other.name }))} on ${place.node} was there before the change, or may have been: it is left as it is. If the change did make it, delete it by hand.`,
    );
    return null;
  }
  if (held === undefined) {
    place.warn(
      applied.status === 'unknown'
        ? `Whether ${nameOf(applied.operation)} on ${place.node} was made is not known: it is not there now, and may still come. Look again in two minutes.`
        : `${capital(nameOf(applied.operation))} on ${place.node}, which the change made, is gone already.`,
    );
    return null;
  }
  if (held.kind === 'grant') return takeBack(place, target, held);
  return planDelete(place, held);
}

/** A ledger is only added to: an entry is taken back by its opposite, once. */
function takeBack(place: PlanPlace, { now }: RollbackTarget, held: Resource): Draft | null {
  const counter = counterGrant(held);
  if (!now.resources.some(({ kind, name }) => kind === 'grant' && name === counter.name))
    return planResource(place, undefined, counter);
  place.warn(`${capital(nameOf(held))} on ${place.node} was taken back already.`);
  return null;
}

function setBack(place: PlanPlace, target: RollbackTarget, applied: AppliedOperation): Draft | null {
  const { operation, status } = applied;
  const held = findUpdated(target, applied);
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
  { entry, now }: RollbackTarget,
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
  return draft;
}

/** What does not come back with something that was deleted and is made again, neither by itself nor by the rest of the plan. */
function warnOfLost(
  place: PlanPlace,
  { now, before: snapshot }: RollbackTarget,
  { action, kind, name, before }: Operation,
  drafts: readonly Draft[],
): void {
  const isMade = (of: Pick<Draft, 'kind' | 'name'>): boolean =>
    drafts.some((draft) => draft.action === 'create' && draft.kind === of.kind && draft.name === of.name);
  if (action !== 'delete' || before === undefined || !isMade({ kind, name })) return;
  const what = nameOf({ kind, name });
  const along = goneWith(before, snapshot, now)
    .filter((gone) => !isMade(gone))
    .map(nameOf);
  if (along.length > 0)
    place.warn(
      `With ${what} on ${place.node} went ${along.length} more that this plan does not bring back: ${along.slice(0, 5).join(', ')}${along.length > 5 ? ', …' : ''}.`,
    );
  const named = namesOf(before);
  const isNamedAgain = ({ kind: of, id }: Resource): boolean =>
    drafts.some((draft) => draft.kind === of && draft.resourceId === id && mentions(draft.wanted, named));
  const places = takenFrom(named, snapshot, now)
    .filter((there) => !isNamedAgain(there))
    .map(nameOf);
  if (places.length > 0)
    place.warn(
      `${capital(what)} on ${place.node} is no longer in ${places.join(', ')}: it does not come back there by this plan. Plan again with the files after it.`,
    );
}

/** What others name something by. */
function namesOf({ kind, id, name }: Resource): ReadonlySet<string> {
  return new Set(kind === 'model' ? [id, name] : [id]);
}

/** What named something that was deleted, and names it no more: a gateway takes it out of its lists by itself. */
function takenFrom(named: ReadonlySet<string>, before: Snapshot | null, now: Snapshot): readonly Resource[] {
  const held = new Map(now.resources.map((resource) => [`${resource.kind}\0${resource.id}`, resource]));
  return (before?.resources ?? []).filter(({ kind, id, fields, settings }) => {
    const there = held.get(`${kind}\0${id}`);
    return (
      there !== undefined &&
      mentions({ fields, settings }, named) &&
      !mentions({ fields: there.fields, settings: there.settings }, named)
    );
  });
}

/** What stood on something that was deleted, and is gone too: a gateway deletes a team's keys with it. */
function goneWith(gone: Resource, before: Snapshot | null, now: Snapshot): readonly Resource[] {
  const held = new Set(now.resources.map(({ kind, id }) => `${kind}\0${id}`));
  const id = new Set([gone.id]);
  return (before?.resources ?? [])
    .filter((resource) => !(resource.kind === gone.kind && resource.id === gone.id))
    .filter((resource) => !held.has(`${resource.kind}\0${resource.id}`))
    .filter(({ fields, settings }) => mentions({ fields, settings }, id));
}

/** What an update touched; some updates make a new version of their own id. */
function findUpdated({ now }: RollbackTarget, { operation, made }: AppliedOperation): Resource | undefined {
  const { kind, resourceId } = operation;
  const own = now.resources.filter((held) => held.kind === kind);
  return own.find(({ id }) => id === made) ?? own.find(({ id }) => id === resourceId);
}

/**
 * What a create made: by its id; without one, by its name. Never what was there before: a gateway answers a create of
 * something that it has already with the id of that (LiteLLM 1.106.2: `/key/generate` with a secret in use). Where it is
 * not kept what was there, only what was looked for in vain before it was sent.
 */
function findMade(target: RollbackTarget, applied: AppliedOperation): Resource | undefined {
  const { operation, made, absent = false } = applied;
  const known = knownBefore(target, applied);
  const isOurs = ({ id, name, kind }: Resource): boolean => {
    if (known !== null) return !known.has(id);
    // It was looked for by the id that the plan chose, or by its name.
    return absent && (id === operation.wanted?.['id'] || (name === operation.name && kind !== 'model'));
  };
  const named = namedBy(target, applied);
  if (named !== undefined) return isOurs(named) ? named : undefined;
  if (made !== undefined) return undefined;
  const { kind, name } = operation;
  const alike = target.now.resources.filter(
    (held) => held.kind === kind && held.name === name && isOurs(held),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** What has the id that the gateway or the plan gave. */
function namedBy({ now }: RollbackTarget, { operation, made }: AppliedOperation): Resource | undefined {
  const own = now.resources.filter((held) => held.kind === operation.kind);
  return own.find(({ id }) => id === made) ?? own.find(({ id }) => id === operation.wanted?.['id']);
}

/** Ids of the operation's kind that were there before; null when that is not kept. */
function knownBefore(
  { before }: RollbackTarget,
  { operation, known }: AppliedOperation,
): ReadonlySet<string> | null {
  if (before === null && known === undefined) return null;
  const held = (before?.resources ?? []).filter(({ kind }) => kind === operation.kind);
  return new Set([...held.map(({ id }) => id), ...(known ?? [])]);
}

function inOrder(a: Draft, b: Draft): number {
  return (
    levelOf(a) - levelOf(b) ||
    RESOURCE_KINDS.indexOf(a.kind) - RESOURCE_KINDS.indexOf(b.kind) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function nameOf({ kind, name }: Pick<Operation, 'kind' | 'name'>): string {
  return `the ${KIND_NAMES[kind]} "${name}"`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
