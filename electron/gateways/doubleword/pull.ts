import { inParallel } from '../../../shared/in-parallel.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { PulledState, Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { segment } from '../http/route.ts';
import { readConfig, readEndpoint } from './endpoint.ts';
import { requireText, unreadable } from './fields.ts';
import { EVERYONE, readGroup } from './group.ts';
import type { GroupEdges } from './group.ts';
import { readApiKey } from './key.ts';
import { atRoute } from './located.ts';
import { MODEL_INCLUDES, readModel } from './model.ts';
import { idsOf, listPages } from './pages.ts';
import { createRawPages } from './raw-pages.ts';
import { readSection, sectionOf } from './section.ts';
import type { SectionReading } from './section.ts';
import { LISTS_AT_ONCE } from './session.ts';
import type { Session } from './session.ts';
import { readOrganization, readUser, USER_INCLUDES } from './user.ts';

/** Keys are listed owner by owner; with more owners than this they are left out. */
export const MOST_KEY_OWNERS = 200;

/**
 * Pulls all that the admin API of dwctl 10.13.1 shows. The config route comes first: where it is not JSON
 * this is not the admin API, and the pull ends there. Members and models of a group are read edge by edge,
 * because only those lists name organisations too; those of Everyone are not, every user is in it.
 */
export async function pullState(
  session: Session,
  work: Work,
  mostKeyOwners: number = MOST_KEY_OWNERS,
): Promise<PulledState> {
  const raw = createRawPages(session.secrets);
  const resources: Resource[] = [];
  const tell = (detail: string): void => work.progress(resources.length, null, detail);

  const get = async (path: string): Promise<GatewayAnswer> => {
    const answer = await session.get(path);
    raw.keep(answer);
    return answer;
  };
  const list = async <T>(
    path: string,
    read: (row: JsonObject) => T,
    lack: (why: string) => void,
    query?: Readonly<Record<string, string>>,
  ): Promise<T[]> => {
    const items: T[] = [];
    for await (const { rows, answer } of listPages(session, path, query, lack)) {
      raw.keep(answer);
      items.push(...atRoute(answer, () => rows.map(read)));
    }
    return items;
  };
  const section = async (
    kind: ResourceKind,
    read: (lack: (why: string) => void) => Promise<readonly Resource[]>,
  ): Promise<SectionReading<Resource>> => {
    tell(kind);
    const reading = await readSection(read);
    resources.push(...reading.items);
    return reading;
  };

  const config = await get('/config');
  const setting = await section('setting', () => Promise.resolve([readSetting(config)]));
  const endpoints = await section('endpoint', (lack) => list('/endpoints', readEndpoint, lack));
  const endpointNames = namesOf(endpoints.items);
  const models = await section('model', (lack) =>
    list('/models', (row) => readModel(row, (id) => endpointNames.get(id)), lack, {
      include: MODEL_INCLUDES,
    }),
  );
  const users = await section('user', (lack) => list('/users', readUser, lack, { include: USER_INCLUDES }));
  const organizations = await section('organization', (lack) =>
    list('/organizations', (row) => readOrganization(row), lack),
  );

  const aliases = models.gap === null ? namesOf(models.items) : null;
  const teams = await section('team', async (lack) => {
    const groups = await list('/groups', (row) => row, lack);
    return inParallel(groups, LISTS_AT_ONCE, async (row) => readGroup(row, await edgesOf(row, aliases, get)));
  });

  const owners = [...users.items, ...organizations.items];
  const ownerNames = namesOf(owners);
  const readKey = (row: JsonObject): Resource => readApiKey(row, (id) => ownerNames.get(id));
  const keys = await section('key', async (lack) => {
    if (owners.length > mostKeyOwners) return [];
    const lists = await inParallel(owners, LISTS_AT_ONCE, ({ id }) =>
      list(`/users/${segment(id)}/api-keys`, readKey, lack),
    );
    return lists.flat();
  });

  tell('done');
  return {
    version: null,
    sections: [
      sectionOf('setting', setting),
      sectionOf('endpoint', endpoints),
      sectionOf('model', models),
      sectionOf('user', users),
      sectionOf('organization', organizations),
      sectionOf('team', aliases === null ? unnamedModels(teams) : teams),
      sectionOf('key', owners.length > mostKeyOwners ? tooManyOwners(owners.length, mostKeyOwners) : keys),
      { kind: 'budget', state: 'absent', count: 0, why: 'Doubleword has no budgets of its own.' },
    ],
    resources,
    raw: raw.pages,
  };
}

/** Members and model aliases of one group, from the two lists of ids. */
export async function edgesOf(
  group: JsonObject,
  aliases: ReadonlyMap<string, string> | null,
  get: (path: string) => Promise<GatewayAnswer>,
): Promise<GroupEdges> {
  const id = requireText(group, 'id');
  const path = `/groups/${segment(id)}`;
  const [members, models] = await Promise.all([
    id === EVERYONE ? null : get(`${path}/users`).then(idsOf),
    get(`${path}/models`).then(idsOf),
  ]);
  if (aliases === null) return { members, models: null };
  return {
    members,
    models: models.flatMap((model) => aliases.get(model) ?? []),
    unnamedModels: models.filter((model) => !aliases.has(model)),
  };
}

function readSetting(answer: GatewayAnswer): Resource {
  const { body } = answer;
  return atRoute(answer, () => {
    if (!isJsonObject(body)) throw unreadable('the config is not an object');
    return readConfig(body);
  });
}

function namesOf(resources: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(resources.map(({ id, name }) => [id, name]));
}

function unnamedModels(teams: SectionReading<Resource>): SectionReading<Resource> {
  const why = 'The models could not be listed, so it is not known which of them each team may use.';
  return teams.gap === null ? { ...teams, gap: { state: 'partial', why } } : teams;
}

function tooManyOwners(owners: number, most: number): SectionReading<Resource> {
  const why = `Keys are listed user by user; this node has ${owners} users and organisations, more than ${most}, so its keys were left out.`;
  return { items: [], gap: { state: 'absent', why } };
}
