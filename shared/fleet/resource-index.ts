import { isJsonObject, type JsonValue } from '../json.ts';
import { RESOURCE_KINDS, type Resource, type ResourceKind } from './snapshot.ts';

/** A resource with what it is found by. */
export interface IndexedResource {
  readonly resource: Resource;
  /** Everything it is searched by, folded: name, id, models, members, team, user. */
  readonly haystack: string;
  /** Ids of the teams it belongs to or serves. */
  readonly teams: readonly string[];
}

/** A snapshot's resources, made ready for being looked through. Made once a snapshot. */
export interface ResourceIndex {
  readonly byKind: ReadonlyMap<ResourceKind, readonly IndexedResource[]>;
  /** Id -> resource, by kind. */
  readonly byId: ReadonlyMap<ResourceKind, ReadonlyMap<string, Resource>>;
  /** Team id -> keys of it. */
  readonly keysOfTeam: ReadonlyMap<string, readonly Resource[]>;
  /** User or organization id -> keys of it. */
  readonly keysOfUser: ReadonlyMap<string, readonly Resource[]>;
  /** User or organization id -> teams with that member. */
  readonly teamsOfUser: ReadonlyMap<string, readonly Resource[]>;
  /** Endpoint name -> models on it. */
  readonly modelsOfEndpoint: ReadonlyMap<string, readonly Resource[]>;
  /** Budget id -> what refers to it. */
  readonly usersOfBudget: ReadonlyMap<string, readonly Resource[]>;
}

/** One spelling for text that is searched: composed, lower case. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Makes the index of what a node held. */
export function indexResources(resources: readonly Resource[]): ResourceIndex {
  const lists = new Map<ResourceKind, Resource[]>(RESOURCE_KINDS.map((kind) => [kind, []]));
  for (const resource of resources) lists.get(resource.kind)?.push(resource);
  const of = (kind: ResourceKind): readonly Resource[] => lists.get(kind) ?? [];
  const byId = new Map([...lists].map(([kind, list]) => [kind, new Map(list.map((one) => [one.id, one]))]));
  const keysOfTeam = gather(of('key'), (key) => [teamIdOf(key)]);
  const keysOfUser = gather(of('key'), (key) => [userIdOf(key)]);
  const teamsOfUser = gather(of('team'), (team) => texts(team.fields['members']));
  const modelsOfEndpoint = gather(of('model'), (model) => [textIn(model.settings['endpoint_name'])]);
  const usersOfBudget = gather(resources, (resource) =>
    resource.kind === 'budget' ? [] : [textIn(resource.settings['budget_id'])],
  );
  const names = {
    team: (id: string) => byId.get('team')?.get(id)?.name ?? '',
    user: (id: string) => personOf(id, { byId })?.name ?? '',
  };
  const indexed = (resource: Resource): IndexedResource => ({
    resource,
    haystack: haystackOf(resource, names),
    teams: teamsOf(resource, teamsOfUser),
  });
  return {
    byKind: new Map([...lists].map(([kind, list]) => [kind, list.map(indexed)])),
    byId,
    keysOfTeam,
    keysOfUser,
    teamsOfUser,
    modelsOfEndpoint,
    usersOfBudget,
  };
}

/** The id of the team that a key or model belongs to; empty when to none. */
export function teamIdOf({ fields, settings }: Resource): string {
  const info = settings['model_info'];
  return (
    textIn(fields['team']) ||
    textIn(fields['teamId']) ||
    textIn(settings['team_id']) ||
    (isJsonObject(info) ? textIn(info['team_id']) : '')
  );
}

/** The user or organization of an id: in Doubleword organizations act as users (dwctl 10.13.1). */
export function personOf(id: string, { byId }: Pick<ResourceIndex, 'byId'>): Resource | undefined {
  return byId.get('user')?.get(id) ?? byId.get('organization')?.get(id);
}

/** The id of the user or organization that a key or webhook belongs to; empty when to none. */
export function userIdOf({ fields, settings }: Resource): string {
  return textIn(fields['user']) || textIn(settings['user_id']);
}

/** The texts of a list; nothing for anything else. */
export function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item: JsonValue): item is string => typeof item === 'string')
    : [];
}

/** A text that says something; empty for anything else. */
export function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function teamsOf(resource: Resource, teamsOfUser: ResourceIndex['teamsOfUser']): readonly string[] {
  if (resource.kind === 'team') return [resource.id];
  if (resource.kind === 'user' || resource.kind === 'organization')
    return (teamsOfUser.get(resource.id) ?? []).map(({ id }) => id);
  const own = teamIdOf(resource);
  return [...(own === '' ? [] : [own]), ...texts(resource.fields['teams'])];
}

function haystackOf(
  resource: Resource,
  names: { readonly team: (id: string) => string; readonly user: (id: string) => string },
): string {
  const { name, id, fields } = resource;
  const [team, user] = [teamIdOf(resource), userIdOf(resource)];
  const members = [fields['owners'], fields['admins'], fields['members']].flatMap(texts);
  return fold(
    [
      name,
      id,
      textIn(fields['target']),
      textIn(fields['role']),
      textIn(fields['model']),
      ...texts(fields['roles']),
      ...texts(fields['models']),
      ...members,
      ...members.map(names.user),
      ...(team === '' ? [] : [team, names.team(team)]),
      ...(user === '' ? [] : [user, names.user(user)]),
    ].join('\n'),
  );
}

function gather(
  resources: readonly Resource[],
  idsOf: (resource: Resource) => readonly string[],
): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const id of idsOf(resource)) {
      if (id === '') continue;
      const list = found.get(id);
      if (list === undefined) found.set(id, [resource]);
      else list.push(resource);
    }
  }
  return found;
}
