import { kindPlural } from '../fleet/kind-words.ts';
import {
  isComparable,
  RESOURCE_KINDS,
  type Resource,
  type ResourceKind,
  type Snapshot,
} from '../fleet/snapshot.ts';
import type { JsonValue } from '../json.ts';
import { compareStates } from './compare-states.ts';
import { withOpenModels } from './open-to-all.ts';
import type { Comparison } from './plan.ts';

/** What nodes of one environment are meant to have alike. Each has keys and users of its own. */
export const SHARED_KINDS: readonly ResourceKind[] = [
  'model',
  'endpoint',
  'probe',
  'toolSource',
  'team',
  'budget',
  'organization',
  'setting',
];

/** Two nodes' states in the form in which they can be compared, and how far that reaches. */
export interface AlikeStates {
  readonly left: readonly Resource[];
  readonly right: readonly Resource[];
  /** What the comparison does not cover, in words. */
  readonly notes: readonly string[];
}

/**
 * The parts of two nodes that are meant to be alike: no keys and users, members by name instead of id, and
 * of different gateways only what both can say. A group that everybody is in is not among them: its models are open to all,
 * and say so. Of one node at two times it is everything: its keys and users are its own both times.
 */
export function alikeStates(left: Snapshot, right: Snapshot): AlikeStates {
  const same = left.kind === right.kind;
  const isOne = same && left.node === right.node;
  const notes: string[] = [];
  const kinds = kindsAlike(same, isOne).filter((kind) => {
    const unread = describeUnread(left, right, kind);
    notes.push(...unread);
    return unread.length === 0;
  });
  if (!isOne)
    notes.push(`Keys and users are not compared: each node has its own (${owned(left)}; ${owned(right)}).`);
  if (!same) notes.push('The nodes are different gateways: only what both can say is compared.');
  const [before, after] = [personNames(left), personNames(right)];
  return {
    // Who was deleted between two pulls of one node is known by name from the other.
    left: alike(left, kinds, same, isOne ? new Map([...after, ...before]) : before),
    right: alike(right, kinds, same, isOne ? new Map([...before, ...after]) : after),
    notes,
  };
}

function kindsAlike(same: boolean, isOne: boolean): readonly ResourceKind[] {
  if (isOne) return RESOURCE_KINDS.filter((kind) => isComparable({ kind }));
  return same ? SHARED_KINDS : SHARED_KINDS.filter((kind) => kind === 'model' || kind === 'team');
}

/** How a node differs from the one it is meant to be like. */
export function driftBetween(reference: Snapshot, node: Snapshot): Comparison {
  const { left, right } = alikeStates(reference, node);
  return compareStates(left, right, { mode: 'whole' });
}

/** Lists of ids that are names on another node. */
const OF_PERSONS = ['members', 'owners', 'admins', 'keyManagers'] as const;

function personNames({ resources }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    resources
      .filter(({ kind }) => kind === 'user' || kind === 'organization')
      .map(({ id, name }) => [id, name]),
  );
}

function alike(
  snapshot: Snapshot,
  kinds: readonly ResourceKind[],
  same: boolean,
  names: ReadonlyMap<string, string>,
): readonly Resource[] {
  // What is open to all is known where groups and models are.
  const held = kinds.includes('team') ? withOpenModels(snapshot.resources) : snapshot.resources;
  return held
    .filter(({ kind }) => kinds.includes(kind))
    .map((resource) => (same ? withPersonNames(resource, names) : neutralPart(resource)));
}

function withPersonNames(resource: Resource, names: ReadonlyMap<string, string>): Resource {
  const named = OF_PERSONS.flatMap((field) => {
    const ids = resource.fields[field];
    if (!Array.isArray(ids)) return [];
    const list = ids.map((id: JsonValue) => (typeof id === 'string' ? (names.get(id) ?? id) : ''));
    return [[field, list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))] as const];
  });
  if (named.length === 0) return resource;
  return { ...resource, fields: { ...resource.fields, ...Object.fromEntries(named) } };
}

function neutralPart(resource: Resource): Resource {
  const {
    members: _members,
    tariffs: _tariffs,
    toolSources: _tools,
    openToAll: _open,
    ...fields
  } = resource.fields;
  return { ...resource, fields, settings: {} };
}

/** One sentence for both nodes where the same is true of both. */
function describeUnread(left: Snapshot, right: Snapshot, kind: ResourceKind): readonly string[] {
  const [one, other] = [whyUnread(left, kind), whyUnread(right, kind)];
  const say = (nodes: string, unread: string) =>
    `The ${kindPlural(kind)} of ${nodes} ${unread}: they are not compared.`;
  const both = left.node === right.node ? left.node : `${left.node} and ${right.node}`;
  if (one === other) return one === null ? [] : [say(both, one)];
  return [one === null ? [] : say(left.node, one), other === null ? [] : say(right.node, other)].flat();
}

function whyUnread({ sections }: Snapshot, kind: ResourceKind): string | null {
  const section = sections.find((candidate) => candidate.kind === kind);
  if (section === undefined || section.state === 'complete') return null;
  const how = section.state === 'absent' ? 'could not be read' : 'were read only in part';
  const why = section.why?.split(/\.(?:\s|$)/)[0];
  return why === undefined ? how : `${how} (${why})`;
}

function owned({ node, resources }: Snapshot): string {
  const count = (wanted: ResourceKind) => resources.filter(({ kind }) => kind === wanted).length;
  return `${node} ${count('key')} keys and ${count('user')} users`;
}
