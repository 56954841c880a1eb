import { isJsonObject } from '../json.ts';
import { teamIdOf, texts, textIn, userIdOf, type ResourceIndex } from './resource-index.ts';
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
        related('Members', named(texts(resource.fields['members']), 'user', index)),
        related('Keys', (index.keysOfTeam.get(resource.id) ?? []).map(knownItem)),
        mayUse(resource, index),
        ...budgetOf(resource, index),
      ];
    case 'key':
      return [
        related('Team', named([teamIdOf(resource)], 'team', index)),
        related('User', named([userIdOf(resource)], 'user', index)),
        mayUse(resource, index),
        ...budgetOf(resource, index),
      ];
    case 'user':
      return [
        related('Teams', (index.teamsOfUser.get(resource.id) ?? []).map(knownItem)),
        related('Keys', (index.keysOfUser.get(resource.id) ?? []).map(knownItem)),
        mayUse(resource, index),
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
    case 'customer':
    case 'tag':
    case 'organization':
      return [
        ...(resource.fields['models'] === undefined ? [] : [mayUse(resource, index)]),
        ...budgetOf(resource, index),
      ];
    default:
      return [];
  }
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
  ];
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
