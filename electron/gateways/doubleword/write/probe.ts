import type { JsonObject } from '../../../../shared/json.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { textOr } from '../fields.ts';
import { readProbe } from '../probe.ts';
import type { Session } from '../session.ts';
import { fieldsOf, idIn, make, patch, settingsOf, unlessGone, withoutNulls } from './body.ts';
import { modelIds, rowsIn } from './names.ts';
import { readModelRow } from './read-model.ts';
import { readOne } from './read-one.ts';
import type { Writer } from './writer.ts';

/**
 * Probes (dwctl 8.94.2, 10.13.1): one for a model at most; a second one, and one for a model that is not there, are a bare
 * 500, so both are looked for before.
 */
export const probeWriter: Writer = {
  async create(session, operation, watch) {
    const model = textOr(fieldsOf(operation)['model'], '');
    const id = (await modelIds(session, operation, { needed: [model] })).get(model) ?? '';
    const probes = await rowsIn(session, '/probes');
    if (probes.some((row) => row['deployment_id'] === id)) throw hasOne(operation, model);
    const made = idIn(
      await make(session, operation, '/probes', {
        ...withoutNulls(bodyOf(operation)),
        name: operation.name,
        deployment_id: id,
      }),
    );
    watch.made(made);
    if (fieldsOf(operation)['active'] === false) await turn(session, made, false);
    return made;
  },
  async update(session, operation, id) {
    await patch(session, `/probes/${segment(id)}`, bodyOf(operation));
    const { active } = fieldsOf(operation);
    if (active !== undefined) await turn(session, id, active === true);
    return id;
  },
  async remove(session, _operation, id) {
    await unlessGone(session.send('DELETE', `/probes/${segment(id)}`));
  },
  async read(session, id) {
    const row = await readOne(session, `/probes/${segment(id)}`);
    if (row === null) return null;
    const model = await readModelRow(session, textOr(row['deployment_id'], ''));
    return readProbe(row, () => (model === null ? undefined : textOr(model.row['alias'], '')));
  },
};

function bodyOf(operation: Operation): JsonObject {
  const { intervalSeconds } = fieldsOf(operation);
  return {
    ...settingsOf(operation),
    ...(intervalSeconds === undefined ? {} : { interval_seconds: intervalSeconds }),
  };
}

async function turn(session: Session, id: string, on: boolean): Promise<void> {
  await session.send('PATCH', `/probes/${segment(id)}/${on ? 'activate' : 'deactivate'}`, {});
}

function hasOne({ node, name }: Operation, model: string): ProblemError {
  return new ProblemError({
    code: 'already_exists',
    message: `${node} watches the model ${model} by a probe already, and can by one only: ${name} was not made.`,
    next: 'Pull the node, and change the probe that is there.',
  });
}
