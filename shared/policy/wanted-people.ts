import { isReadWhole, type Resource, type ResourceKind, type Snapshot } from '../fleet/snapshot.ts';

/** What a node holds of one or more kinds, found by the names that a policy uses. */
export interface Named {
  /** The one that is meant; undefined where there is none, or where several have the name. */
  of(name: string): Resource | undefined;
  /** How many have the name. */
  count(name: string): number;
  byId(id: string): Resource | undefined;
}

/**
 * Users go by e-mail address, alias or username, and by their id where no name is the same; keys by their alias. Where a
 * node names users by something else (Doubleword: by username), an e-mail address that it has beside that is one, too.
 */
export function named(snapshot: Snapshot, ...kinds: readonly ResourceKind[]): Named {
  const byName = new Map<string, Resource[]>();
  const byMail = new Map<string, Resource[]>();
  const byId = new Map<string, Resource>();
  for (const resource of snapshot.resources) {
    if (!kinds.includes(resource.kind)) continue;
    byId.set(resource.id, resource);
    add(byName, resource.name, resource);
    const mail = resource.settings['email'];
    if (typeof mail === 'string' && mail !== '') add(byMail, mail.toLowerCase(), resource);
  }
  const all = (name: string): readonly Resource[] => {
    const own = byId.get(name);
    return byName.get(name) ?? byMail.get(name.toLowerCase()) ?? (own === undefined ? [] : [own]);
  };
  return {
    of(name) {
      const [found, ...others] = all(name);
      return others.length === 0 ? found : undefined;
    },
    count: (name) => all(name).length,
    byId: (id) => byId.get(id),
  };
}

function add(map: Map<string, Resource[]>, name: string, resource: Resource): void {
  const others = map.get(name);
  if (others === undefined) map.set(name, [resource]);
  else others.push(resource);
}

/** The members that are wanted of a team, by their ids, and what has to be said of them. */
export interface WantedMembers {
  /** Sorted; null where they are left as they are. */
  readonly ids: readonly string[] | null;
  readonly warnings: readonly string[];
}

/**
 * The ids of a team's members. Somebody whom the node does not know is left out, and said; where it is not certain whom it
 * knows, and where it knows none of them, all members are left as they are, since taking one out by mistake locks people out.
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
  const complete = kinds.every((kind) => isReadWhole(sections, kind));
  const who = unknown.join(', ');
  if (!complete) {
    return {
      ids: null,
      warnings: [
        `The users of ${node} were not read to the end, and ${who} of "${team}" ${unknown.length === 1 ? 'is' : 'are'} not among them: its members are left as they are.`,
      ],
    };
  }
  if (unknown.length === members.length) {
    return {
      ids: null,
      warnings: [
        `${node} knows none of the members of "${team}" by ${who}: its members are left as they are. Name them as the node does, or by their ids.`,
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
