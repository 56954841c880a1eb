import type { NodeEntry } from '../fleet/node.ts';
import { countOfKind, kindPlural } from '../fleet/kind-words.ts';
import { KIND_NAMES, RESOURCE_KINDS, type ResourceKind, type Snapshot } from '../fleet/snapshot.ts';
import type { WantedState } from '../policy/wanted-state.ts';
import { consequences } from './consequences.ts';
import { findPartners, type Unclear } from './find-partners.ts';
import type { Draft } from './gateway-planning.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { levelOf } from './order.ts';
import { planDelete, planResource, type PlanPlace } from './plan-resource.ts';
import {
  summarise,
  type Action,
  type FileEdit,
  type Operation,
  type Plan,
  type PlanScope,
  type PlanWarning,
} from './plan.ts';
import { inScope } from './scope.ts';
import { unknownSettings } from './unknown-settings.ts';

/** One node a plan is made for: what it held, and what is wanted of it. */
export interface PlanTarget {
  readonly entry: NodeEntry;
  readonly snapshot: Snapshot;
  readonly wanted: WantedState;
}

/** What makes one plan differ from another. */
export interface PlanOptions {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly mode: Plan['mode'];
  readonly targets: readonly PlanTarget[];
  /** What the plan is confined to; everything when left out. */
  readonly scope?: PlanScope;
  /** The change that the plan takes back. */
  readonly reverts?: string;
}

const ORDER: readonly Action[] = ['create', 'update', 'delete'];

/**
 * Makes the ordered operations that take nodes to what is wanted: per node in the order in which kinds stand on each
 * other (see {@link levelOf}), deletes last. What a config file owns is never planned, what the gateway made itself
 * (Doubleword's Everyone) is neither changed nor deleted, and nothing is made or deleted where the list of that kind
 * was not read to its end; the warnings say so. Pure.
 */
export function makePlan({ id, madeAt, mode, targets, scope = {}, reverts }: PlanOptions): Plan {
  const drafts: Draft[] = [];
  const warnings: PlanWarning[] = [];
  const fileEdits: FileEdit[] = [];
  for (const target of targets) {
    const planned = planNode(target, mode, scope);
    drafts.push(...planned.drafts);
    fileEdits.push(...planned.fileEdits);
    warnings.push(...target.wanted.warnings, ...planned.warnings);
  }
  const operations = drafts.map((draft, index): Operation => Object.assign({ id: String(index + 1) }, draft));
  return {
    format: 1,
    id,
    madeAt,
    mode,
    ...(Object.keys(scope).length === 0 ? {} : { scope }),
    ...(reverts === undefined ? {} : { reverts }),
    bases: targets.map(({ entry, snapshot }) => ({ node: entry.name, snapshotHash: snapshot.hash })),
    operations,
    summary: summarise(operations),
    warnings,
    ...(fileEdits.length === 0 ? {} : { fileEdits }),
  };
}

interface PlannedNode {
  readonly drafts: readonly Draft[];
  readonly warnings: readonly PlanWarning[];
  readonly fileEdits: readonly FileEdit[];
}

