import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import { namesOf, textOf } from '../neutral-values.ts';
import type { ModelList, ModelLists } from './model-list.ts';
import type { ReleaseRules } from './release-rules.ts';

/** What access groups let a key call beside its own list. Left out where that is nothing. */
export interface KeyGrants {
  /** Asked where the key's own list does not cover a model. */
  readonly granted?: ModelList;
  /** Asked where the list of its team does not cover a model. */
  readonly grantedPastTeam?: ModelList;
}

/** What access groups let a team call beside its own list. Left out where that is nothing. */
export interface TeamGrants {
  readonly granted?: ModelList;
}

/** Access groups with members (`/v1/access_group`) of a LiteLLM node. */
export interface AccessGroups {
  ofKey(key: Resource): KeyGrants;
  ofTeam(team: Resource): TeamGrants;
}

/** A kind that can have access groups, as they list it. */
type MemberKind = 'key' | 'team';
const LISTS = { key: 'keys', team: 'teams' } as const;
const PULLED_LISTS = { key: 'assigned_keys', team: 'assigned_teams' } as const;

/**
 * A key or team has the groups that its own `access_group_ids` name (`can_key_call_model`, `can_team_access_model`, 1.81.13
 * to 1.110.2). From 1.84.0 on the gateway enters there whom a group is assigned to, and a key's group that is assigned to
 * the key or its team also lets it past the list of its team (`key_access_group_grants_model`).
 */
export function accessGroupsOf(
  resources: readonly Resource[],
  lists: ModelLists,
  { accessGroups: rules }: Pick<ReleaseRules, 'accessGroups'>,
): AccessGroups {
  const groups = resources.filter(({ kind }) => kind === 'accessGroup');
  const assignedTo = { key: assignments(groups, 'key'), team: assignments(groups, 'team') };
  const byId = new Map(groups.map((group) => [group.id, group]));

  function groupsOf(member: Resource, kind: MemberKind): readonly Resource[] {
    const named = [member.observed, member.settings].flatMap((values) =>
      namesOf(values['access_group_ids']).flatMap((id) => byId.get(id) ?? []),
    );
    if (!rules.entersMembers) return [...new Set(named)];
    // What a plan takes from a group is still among the ids of the member, as it was pulled.
    const kept = named.filter((group) => !isTakenFrom(group, member.id, kind));
    return [...new Set([...kept, ...(assignedTo[kind].get(member.id) ?? [])])];
  }

  function modelsOf(these: readonly Resource[]): ModelList | undefined {
    const models = [...new Set(these.flatMap(({ fields }) => namesOf(fields['models'])))];
    // Groups without models grant nothing, where an empty list of one's own is every model.
    return models.length === 0 ? undefined : lists(models.sort());
  }

  return {
    ofKey(key) {
      const own = groups.length === 0 ? [] : groupsOf(key, 'key');
      const granted = modelsOf(own);
      if (granted === undefined) return {};
      if (!rules.letPastTeam) return { granted };
      const team = textOf(key.fields['team']);
      const past = modelsOf(
        own.filter(
          ({ fields }) =>
            namesOf(fields['keys']).includes(key.id) ||
            (team !== '' && namesOf(fields['teams']).includes(team)),
        ),
      );
      return past === undefined ? { granted } : { granted, grantedPastTeam: past };
    },
    ofTeam(team) {
      const granted = groups.length === 0 ? undefined : modelsOf(groupsOf(team, 'team'));
      return granted === undefined ? {} : { granted };
    },
  };
}

/** By a member's id the groups that list it. */
function assignments(
  groups: readonly Resource[],
  kind: MemberKind,
): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const group of groups)
    for (const id of namesOf(group.fields[LISTS[kind]])) found.set(id, [...(found.get(id) ?? []), group]);
  return found;
}

/** True where a group had a member when it was read, and is to have it no longer. */
function isTakenFrom({ fields, observed }: Resource, id: string, kind: MemberKind): boolean {
  if (namesOf(fields[LISTS[kind]]).includes(id)) return false;
  const pulled = observed[PULLED_LISTS[kind]];
  return Array.isArray(pulled) && pulled.some((one) => isJsonObject(one) && one['id'] === id);
}
