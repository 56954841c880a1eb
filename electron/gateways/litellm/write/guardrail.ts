import { isJsonObject } from '../../../../shared/json.ts';
import { segment } from '../../http/route.ts';
import { textOf } from '../fields.ts';
import { readGuardrail } from '../guardrail.ts';
import { bodyOf, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** Guardrails of the database (1.81.13, 1.106.2). A PATCH merges; a name that is taken is answered with 500. */
export const guardrailWriter: Writer = {
  async create(session, operation, watch) {
    const { body } = await session.write('POST', '/guardrails', {
      guardrail: { ...bodyOf(operation), guardrail_name: operation.name },
    });
    const made = isJsonObject(body) ? textOf(body['guardrail_id']) : '';
    if (made === '') throw unnamed(operation, 'POST /guardrails');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    await session.write('PATCH', `/guardrails/${segment(id)}`, bodyOf(operation));
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', `/guardrails/${segment(id)}`);
  },
  async read(session, id) {
    return readRow(
      (await askOne(session, 'guardrail', `/guardrails/${segment(id)}`)) ?? undefined,
      readGuardrail,
    );
  },
};
