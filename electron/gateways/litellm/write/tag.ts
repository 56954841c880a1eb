import { bodyOf } from './body.ts';
import { findInList } from './read-again.ts';
import type { Writer } from './writer.ts';

/** Tags (1.81.13, 1.106.2); the name is the id. Their errors come as 500 with the real status in the text. */
export const tagWriter: Writer = {
  async create(session, operation, watch) {
    await session.write('POST', '/tag/new', { ...bodyOf(operation), name: operation.name });
    watch.made(operation.name);
    return operation.name;
  },
  async update(session, operation, id) {
    await session.write('POST', '/tag/update', { ...bodyOf(operation), name: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/tag/delete', { name: id });
  },
  read: (session, id) => findInList(session, 'tag', id),
};
