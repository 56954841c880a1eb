import { isJsonObject } from '../../../../shared/json.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { answeredStatus } from '../../http/problems.ts';
import { isAbsent } from '../missing.ts';
import type { Session } from '../session.ts';
import { readTag } from '../tag.ts';
import { bodyOf } from './body.ts';
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
    await session.write('POST', '/tag/update', {
      ...(description === undefined ? {} : { description }),
      ...(models === undefined ? {} : { models }),
      ...bodyOf(operation, { models: (_operation, value) => ({ models: value }) }),
      name: id,
    });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/tag/delete', { name: id });
  },
  read: readTagAgain,
};

/** `/tag/info` says the budget, which the list leaves out; a key that may only read gets 403 there. */
async function readTagAgain(session: Session, id: string): Promise<Resource | null> {
  try {
    const { body } = await session.send({ method: 'POST', path: '/tag/info', body: { names: [id] } });
    return readRow(isJsonObject(body) ? body[id] : undefined, readTag);
  } catch (error) {
    if (isAbsent(error, 'tag')) return null;
    if (answeredStatus(error) !== 403) throw error;
    return findInList(session, 'tag', id);
  }
}
