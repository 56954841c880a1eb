import { isJsonObject, type JsonValue } from '../json.ts';
import { personOf, teamIdOf, texts, textIn, userIdOf, type ResourceIndex } from './resource-index.ts';
import type { Resource, ResourceKind } from './snapshot.ts';

/** One thing that another stands in a relation to. */
export interface RelatedItem {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly name: string;
  /** The snapshot holds it; otherwise it is only named. */
  readonly known: boolean;
}

/** How a resource stands to others of the same node: `Keys of this team`. */
export interface Relation {
  readonly title: string;
  /** A few words where the list needs them, as where all models are meant. */
  readonly note?: string;
  readonly total: number;
  /** The first of them by name, at most {@link RELATED_SHOWN}. */
  readonly items: readonly RelatedItem[];
}

/** As many as are named; the rest is counted. */
export const RELATED_SHOWN = 60;

/** What a resource has to do with the others of its node. Relations without a member say so by a total of 0. */
export function relationsOf(resource: Resource, index: ResourceIndex): readonly Relation[] {
  switch (resource.kind) {
    case 'team':
      return [
        membersOf(resource, index),
        related('Keys', (index.keysOfTeam.get(resource.id) ?? []).map(knownItem)),
        mayUse(resource, index),
        ...budgetOf(resource, index),
      ];
    case 'key':
      return [
        related('Team', named([teamIdOf(resource)], 'team', index)),
        owner(resource, index),
        ...ownModels(resource, index),
        ...budgetOf(resource, index),
      ];
    case 'user':
      return [
        related('Teams', (index.teamsOfUser.get(resource.id) ?? []).map(knownItem)),
        related('Keys', (index.keysOfUser.get(resource.id) ?? []).map(knownItem)),
        ...ownModels(resource, index),
        ...budgetOf(resource, index),
      ];
    case 'model':
    case 'modelGroup':
      return modelRelations(resource, index);
    case 'budget':
      return [related('Used by', (index.usersOfBudget.get(resource.id) ?? []).map(knownItem))];
    case 'accessGroup':
      return [
        mayUse(resource, index),
        related('Teams', named(texts(resource.fields['teams']), 'team', index)),
        related('Keys', named(texts(resource.fields['keys']), 'key', index)),
      ];
    case 'endpoint':
      return [related('Models', (index.modelsOfEndpoint.get(resource.name) ?? []).map(knownItem))];
    case 'probe':
      return [related('Model', namedModels([textIn(resource.fields['model'])], index))];
    case 'webhook':
    case 'grant':
      return [owner(resource, index)];
    case 'toolSource':
      return [...usingTool('team', resource, index), ...usingTool('model', resource, index)];
    case 'customer':
    case 'tag':
    case 'organization':
      return [
        ...organizationRelations(resource, index),
        ...ownModels(resource, index),
        ...budgetOf(resource, index),
      ];
    default:
      return [];
  }
}

const OF_ORGANIZATION = [
  ['Owners', 'owners'],
  ['Admins', 'admins'],
  ['Members', 'members'],
  ['May manage keys', 'keyManagers'],
] as const;

/** Those that the gateway has: where organizations act as users they have members with roles, teams and keys. */
function organizationRelations(resource: Resource, index: ResourceIndex): readonly Relation[] {
  const lists = OF_ORGANIZATION.filter(([, field]) => Array.isArray(resource.fields[field]));
  if (lists.length === 0) return [];
  return [
    ...lists.map(([title, field]) => related(title, persons(resource, field, index))),
    related('Teams', (index.teamsOfUser.get(resource.id) ?? []).map(knownItem)),
    related('Keys', (index.keysOfUser.get(resource.id) ?? []).map(knownItem)),
  ];
}

/** A team that the gateway made itself and keeps no list of members for is the one that everybody is in (Doubleword). */
function membersOf(team: Resource, index: ResourceIndex): Relation {
  if (team.owner !== 'server' || team.fields['members'] !== undefined)
    return related('Members', persons(team, 'members', index));
  const everybody = (['user', 'organization'] as const).map((kind) => index.byKind.get(kind)?.length ?? 0);
  return {
    title: 'Members',
    note: 'everybody',
    total: everybody.reduce((sum, count) => sum + count, 0),
    items: [],
  };
}

function owner(resource: Resource, index: ResourceIndex): Relation {
  return related(
    'User',
    [userIdOf(resource)].filter(Boolean).map((id) => personItem(id, index)),
  );
}

function persons({ fields }: Resource, field: string, index: ResourceIndex): readonly RelatedItem[] {
  return texts(fields[field]).map((id) => personItem(id, index));
}

function personItem(id: string, index: ResourceIndex): RelatedItem {
  const found = personOf(id, index);
  return found === undefined ? { kind: 'user', id, name: id, known: false } : knownItem(found);
}

function usingTool(kind: 'team' | 'model', { name }: Resource, index: ResourceIndex): readonly Relation[] {
  const using = (index.byKind.get(kind) ?? []).map(({ resource }) => resource);
  const title = kind === 'team' ? 'Teams that may use it' : 'Models that may use it';
  return [
    related(title, using.filter(({ fields }) => texts(fields['toolSources']).includes(name)).map(knownItem)),
  ];
}

