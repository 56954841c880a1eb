import type { Resource } from '../fleet/snapshot.ts';
import { pairResources } from './pair-resources.ts';

/** Why it cannot be told what of a node is meant. */
export type Unclear =
  /** The name stands for several there. */
  | { readonly why: 'namesakes'; readonly wanted: Resource; readonly count: number }
  /** The id is not there, and another one goes by the name. */
  | { readonly why: 'other-id'; readonly wanted: Resource; readonly held: Resource };

/** What is wanted, each with what the node holds of it. */
export interface Partners {
  readonly partners: readonly { readonly held: Resource | undefined; readonly wanted: Resource }[];
  readonly unclear: readonly Unclear[];
}

/**
 * Finds for each wanted resource the one the node holds: by its id where one is given, and then only that one; else by
 * kind and name. Several deployments may share a model's name and are paired by what they say; of every other kind a
 * shared name is unclear.
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
  const unclear: Unclear[] = [];
  const deployments: Resource[] = [];
  for (const resource of wanted) {
    const found = resource.id === '' ? undefined : byId.get(`${resource.kind}\0${resource.id}`);
    const named = byName.get(nameOf(resource)) ?? [];
    const [namesake] = named;
    if (found !== undefined) partners.push({ held: found, wanted: resource });
    else if (resource.kind === 'model' && resource.id === '') deployments.push(resource);
    else if (resource.kind !== 'model' && resource.id !== '' && namesake !== undefined)
      unclear.push({ why: 'other-id', wanted: resource, held: namesake });
    else if (resource.kind !== 'model' && named.length > 1)
      unclear.push({ why: 'namesakes', wanted: resource, count: named.length });
    else partners.push({ held: resource.id === '' ? namesake : undefined, wanted: resource });
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
