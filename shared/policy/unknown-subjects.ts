import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { isReadWhole, type ResourceKind, type Snapshot } from '../fleet/snapshot.ts';
import { nearNames } from '../plan/near-names.ts';
import type { Policy } from './policy.ts';
import { named } from './wanted-people.ts';
import { GATEWAY_WANTS } from './wanted-state.ts';

/** What is known by names that a policy uses. */
export interface KnownNamesOf {
  has(name: string): boolean;
  /** The names that people use, to suggest. */
  readonly names: readonly string[];
}

/** What all nodes of a fleet hold; what is absent is not known. */
export interface KnownSubjects {
  readonly teams?: KnownNamesOf | undefined;
  /** Who can be a member of a team. */
  readonly members?: KnownNamesOf | undefined;
  readonly users?: KnownNamesOf | undefined;
  readonly keys?: KnownNamesOf | undefined;
}

/**
 * What teams, people and keys a fleet has; nothing is known of a kind that one of its nodes did not tell completely.
 *
 * @param snapshots of all nodes, null for one that was never pulled
 */
export function knownSubjects(snapshots: readonly (Snapshot | null)[]): KnownSubjects {
  const pulled = snapshots.filter((snapshot) => snapshot !== null);
  if (pulled.length === 0 || pulled.length < snapshots.length) return {};
  const of = (kindsOf: (snapshot: Snapshot) => readonly ResourceKind[]): KnownNamesOf | undefined => {
    const isWhole = (snapshot: Snapshot): boolean =>
      kindsOf(snapshot).every((kind) => isReadWhole(snapshot.sections, kind));
    if (!pulled.every(isWhole)) return undefined;
    const held = pulled.map((snapshot) => named(snapshot, ...kindsOf(snapshot)));
    return {
      has: (name) => held.some((node) => node.count(name) > 0),
      names: pulled.flatMap((snapshot) =>
        snapshot.resources.filter(({ kind }) => kindsOf(snapshot).includes(kind)).map(({ name }) => name),
      ),
    };
  };
  return {
    teams: of(() => ['team']),
    members: of(({ kind }) => GATEWAY_WANTS[kind].memberKinds),
    users: of(() => ['user']),
    keys: of(() => ['key']),
  };
}

/**
 * Names of the policy that no node has, each where it stands. Of keys and users a policy makes none, so that what it says of
 * a misspelt one is enforced nowhere. A team may be new, as a push makes it, and the plan shows that: only one
 * whose name is near that of another is warned of.
 */
export function unknownSubjects(
  policy: Policy,
  place: YamlText['place'],
  known: KnownSubjects,
): readonly Finding[] {
  return [
    ...unknownTeams(policy, place, known.teams),
    ...unknownMembers(policy, place, known.members),
    ...unknownWithBudgets(policy, place, known.members),
    ...unknownIn('user', [...policy.users.keys()], place, known.users),
    ...unknownIn('key', [...policy.keys.keys()], place, known.keys),
  ];
}

function unknownTeams(
  policy: Policy,
  place: YamlText['place'],
  known: KnownNamesOf | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  // Those that the policy names beside it are meant by their own names.
  const others = known.names.filter((name) => !policy.teams.has(name));
  return [...policy.teams.keys()].flatMap((name): readonly Finding[] => {
    const near = known.has(name) ? [] : nearNames(name, others);
    if (near.length === 0) return [];
    return [
      {
        rule: 'policy-unknown-team',
        severity: 'warning',
        message: `No node has a team "${name}" yet: a push makes it.`,
        fix: `${meant(near)} Else leave it as it is.`,
        ...place(['teams', name], 'key'),
      },
    ];
  });
}

function unknownMembers(
  policy: Policy,
  place: YamlText['place'],
  known: KnownNamesOf | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  return [...policy.teams].flatMap(([team, { members = {} }]) =>
    Object.keys(members).flatMap((name, index): readonly Finding[] => {
      if (known.has(name)) return [];
      // Members stand as keys, or in a list.
      const list = place(['teams', team, 'members']);
      const key = place(['teams', team, 'members', name], 'key');
      return [
        {
          rule: 'policy-unknown-member',
          severity: 'warning',
          message: `No node has a user "${name}", and a policy makes none: nobody is put into the team "${team}" for it.`,
          fix: fixOf(name, known),
          ...(key.from === list.from ? place(['teams', team, 'members', index]) : key),
        },
      ];
    }),
  );
}

/** Those that are named as members are told of there. */
function unknownWithBudgets(
  policy: Policy,
  place: YamlText['place'],
  known: KnownNamesOf | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  return [...policy.teams].flatMap(([team, { members = {}, memberBudgets = {} }]) =>
    Object.keys(memberBudgets)
      .filter((name) => !Object.hasOwn(members, name) && !known.has(name))
      .map((name): Finding => ({
        rule: 'policy-unknown-member',
        severity: 'warning',
        message: `No node has a user "${name}", and a policy makes none: nobody has this budget in the team "${team}".`,
        fix: fixOf(name, known),
        ...place(['teams', team, 'memberBudgets', name], 'key'),
      })),
  );
}

function unknownIn(
  kind: 'user' | 'key',
  names: readonly string[],
  place: YamlText['place'],
  known: KnownNamesOf | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  return names
    .filter((name) => !known.has(name))
    .map((name): Finding => ({
      rule: `policy-unknown-${kind}`,
      severity: 'warning',
      message: `No node has a ${kind} "${name}", and a policy makes none: what stands here is enforced nowhere.`,
      fix: fixOf(name, known),
      ...place([`${kind}s`, name], 'key'),
    }));
}

function fixOf(name: string, { names }: KnownNamesOf): string {
  const near = nearNames(name, names);
  return near.length === 0
    ? 'Check the spelling, or pull the nodes again.'
    : `${meant(near)} Else check the spelling, or pull the nodes again.`;
}

function meant(near: readonly string[]): string {
  return `Did you mean ${near.map((name) => JSON.stringify(name)).join(', ')}?`;
}