function modelRelations(model: Resource, index: ResourceIndex): readonly Relation[] {
  const all = (kind: ResourceKind): readonly Resource[] =>
    (index.byKind.get(kind) ?? []).map(({ resource }) => resource);
  const holding = all('accessGroup').filter(({ fields }) => texts(fields['models']).includes(model.name));
  const groups = [...new Set([...accessGroupsOf(model), ...holding.map(({ name }) => name)])];
  const given = (of: 'teams' | 'keys'): ReadonlySet<string> =>
    new Set(holding.flatMap(({ fields }) => texts(fields[of])));
  const [teams, keys] = [given('teams'), given('keys')];
  const may = (team: Resource): boolean => {
    const models = texts(team.fields['models']);
    return models.includes('*') || namesModel(team, model.name, groups) || teams.has(team.id);
  };
  const deployments = all('model').filter(({ name, id }) => name === model.name && id !== model.id);
  return [
    related(
      model.kind === 'model' ? 'Other deployments of this name' : 'Deployments',
      deployments.map(knownItem),
    ),
    related('Teams that may use it', all('team').filter(may).map(knownItem)),
    related(
      'Keys that name it',
      all('key')
        .filter((key) => namesModel(key, model.name, groups) || keys.has(key.id))
        .map(knownItem),
    ),
    ...(groups.length === 0 ? [] : [related('Access groups', groupItems(groups, index))]),
    ...servingRelations(model, index),
  ];
}

/** Where a model runs, what it is made of, and what watches it; nothing where the gateway has none of that. */
function servingRelations(model: Resource, index: ResourceIndex): readonly Relation[] {
  const endpoint = textIn(model.settings['endpoint_name']);
  const endpoints = (index.byKind.get('endpoint') ?? []).filter(({ resource }) => resource.name === endpoint);
  const probes = (index.byKind.get('probe') ?? []).filter(
    ({ resource }) => resource.fields['model'] === model.name,
  );
  const composites = (index.byKind.get('model') ?? []).filter(({ resource }) =>
    partsOf(resource).includes(model.name),
  );
  const parts = partsOf(model);
  return [
    ...(endpoint === ''
      ? []
      : [
          related(
            'Endpoint',
            endpoints.map(({ resource }) => knownItem(resource)),
          ),
        ]),
    ...(parts.length === 0 ? [] : [related('Made of', namedModels(parts, index))]),
    ...(composites.length === 0
      ? []
      : [
          related(
            'Part of',
            composites.map(({ resource }) => knownItem(resource)),
          ),
        ]),
    ...(probes.length === 0
      ? []
      : [
          related(
            'Probes',
            probes.map(({ resource }) => knownItem(resource)),
          ),
        ]),
  ];
}

/** Public names of the models that a composite one is made of (Doubleword). */
function partsOf({ settings }: Resource): readonly string[] {
  const { components } = settings;
  if (!Array.isArray(components)) return [];
  return components.flatMap((part: JsonValue) =>
    isJsonObject(part) && typeof part['model'] === 'string' ? [part['model']] : [],
  );
}

/** Access groups by name, which is also how deployments and lists of models speak of them. */
function groupItems(names: readonly string[], index: ResourceIndex): readonly RelatedItem[] {
  const known = new Map(
    (index.byKind.get('accessGroup') ?? []).map(({ resource }) => [resource.name, resource]),
  );
  return names.map((name) => {
    const group = known.get(name);
    return group === undefined ? { kind: 'accessGroup', id: name, name, known: false } : knownItem(group);
  });
}

/** A key that says "all models" takes what its team has; those that name the model narrow it. */
function namesModel({ fields }: Resource, model: string, groups: readonly string[]): boolean {
  const models = texts(fields['models']);
  return models.includes(model) || groups.some((group) => models.includes(group));
}

/** Which access groups a deployment says it is in (LiteLLM: `model_info.access_groups`). */
function accessGroupsOf({ settings }: Resource): readonly string[] {
  const info = settings['model_info'];
  return isJsonObject(info) ? texts(info['access_groups']) : [];
}

/** Where a gateway gives models to teams only, nobody else has a list of their own, which is not the same as none. */
function ownModels(resource: Resource, index: ResourceIndex): readonly Relation[] {
  return resource.fields['models'] === undefined ? [] : [mayUse(resource, index)];
}

function mayUse({ fields }: Resource, index: ResourceIndex): Relation {
  const models = texts(fields['models']);
  if (models.includes('*')) {
    const names = new Set((index.byKind.get('model') ?? []).map(({ resource }) => resource.name));
    return { title: 'Models', note: 'all models', total: names.size, items: [] };
  }
  return related('Models', namedModels(models, index));
}

function namedModels(names: readonly string[], index: ResourceIndex): readonly RelatedItem[] {
  const known = new Map((index.byKind.get('model') ?? []).map(({ resource }) => [resource.name, resource]));
  return names.map((name) => {
    const model = known.get(name);
    return model === undefined ? { kind: 'model', id: name, name, known: false } : knownItem(model);
  });
}

function budgetOf({ settings }: Resource, index: ResourceIndex): readonly Relation[] {
  const id = textIn(settings['budget_id']);
  return id === '' ? [] : [related('Budget', named([id], 'budget', index))];
}

function named(ids: readonly string[], kind: ResourceKind, index: ResourceIndex): readonly RelatedItem[] {
  return ids
    .filter((id) => id !== '')
    .map((id) => {
      const resource = index.byId.get(kind)?.get(id);
      return resource === undefined ? { kind, id, name: id, known: false } : knownItem(resource);
    });
}

function knownItem({ kind, id, name }: Resource): RelatedItem {
  return { kind, id, name, known: true };
}

function related(title: string, items: readonly RelatedItem[]): Relation {
  const sorted = items.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { title, total: items.length, items: sorted.slice(0, RELATED_SHOWN) };
}
