import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import type { Snapshot } from '../fleet/snapshot.ts';
import type { Policy } from './policy.ts';

/** Names and ids of what all nodes of a fleet hold; what is absent is not known. */
export interface KnownSubjects {
  readonly users?: ReadonlySet<string> | undefined;
  readonly keys?: ReadonlySet<string> | undefined;
}

const KINDS = { users: 'user', keys: 'key' } as const;

/**
 * What users and keys a fleet has; nothing is known of a kind that one of its nodes did not tell completely.
 *
 * @param snapshots of all nodes, null for one that was never pulled
 */
export function knownSubjects(snapshots: readonly (Snapshot | null)[]): KnownSubjects {
  if (snapshots.length === 0) return {};
  const of = (kind: (typeof KINDS)[keyof typeof KINDS]): ReadonlySet<string> | undefined => {
    const names = new Set<string>();
    for (const snapshot of snapshots) {
      if (snapshot?.sections.find((section) => section.kind === kind)?.state !== 'complete') return undefined;
      for (const one of snapshot.resources) if (one.kind === kind) names.add(one.name).add(one.id);
    }
    return names;
  };
  return { users: of('user'), keys: of('key') };
}

/**
 * Names of the policy that no node has. Of keys and users a policy makes none, so that what it says of a misspelt one is
 * enforced nowhere. A team may be new: a push makes it.
 */
export function unknownSubjects(
  policy: Policy,
  place: YamlText['place'],
  known: KnownSubjects,
): readonly Finding[] {
  return (['users', 'keys'] as const).flatMap((section) => {
    const names = known[section];
    if (names === undefined) return [];
    const kind = KINDS[section];
    return [...policy[section].keys()]
      .filter((name) => !names.has(name))
      .map((name): Finding => ({
        rule: `policy-unknown-${kind}`,
        severity: 'warning',
        message: `No node has a ${kind} "${name}", and a policy makes none: what stands here is enforced nowhere.`,
        fix: 'Check the spelling, or pull the nodes again.',
        ...place([section, name], 'key'),
      }));
  });
}
