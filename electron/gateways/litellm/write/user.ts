import { isJsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { sortedTexts, textOf } from '../fields.ts';
import { readUser } from '../user.ts';
import { bodyOf, chosenId, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** `/user/update` leaves the list as it was when an empty one is sent (1.106.2), so "all" goes by its name. */
const body = (operation: Operation) =>
  bodyOf(operation, {
    models: (_operation, value) => {
      const models = sortedTexts(value);
      if (models.includes('*')) return { models: ['all-proxy-models'] };
      return { models: models.length === 0 ? ['no-default-models'] : models };
    },
  });

/** Internal users (1.81.13, 1.106.2). `/user/new` makes a key as well unless it is told not to. */
export const userWriter: Writer = {
  async create(session, operation, watch) {
    const id = chosenId(operation);
    const { body: answer } = await session.write('POST', '/user/new', {
      ...body(operation),
      ...called(operation),
      ...(id === '' ? {} : { user_id: id }),
      auto_create_key: false,
    });
    const made = isJsonObject(answer) ? textOf(answer['user_id']) : '';
    if (made === '') throw unnamed(operation, 'POST /user/new');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    await session.write('POST', '/user/update', { ...body(operation), user_id: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/user/delete', { user_ids: [id] });
  },
  async read(session, id) {
    const info = await askOne(session, 'user', '/user/info', { user_id: id });
    return readRow(isJsonObject(info) ? info['user_info'] : undefined, readUser);
  },
};

/** A user goes by the e-mail address, else by an alias, else by the id. */
function called({ name, wanted = {} }: Operation): {
  readonly user_email?: string;
  readonly user_alias?: string;
} {
  if (name.includes('@')) return { user_email: name };
  return wanted['id'] === name ? {} : { user_alias: name };
}
