import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import { pairResources } from './pair-resources.ts';

/** What is wanted, each with what the node holds of it. */
export interface Partners {
  readonly partners: readonly { readonly held: Resource | undefined; readonly wanted: Resource }[];
  /** Names that stand for several on the node, so that it cannot be told which is meant. */
  readonly unclear: readonly { readonly kind: ResourceKind; readonly name: string; readonly count: number }[];
}

/**
 * Finds for each wanted resource the one the node holds: by its id where one is given, else by kind and name.
 * Several deployments may share a model's name and are paired by what they say; of every other kind a shared name is
 * unclear.
 */
export function findPartners(held: readonly Resource[], wanted: readonly Resource[]): Partners {
  const byId = new Map(held.map((resource) => [`${resource.kind}\0${resource.id}`, resource]));
  const byName = new Map<string, Resource[]>();
  for (const resource of held) {
    const key = nameOf(resource);
    const list = byName.get(key);
    if (list === undefined) byName.set(key, [resource]);
    else list.push(resource);
  }
  const partners: { held: Resource | undefined; wanted: Resource }[] = [];
  const unclear: { kind: ResourceKind; name: string; count: number }[] = [];
  const deployments: Resource[] = [];
  for (const resource of wanted) {
    const found = resource.id === '' ? undefined : byId.get(`${resource.kind}\0${resource.id}`);
    const named = byName.get(nameOf(resource)) ?? [];
    if (found !== undefined) partners.push({ held: found, wanted: resource });
    else if (resource.kind === 'model') deployments.push(resource);
    else if (named.length > 1)
      unclear.push({ kind: resource.kind, name: resource.name, count: named.length });
    else partners.push({ held: named[0], wanted: resource });
  }
  partners.push(...pairDeployments(held, deployments, new Set(partners.map((pair) => pair.held))));
  return { partners, unclear };
}

function pairDeployments(
  held: readonly Resource[],
  wanted: readonly Resource[],
  taken: ReadonlySet<Resource | undefined>,
): Partners['partners'] {
  const free = held.filter((resource) => resource.kind === 'model' && !taken.has(resource));
  const { pairs, onlyAfter } = pairResources(free, wanted);
  return [
    ...pairs.map(({ before, after }) => ({ held: before, wanted: after })),
    ...onlyAfter.map((resource) => ({ held: undefined, wanted: resource })),
  ];
}

function nameOf({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `${kind}\0${name}`;
}