function planNode(target: PlanTarget, mode: Plan['mode'], scope: PlanScope): PlannedNode {
  const { entry, snapshot, wanted } = target;
  const warnings: PlanWarning[] = [];
  const warn = (message: string): void => {
    warnings.push({ node: entry.name, message });
  };
  const leaveOut = (message: string): void => {
    warnings.push({ node: entry.name, message, leftOut: true });
  };
  const fileEdits: FileEdit[] = [];
  const edit = (one: FileEdit): void => {
    fileEdits.push(one);
  };
  const place: PlanPlace = { node: entry.name, gateway: entry.kind, warn, leaveOut, edit };
  const within = inScope(scope, snapshot);
  const named = wanted.resources.filter(within);
  const unread = unreadKinds(snapshot, wanted.kinds, warn);
  const { partners, unclear } = findPartners(snapshot.resources, named);
  for (const one of unclear) leaveOut(describeUnclear(entry.name, one));
  for (const { held, wanted: resource } of partners) {
    if (held === undefined || held.name === resource.name) continue;
    warn(
      `The ${KIND_NAMES[held.kind]} ${held.id} is called "${held.name}" on ${entry.name}, not "${resource.name}": it keeps its name, since a plan renames nothing.`,
    );
  }
  const changes = partners.flatMap(({ held, wanted: resource }) => {
    for (const { message, fix } of unknownSettings(entry, resource, snapshot.resources))
      warn(`${message} ${fix}`);
    const draft = planResource(place, held, resource);
    return draft === null ? [] : [draft];
  });
  const deletes = mode === 'sync' ? planDeletes(place, target, partners, within) : [];
  const isKnown = ({ action, kind }: Draft): boolean => action === 'update' || !unread.has(kind);
  const known = [...changes, ...deletes].filter(isKnown).sort(inOrder);
  const { drafts, left } = GATEWAY_PLANNINGS[entry.kind].together(known, snapshot);
  for (const message of left) leaveOut(message);
  for (const { kind, name } of changes.filter((draft) => !isKnown(draft)))
    leaveOut(
      `Whether ${entry.name} holds the ${KIND_NAMES[kind]} "${name}" is not known: it is not in this plan.`,
    );
  for (const draft of drafts) for (const message of consequences(draft, snapshot)) warn(message);
  return { drafts, warnings, fileEdits };
}

function describeUnclear(node: string, unclear: Unclear): string {
  const { kind, name, id } = unclear.wanted;
  if (unclear.why === 'namesakes') {
    return `${node} has ${countOfKind(unclear.count, kind)} named "${name}": left as they are. Name the one that is meant by its id.`;
  }
  return `${node} holds no ${KIND_NAMES[kind]} with the id ${id}; the one named "${name}" there is ${unclear.held.id}. It is left as it is: mend the id, or leave it out.`;
}

/** Kinds whose list was not read to its end: it cannot be known what is there and what is not. */
function unreadKinds(
  { sections, node }: Snapshot,
  kinds: ReadonlySet<ResourceKind>,
  warn: (message: string) => void,
): ReadonlySet<ResourceKind> {
  const unread = new Set<ResourceKind>();
  for (const kind of kinds) {
    const section = sections.find((candidate) => candidate.kind === kind);
    if (section?.state === 'complete') continue;
    unread.add(kind);
    const why = section?.why === undefined ? '' : ` (${section.why})`;
    warn(`The ${kindPlural(kind)} of ${node} were not read to the end${why}: none is made or deleted there.`);
  }
  return unread;
}

function planDeletes(
  place: PlanPlace,
  { snapshot, wanted }: PlanTarget,
  partners: readonly { readonly held: Snapshot['resources'][number] | undefined }[],
  within: ReturnType<typeof inScope>,
): readonly Draft[] {
  const kept = new Set(partners.map(({ held }) => held));
  const names = new Set(wanted.resources.map(({ kind, name }) => `${kind}\0${name}`));
  return snapshot.resources
    .filter((held) => wanted.kinds.has(held.kind) && held.owner === 'database' && !kept.has(held))
    .filter((held) => held.kind !== 'setting' && within(held))
    .filter(({ kind, name }) => !names.has(`${kind}\0${name}`) || !hasNamesakes(kind))
    .filter(
      ({ kind, name }) => kind !== 'team' || !(wanted.ambiguous.has(name) || wanted.elsewhere.has(name)),
    )
    .flatMap((held) => {
      const draft = planDelete(place, held);
      return draft === null ? [] : [draft];
    });
}

/** Of deployments, each one counts by itself; of everything else that shares a wanted name none is deleted. */
function hasNamesakes(kind: ResourceKind): boolean {
  return kind !== 'model';
}

function inOrder(a: Draft, b: Draft): number {
  return (
    levelOf(a) - levelOf(b) ||
    ORDER.indexOf(a.action) - ORDER.indexOf(b.action) ||
    RESOURCE_KINDS.indexOf(a.kind) - RESOURCE_KINDS.indexOf(b.kind) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
