import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { heldEdges } from '../pull.ts';
import { textOr } from '../fields.ts';
import { EVERYONE, SYSTEM_USER } from '../../../../shared/fleet/nil-identity.ts';
import { readGroup } from '../group.ts';
import type { Session } from '../session.ts';
import {
  idIn,
  make,
  notSupported,
  patch,
  protectedFrom,
  settingsOf,
  unlessGone,
  withoutNulls,
} from './body.ts';
import { edgeChanges, type Edges } from './edges.ts';
import { modelIds, modelRows } from './names.ts';
import { readOne } from './read-one.ts';
import { withOwnToolSources } from './tool-sources.ts';
import type { Writer } from './writer.ts';

/** What a team operation means in edges: public names of models, ids of users and organisations. */
interface GroupChanges {
  readonly models: Edges;
  readonly members: Edges;
}

/**
 * Groups (dwctl 8.94.2, 10.13.1). Models and members are edges of their own: added and taken away one by one, and never
 * set as a list. Every model is looked up before the first write, so an unknown one changes nothing. Sending the same
 * again does no harm: an edge that is there stays (204), one that is gone is a 404 that means done.
 */
export const groupWriter: Writer = {
  async create(session, operation, watch) {
    if (operation.name.trim() === '') throw notSupported(operation, 'A group needs a name.');
    const edges = edgesFrom(operation);
    const models = await idsOf(session, operation, edges);
    const id = idIn(
      await make(session, operation, '/groups', {
        ...withoutNulls(settingsOf(operation)),
        name: operation.name,
      }),
    );
    watch.made(id);
    await writeEdges(session, id, edges, models);
    return id;
  },
  async update(session, operation, id) {
    const edges = edgesFrom(operation);
    const models = await idsOf(session, operation, edges);
    await patch(session, `/groups/${segment(id)}`, settingsOf(operation));
    await writeEdges(session, id, edges, models);
    return id;
  },
  async remove(session, operation, id) {
    refuseEveryone(operation);
    await unlessGone(session.send('DELETE', `/groups/${segment(id)}`));
  },
  async read(session, id) {
    const row = await readOne(session, `/groups/${segment(id)}`);
    if (row === null) return null;
    const models = await modelRows(session);
    const aliases = new Map(models.map((model) => [textOr(model['id'], ''), textOr(model['alias'], '')]));
    return withOwnToolSources(session, readGroup(row, await heldEdges(row, aliases, session.get)), 'groups');
  },
};

function refuseEveryone(operation: Operation): void {
  if (operation.resourceId !== EVERYONE) return;
  throw protectedFrom(
    operation,
    'Everyone belongs to Doubleword itself; every user is in it.',
    'Leave Everyone out of the policy, or change what it may use in the gateway’s own console.',
  );
}

function edgesFrom(operation: Operation): GroupChanges {
  refuseEveryone(operation);
  const [models, members] = [edgeChanges(operation, 'models'), edgeChanges(operation, 'members')];
  if ([...models.add, ...models.remove].includes('*'))
    throw notSupported(operation, 'A Doubleword group has no "every model"; name them.');
  if ([...members.add, ...members.remove].includes(SYSTEM_USER))
    throw notSupported(operation, 'The system user is never put into a group or taken out of one.');
  return { models, members };
}

function idsOf(
  session: Session,
  operation: Operation,
  { models }: GroupChanges,
): Promise<ReadonlyMap<string, string>> {
  return modelIds(session, operation, { needed: models.add, others: models.remove });
}

/** Adds before it takes away, so that a group never has less than it had and will have. */
async function writeEdges(
  session: Session,
  groupId: string,
  { models, members }: GroupChanges,
  idOf: ReadonlyMap<string, string>,
): Promise<void> {
  const group = `/groups/${segment(groupId)}`;
  const ids = (aliases: readonly string[]): readonly string[] =>
    aliases.flatMap((name) => idOf.get(name) ?? []);
  for (const id of ids(models.add)) await session.send('POST', `${group}/models/${segment(id)}`);
  for (const id of members.add) await session.send('POST', `${group}/users/${segment(id)}`);
  for (const id of ids(models.remove))
    await unlessGone(session.send('DELETE', `${group}/models/${segment(id)}`));
  for (const id of members.remove) await unlessGone(session.send('DELETE', `${group}/users/${segment(id)}`));
}
