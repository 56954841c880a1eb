import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { answeredStatus } from '../../http/problems.ts';
import { isAbsent } from '../missing.ts';
import type { Session } from '../session.ts';
import { readTag } from '../tag.ts';
import { bodyOf } from './body.ts';
import { budgetIdIn, deleteMadeBudget, requireOwnBudget, splitLimits, writeLimits } from './own-budget.ts';
import { findInList, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * Tags (1.81.13, 1.106.2); the name is the id. Their errors come as 500 with the real status in the text, and one with
 * a model that is not in the database is answered with 500 although it was made. An update takes away a description or
 * a list of models that it does not name (seen with 1.106.2), so both are always named.
 */
export const tagWriter: Writer = {
  async create(session, operation, watch) {
    watch.made(operation.name);
    await session.write('POST', '/tag/new', { ...bodyOf(operation), name: operation.name });
    return operation.name;
  },
  async update(session, operation, id) {
    const { before } = operation;
    const description = before?.settings['description'];
    const models = before?.fields['models'];
    const body = bodyOf(operation, { models: (_operation, value) => ({ models: value }) });
    const { limits, own } = splitLimits(body);
    const limited = Object.keys(limits).length > 0;
    if (limited) requireOwnBudget(operation, await askTag(session, id));
    const update = (more: JsonObject) =>
      session.write('POST', '/tag/update', {
        ...(description === undefined ? {} : { description }),
        ...(models === undefined ? {} : { models }),
        ...own,
        ...more,
        name: id,
      });
    if (Object.keys(own).length > 0) await update({});
    if (limited) await writeLimits(session, limits, { ask: () => askTag(session, id), give: update });
    return id;
  },
  async remove(session, _operation, id) {
    const budget = budgetIdIn(await askTag(session, id));
    await session.write('POST', '/tag/delete', { name: id });
    await deleteMadeBudget(session, budget);
  },
  read: readTagAgain,
};

/** `/tag/info` asks for one alone; a key that may only read gets 403 there, and the list says the same. */
async function readTagAgain(session: Session, id: string): Promise<Resource | null> {
  try {
    return readRow((await askTag(session, id)) ?? undefined, readTag);
  } catch (error) {
    if (answeredStatus(error) !== 403) throw error;
    return findInList(session, 'tag', id);
  }
}

/** The row of a tag; null where there is none. */
async function askTag(session: Session, id: string): Promise<JsonValue> {
  try {
    const { body } = await session.send({ method: 'POST', path: '/tag/info', body: { names: [id] } });
    return isJsonObject(body) ? (body[id] ?? null) : null;
  } catch (error) {
    if (isAbsent(error, 'tag')) return null;
    throw error;
  }
}
