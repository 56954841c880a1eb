import { RESOURCE_KINDS, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson } from '../json.ts';
import { comparedPart, meaning } from './comparable.ts';

/** Two states, resource by resource. */
export interface Pairing {
  readonly pairs: readonly { readonly before: Resource; readonly after: Resource }[];
  readonly onlyBefore: readonly Resource[];
  readonly onlyAfter: readonly Resource[];
}

interface Rest {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/**
 * Finds what belongs together: same kind, same name; never by id. Where several share a name (deployments
 * of one model), equal ones are paired first, then those with the same target, then in a fixed order.
 */
export function pairResources(before: readonly Resource[], after: readonly Resource[]): Pairing {
  const pairs: { before: Resource; after: Resource }[] = [];
  const onlyBefore: Resource[] = [];
  const onlyAfter: Resource[] = [];
  const take = (held: readonly Resource[], wanted: readonly Resource[]): void => {
    const [one, other] = [held[0], wanted[0]];
    if (one !== undefined && other !== undefined && held.length === 1 && wanted.length === 1) {
      pairs.push({ before: one, after: other });
      return;
    }
    let rest: Rest = { before: held, after: wanted };
    if (rest.before.length > 1 || rest.after.length > 1) {
      rest = takePairs(rest.before, rest.after, sortKey, pairs);
      rest = takePairs(
        rest.before,
        rest.after,
        ({ fields }) => canonicalJson(fields['target'] ?? null),
        pairs,
      );
    }
    rest = takeInOrder(rest.before, rest.after, pairs);
    onlyBefore.push(...rest.before);
    onlyAfter.push(...rest.after);
  };
  const [held, wanted] = [groupBy(before, kindOf), groupBy(after, kindOf)];
  for (const kind of RESOURCE_KINDS) {
    // By kind first: a key made of both would cost more than all the rest, on a node with very many.
    const left = groupBy(held.get(kind) ?? NONE, nameOf);
    const right = groupBy(wanted.get(kind) ?? NONE, nameOf);
    for (const [name, resources] of left) take(resources, right.get(name) ?? NONE);
    for (const [name, resources] of right) if (!left.has(name)) take(NONE, resources);
  }
  return { pairs, onlyBefore, onlyAfter };
}

const NONE: readonly Resource[] = [];
const kindOf = ({ kind }: Resource): ResourceKind => kind;
const nameOf = ({ name }: Resource): string => name;

/** A fixed order: by kind, name and content. */
export function sortResources(resources: readonly Resource[]): readonly Resource[] {
  return resources
    .map((resource) => ({
      resource,
      key: `${String(RESOURCE_KINDS.indexOf(resource.kind)).padStart(2, '0')}\0${resource.name}\0${sortKey(resource)}`,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ resource }) => resource);
}

function takePairs(
  before: readonly Resource[],
  after: readonly Resource[],
  keyOf: (resource: Resource) => string,
  pairs: { before: Resource; after: Resource }[],
): Rest {
  const waiting = groupBy(after, keyOf);
  const restBefore = before.filter((resource) => {
    const partner = waiting.get(keyOf(resource))?.shift();
    if (partner !== undefined) pairs.push({ before: resource, after: partner });
    return partner === undefined;
  });
  return { before: restBefore, after: [...waiting.values()].flat() };
}

function takeInOrder(
  before: readonly Resource[],
  after: readonly Resource[],
  pairs: { before: Resource; after: Resource }[],
): Rest {
  const [left, right] = [sortResources(before), sortResources(after)];
  const count = Math.min(left.length, right.length);
  for (const [index, resource] of left.slice(0, count).entries()) {
    const partner = right[index];
    if (partner !== undefined) pairs.push({ before: resource, after: partner });
  }
  return { before: left.slice(count), after: right.slice(count) };
}

function groupBy<Key>(
  resources: readonly Resource[],
  keyOf: (resource: Resource) => Key,
): Map<Key, Resource[]> {
  const groups = new Map<Key, Resource[]>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [resource]);
    else group.push(resource);
  }
  return groups;
}

function sortKey(resource: Resource): string {
  return canonicalJson(meaning(resource.kind, [], comparedPart(resource)) ?? null);
}
