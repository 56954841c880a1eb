import { ProblemError } from '../../../shared/result.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { answeredStatus } from '../http/problems.ts';
import { segment } from '../http/route.ts';
import type { WriteWatch } from '../maybe-written.ts';
import { textOr } from './fields.ts';
import { listPages } from './pages.ts';
import type { Session } from './session.ts';
import { createdId, edgeChanges, notSupported } from './team-write.ts';
import type { EdgeChanges } from './team-write.ts';

/**
 * Writes one team operation (dwctl 10.13.1): a group and its edges. Every model is looked up before the
 * first write, so an unknown one changes nothing. Sending the same operation again does no harm: an edge
 * that is there stays (204), one that is gone is a 404 that means done.
 */
export async function applyOperation(
  session: Session,
  operation: Operation,
  watch: Pick<WriteWatch, 'made'>,
): Promise<{ readonly resourceId: string }> {
  const changes = edgeChanges(operation);
  if (operation.action === 'create') {
    const models = await modelIds(session, operation, changes);
    const id = await createGroup(session, operation);
    watch.made(id);
    await writeEdges(session, id, changes, models);
    return { resourceId: id };
  }
  const id = operation.resourceId;
  if (id === undefined) throw notSupported(operation, 'The plan does not say which team it is.');
  if (operation.action === 'delete') {
    await ignoreMissing(session.send('DELETE', `/groups/${segment(id)}`));
    return { resourceId: id };
  }
  await writeEdges(session, id, changes, await modelIds(session, operation, changes));
  return { resourceId: id };
}

async function createGroup(session: Session, operation: Operation): Promise<string> {
  if (operation.name.trim() === '') throw notSupported(operation, 'A team needs a name.');
  try {
    return createdId((await session.send('POST', '/groups', { name: operation.name })).body);
  } catch (error) {
    if (answeredStatus(error) !== 409) throw error;
    throw new ProblemError({
      code: 'already_exists',
      message: `${operation.node} already has a group called ${operation.name}.`,
      next: 'Pull the node and make the plan again.',
    });
  }
}

/** Adds before it takes away, so that a team never has less than it had and will have. */
async function writeEdges(
  session: Session,
  groupId: string,
  changes: EdgeChanges,
  models: ReadonlyMap<string, string>,
): Promise<void> {
  const group = `/groups/${segment(groupId)}`;
  const ids = (aliases: readonly string[]): readonly string[] =>
    aliases.flatMap((name) => models.get(name) ?? []);
  for (const id of ids(changes.addModels)) await session.send('POST', `${group}/models/${segment(id)}`);
  for (const id of changes.addMembers) await session.send('POST', `${group}/users/${segment(id)}`);
  for (const id of ids(changes.removeModels))
    await ignoreMissing(session.send('DELETE', `${group}/models/${segment(id)}`));
  for (const id of changes.removeMembers)
    await ignoreMissing(session.send('DELETE', `${group}/users/${segment(id)}`));
}

/** Alias -> id of the models to add and to remove; one to remove may be gone already. */
async function modelIds(
  session: Session,
  operation: Operation,
  changes: EdgeChanges,
): Promise<ReadonlyMap<string, string>> {
  if (changes.addModels.length + changes.removeModels.length === 0) return new Map();
  const ids = new Map<string, string>();
  for await (const { rows } of listPages(session, '/models'))
    for (const row of rows) ids.set(textOr(row['alias'], ''), textOr(row['id'], ''));
  const unknown = changes.addModels.filter((alias) => !ids.has(alias));
  if (unknown.length > 0)
    throw new ProblemError({
      code: 'unknown_model',
      message: `${operation.node} has no model called ${unknown.join(', ')}, so team ${operation.name} was left as it is.`,
      next: 'Correct the name, or deploy the model on the gateway first.',
    });
  return ids;
}

async function ignoreMissing(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (answeredStatus(error) !== 404) throw error;
  }
}
