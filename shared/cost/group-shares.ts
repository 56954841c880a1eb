import type { Resource } from '../fleet/snapshot.ts';
import { EVERYONE } from '../fleet/nil-identity.ts';
import { namesOf } from '../replay/neutral-values.ts';
import type { GroupRule } from './group-rule.ts';

/** A node's groups, who is in them and what they may use. */
export interface GroupMembership {
  /** Name of each group by its id; Everyone is one of them. */
  readonly names: ReadonlyMap<string, string>;
  /** The groups of a user or organisation besides Everyone, by name and id; none for one that is not known. */
  readonly groupsOf: (payer: string) => readonly string[];
  readonly mayUse: (group: string, model: string) => boolean;
  /** It is known of every group which models it may use. */
  readonly knowsModels: boolean;
}

/** The groups of a Doubleword snapshot. */
export function membershipOf(resources: readonly Resource[]): GroupMembership {
  const names = new Map([[EVERYONE, 'Everyone']]);
  const models = new Map<string, ReadonlySet<string>>();
  const groupsOf = new Map<string, string[]>();
  const groups = resources
    .filter(({ kind }) => kind === 'team')
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
  for (const { id, name, fields } of groups) {
    names.set(id, name);
    models.set(id, new Set(namesOf(fields['models'])));
    if (id === EVERYONE) continue;
    for (const member of namesOf(fields['members']))
      groupsOf.set(member, [...(groupsOf.get(member) ?? []), id]);
  }
  return {
    names,
    groupsOf: (payer) => groupsOf.get(payer) ?? [],
    mayUse: (group, model) => models.get(group)?.has(model) ?? false,
    knowsModels: groups.every(({ fields }) => fields['models'] !== undefined),
  };
}

/**
 * The groups among which what somebody paid for a model is split in equal parts; an empty text is "no team". Never empty.
 *
 * @param payer id of a user or organisation; empty where nobody is known to have paid
 */
export function sharesOf(
  { name, primary }: GroupRule,
  membership: GroupMembership,
  payer: string,
  model: string,
): readonly string[] {
  if (payer === '') return [''];
  const groups = membership.groupsOf(payer);
  switch (name) {
    case 'only-group':
      return [groups.length === 1 ? (groups[0] ?? '') : ''];
    case 'primary': {
      if (groups.length === 0) return [EVERYONE];
      const ranked = primary.flatMap((wanted) => groups.filter((id) => membership.names.get(id) === wanted));
      return [ranked[0] ?? (groups.length === 1 ? (groups[0] ?? '') : '')];
    }
    case 'even':
      return groups.length === 0 ? [EVERYONE] : groups;
    case 'model-access': {
      const giving = groups.filter((id) => membership.mayUse(id, model));
      if (giving.length > 0) return giving;
      // Who may use it no longer, or may as everyone may: the groups say nothing of it.
      return [membership.mayUse(EVERYONE, model) || groups.length === 0 ? EVERYONE : ''];
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
