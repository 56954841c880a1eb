import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { answeredStatus } from '../../http/problems.ts';
import { segment } from '../../http/route.ts';
import { readEndpoint } from '../endpoint.ts';
import { readCaller } from '../caller.ts';
import { textOr } from '../fields.ts';
import type { Session } from '../session.ts';
import { idIn, make, patch, protectedFrom, settingsOf, unlessGone, withoutNulls } from './body.ts';
import { modelRows } from './names.ts';
import { readOne } from './read-one.ts';
import type { Writer } from './writer.ts';

/**
 * Endpoints of providers (dwctl 8.94.2, 10.13.1). One is made without asking the provider for its models (`sync: false`):
 * which models there are stands in the plan. With an endpoint all its models go, without a word: so it is only deleted when
 * none is left on it, switched off ones and all, which only an admin is shown.
 */
export const endpointWriter: Writer = {
  async create(session, operation, watch) {
    const made = idIn(
      await make(session, operation, '/endpoints', {
        ...withoutNulls(settingsOf(operation)),
        name: operation.name,
        sync: false,
      }),
    );
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    await patch(session, `/endpoints/${segment(id)}`, settingsOf(operation));
    return id;
  },
  async remove(session, operation, id) {
    const models = await modelsOn(session, id);
    if (models !== null) {
      keepModels(operation, models);
      if (!readCaller(await session.get('/users/current')).isAdmin)
        throw protectedFrom(
          operation,
          `This key does not see models that are switched off, and those of the endpoint ${operation.name} would go with it.`,
          'Delete it with the key of an administrator.',
        );
    }
    await unlessGone(session.send('DELETE', `/endpoints/${segment(id)}`));
  },
  async read(session, id) {
    const row = await readOne(session, `/endpoints/${segment(id)}`);
    return row === null ? null : readEndpoint(row);
  },
};

/** Models of an endpoint; null where there is no such endpoint, to which dwctl 10.13.1 answers 404. */
async function modelsOn(session: Session, endpoint: string): Promise<readonly JsonObject[] | null> {
  try {
    return await modelRows(session, { endpoint });
  } catch (error) {
    if (answeredStatus(error) === 404) return null;
    throw error;
  }
}

/** Throws where there are models that would go with their endpoint. */
function keepModels(operation: Operation, models: readonly JsonObject[]): void {
  if (models.length === 0) return;
  throw protectedFrom(
    operation,
    `With the endpoint ${operation.name} its models would go: ${models.map((row) => textOr(row['alias'], '')).join(', ')}.`,
    'Delete those models first, by a plan that names them, or move them to another endpoint.',
  );
}
