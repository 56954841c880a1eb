import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';

/** What a node holds of one or more kinds, found by the names that a policy uses. */
export interface Named {
  /** The one that is meant; undefined where there is none, or where several have the name. */
  of(name: string): Resource | undefined;
  /** How many have the name. */
  count(name: string): number;
  byId(id: string): Resource | undefined;
}

/** Users go by e-mail address, alias or username, and by their id where no name is the same; keys by their alias. */
export function named(snapshot: Snapshot, ...kinds: readonly ResourceKind[]): Named {
  const byName = new Map<string, Resource[]>();
  const byId = new Map<string, Resource>();
  for (const resource of snapshot.resources) {
    if (!kinds.includes(resource.kind)) continue;
    byId.set(resource.id, resource);
    const others = byName.get(resource.name);
    if (others === undefined) byName.set(resource.name, [resource]);
    else others.push(resource);
  }
  return {
    of(name) {
      const found = byName.get(name) ?? [];
      return found.length === 0 ? byId.get(name) : found.length === 1 ? found[0] : undefined;
    },
    count: (name) => byName.get(name)?.length ?? (byId.has(name) ? 1 : 0),
    byId: (id) => byId.get(id),
  };
}

/** The members that are wanted of a team, by their ids, and what has to be said of them. */
export interface WantedMembers {
  /** Sorted; null where they are left as they are. */
  readonly ids: readonly string[] | null;
  readonly warnings: readonly string[];
}

/**
 * The ids of a team's members. Somebody whom the node does not know is left out, and said; where it is not certain whom it
 * knows, all members are left as they are, since taking one out by mistake locks people out.
 * @param kinds what can be a member there; `users` holds these
 */
export function wantedMembers(
  team: string,
  members: readonly string[],
  users: Named,
  { node, sections }: Pick<Snapshot, 'node' | 'sections'>,
  kinds: readonly ResourceKind[],
): WantedMembers {
  const found = members.map((name) => users.of(name)?.id);
  const unknown = members.filter((_name, index) => found[index] === undefined);
  if (unknown.length === 0) return { ids: sortedIds(found), warnings: [] };
  const complete = kinds.every((one) => sections.find(({ kind }) => kind === one)?.state === 'complete');
  const who = unknown.join(', ');
  if (!complete) {
    return {
      ids: null,
      warnings: [
        `The users of ${node} were not read to the end, and ${who} of "${team}" ${unknown.length === 1 ? 'is' : 'are'} not among them: its members are left as they are.`,
      ],
    };
  }
  return {
    ids: sortedIds(found),
    warnings: [
      `${node} knows no user, or several, by the name ${who}: not put into "${team}" there. Make the user first, or name it by its id.`,
    ],
  };
}

function sortedIds(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
