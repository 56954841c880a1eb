import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { PulledState, Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { segment } from '../http/route.ts';
import { readCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { readSettings } from './config-settings.ts';
import { readEndpoint } from './endpoint.ts';
import { requireText, sorted, textOr, unreadable } from './fields.ts';
import { EVERYONE } from '../../../shared/fleet/nil-identity.ts';
import { readGroup } from './group.ts';
import type { GroupEdges } from './group.ts';
import { readApiKey } from './key.ts';
import { explainRefusedKey } from './key-purpose.ts';
import { atRoute } from './located.ts';
import { idsOf } from './pages.ts';
import { pullGrants } from './grant.ts';
import { listWithDeleted, pullModels } from './pull-models.ts';
import { pullOrganizations } from './pull-organizations.ts';
import { pullOwned } from './pull-owned.ts';
import type { Owners } from './pull-owned.ts';
import { pullProbes } from './pull-probes.ts';
import { withToolSources } from './pull-tools.ts';
import { beginPulling, readEach, unlessGone } from './pulling.ts';
import type { Lack, Pulling } from './pulling.ts';
import { sectionOf } from './section.ts';
import type { SectionReading } from './section.ts';
import type { Session } from './session.ts';
import { readToolSource } from './tool-source.ts';
import { readUser, USER_INCLUDES } from './user.ts';
import { readWebhook } from './webhook.ts';

/** Keys and webhooks are listed owner by owner: of more owners than this the rest is left out. Some minutes' reading. */
const MOST_KEY_OWNERS = 20_000;

/**
 * Pulls all that the admin API of dwctl 10.13.1 shows. The config route comes first: where it is not JSON
 * this is not the admin API, and the pull ends there; then who asks, because some lists are only shorter for those who may
 * not see all. Members and models of a group are read edge by edge, because only those lists name organisations too; those
 * of Everyone are not, every user is in it.
 */
export async function pullState(
  session: Session,
  work: Work,
  mostKeyOwners: number = MOST_KEY_OWNERS,
): Promise<PulledState> {
  const pulling = beginPulling(session, work);
  const { list, section } = pulling;
  const config = await pulling.get('/config').catch(async (error: unknown) => {
    throw await explainRefusedKey(session, error);
  });
  const caller = readCaller(await pulling.get('/users/current'));

  const setting = await section('setting', () => Promise.resolve(settingsIn(config)));
  const endpoints = await section('endpoint', (lack) => list('/endpoints', readEndpoint, lack));
  const toolSources = await section('toolSource', (lack) => list('/tool-sources', readToolSource, lack));
  let takenNames: readonly string[] = [];
  const models = await section('model', async (lack) => {
    const withDeleted = await listWithDeleted(pulling, caller, lack);
    const found = await pullModels(pulling, caller, namesOf(endpoints.items), lack);
    const there = new Set(found.map(({ id }) => id));
    takenNames = sorted(withDeleted.flatMap(({ id, alias }) => (there.has(id) ? [] : [alias])));
    return withToolSources(pulling, found, 'deployments', toolSources.items, lack);
  });
  const users = await section('user', (lack) => list('/users', readUser, lack, { include: USER_INCLUDES }));
  const organizations = await section('organization', (lack) => pullOrganizations(pulling, caller, lack));

  const aliases = namesOf(models.items);
  const teams = await section('team', async (lack) => {
    // Who sees all has a name for nearly every model: what lacks one is told team by team.
    const areNamed = caller.seesAll && models.gap?.state !== 'absent';
    if (!areNamed)
      lack('Not all models could be listed, so it is not known which of them each team may use.');
    const found = await pullTeams(pulling, areNamed ? aliases : null, lack);
    const unnamed = found.filter(({ observed }) => observed['unnamedModels'] !== undefined);
    if (unnamed.length > 0)
      lack(
        `${unnamed.map(({ name }) => `"${name}"`).join(', ')} may use more models than this key is shown: ${models.gap?.why ?? 'They were made while the node was read. Pull again.'}`,
      );
    return withToolSources(pulling, found, 'groups', toolSources.items, lack);
  });
  const probes = await section('probe', (lack) => pullProbes(pulling, aliases, lack));

  const people = [...users.items, ...organizations.items];
  const names = new Map([[caller.id, caller.name], ...namesOf(people)]);
  const nameOf = (id: string): string | undefined => names.get(id);
  const owners = {
    ...ownersFor(caller, { users, organizations }, mostKeyOwners),
    nameOf: (id: string): string => nameOf(id) ?? id,
  };
  const keys = await section('key', (lack) =>
    pullOwned(pulling, owners, { what: 'keys', route: 'api-keys' }, (row) => readApiKey(row, nameOf), lack),
  );
  const webhooks = await section('webhook', (lack) =>
    pullOwned(
      pulling,
      owners,
      { what: 'webhooks', route: 'webhooks' },
      (row) => readWebhook(row, nameOf),
      lack,
    ),
  );

  const grants = await section('grant', (lack) => pullGrants(pulling, lack));

  pulling.tell('done');
  return {
    version: null,
    sections: [
      sectionOf('model', models, takenNames),
      sectionOf('endpoint', endpoints),
      sectionOf('probe', probes),
      sectionOf('toolSource', toolSources),
      sectionOf('team', teams),
      sectionOf('user', users),
      sectionOf('key', keys),
      { kind: 'budget', state: 'absent', count: 0, why: 'Doubleword has no budgets of its own.' },
      sectionOf('organization', organizations),
      sectionOf('webhook', webhooks),
      sectionOf('grant', grants),
      sectionOf('setting', setting),
    ],
    resources: pulling.resources,
    raw: pulling.raw,
  };
}

/** Groups with their edges. One without any may be gone: its lists are then empty, and only its own route says so. */
async function pullTeams(
  pulling: Pulling,
  aliases: ReadonlyMap<string, string> | null,
  lack: Lack,
): Promise<readonly Resource[]> {
  const rows = await pulling.list('/groups', (row) => row, lack);
  const read = async (row: JsonObject): Promise<Resource | null> => {
    const edges = await heldEdges(row, aliases, pulling.get);
    const isBare = edges.members?.length === 0 || edges.models?.length === 0;
    const path = `/groups/${segment(requireText(row, 'id'))}`;
    const isGone = isBare && (await unlessGone(pulling.get(path))) === null;
    return isGone ? null : readGroup(row, edges);
  };
  return readEach(rows, (row) => textOr(row['name'], ''), read, lack);
}

/** Members and model aliases of one group, from the two lists of ids. */
export async function heldEdges(
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

/**
 * Whose keys and webhooks this key may read: everybody's, or its owner's and those of their organizations. Of owners who could
 * not be read themselves nothing is asked, so what is theirs is lacking, too.
 */
function ownersFor(
  caller: Caller,
  people: Readonly<Record<'users' | 'organizations', SectionReading<Resource>>>,
  most: number,
): Omit<Owners, 'nameOf'> {
  const [users, organizations] = [people.users.items, people.organizations.items];
  if (!caller.seesAll) {
    const ids = [caller.id, ...organizations.map(({ id }) => id)];
    return { ids, others: 'This key may read only those of its owner.' };
  }
  const ids = [...new Set([caller.id, ...[...users, ...organizations].map(({ id }) => id)])];
  const reasons = (['users', 'organizations'] as const).flatMap((what) => {
    const { gap } = people[what];
    if (gap === null) return [];
    return [`They are listed owner by owner, and not all ${what} could be read: ${gap.why}`];
  });
  if (ids.length > most)
    reasons.push(
      `They are listed owner by owner; this node has ${String(ids.length)} users and organizations, and only the first ${String(most)} were asked for.`,
    );
  return { ids: ids.slice(0, most), others: reasons.length === 0 ? null : reasons.join(' ') };
}

function settingsIn(answer: GatewayAnswer): readonly Resource[] {
  const { body } = answer;
  return atRoute(answer, () => {
    if (!isJsonObject(body)) throw unreadable('the config is not an object');
    return readSettings(body);
  });
}

function namesOf(resources: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(resources.map(({ id, name }) => [id, name]));
}
