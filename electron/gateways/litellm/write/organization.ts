import { isJsonObject } from '../../../../shared/json.ts';
import { textOf } from '../fields.ts';
import { bodyOf, chosenId, unnamed } from './body.ts';
import { findInList } from './read-again.ts';
import type { Writer } from './writer.ts';

/** Organisations, which need a licence (routes of 1.81.13 as published; without a licence each is refused). */
export const organizationWriter: Writer = {
  async create(session, operation, watch) {
    const id = chosenId(operation);
    const { body } = await session.write('POST', '/organization/new', {
      ...bodyOf(operation),
      organization_alias: operation.name,
      ...(id === '' ? {} : { organization_id: id }),
    });
    const made = isJsonObject(body) ? textOf(body['organization_id']) : '';
    if (made === '') throw unnamed(operation, 'POST /organization/new');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    await session.write('PATCH', '/organization/update', { ...bodyOf(operation), organization_id: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', '/organization/delete', { organization_ids: [id] });
  },
  read: (session, id) => findInList(session, 'organization', id),
};
