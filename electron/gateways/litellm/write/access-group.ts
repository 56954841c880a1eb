import { isJsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { readAccessGroup } from '../access-group.ts';
import { sortedTexts, textOf } from '../fields.ts';
import { bodyOf, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

const body = (operation: Operation) =>
  bodyOf(operation, {
    models: (_operation, value) => ({ access_model_names: sortedTexts(value) }),
    teams: (_operation, value) => ({ assigned_team_ids: sortedTexts(value) }),
    keys: (_operation, value) => ({ assigned_key_ids: sortedTexts(value) }),
  });

/** Access groups of `/v1/access_group` (1.106.2). The names of models in them are not checked by the gateway. */
export const accessGroupWriter: Writer = {
  async create(session, operation, watch) {
    const { body: answer } = await session.write('POST', '/v1/access_group', {
      ...body(operation),
      access_group_name: operation.name,
    });
    const made = isJsonObject(answer) ? textOf(answer['access_group_id']) : '';
    if (made === '') throw unnamed(operation, 'POST /v1/access_group');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    await session.write('PUT', `/v1/access_group/${segment(id)}`, body(operation));
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', `/v1/access_group/${segment(id)}`);
  },
  async read(session, id) {
    return readRow(
      (await askOne(session, 'accessGroup', `/v1/access_group/${segment(id)}`)) ?? undefined,
      readAccessGroup,
    );
  },
};
