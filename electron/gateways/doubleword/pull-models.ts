import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Caller } from './caller.ts';
import { everyModel, switchedOff } from './every-model.ts';
import { requireText } from './fields.ts';
import { MODEL_INCLUDES, readModel } from './model.ts';
import type { Lack, Pulling } from './pulling.ts';

/** Why the models of a node are not all there for somebody who sees all that are on, and is no admin (dwctl 10.13.1). */
const OFF_ARE_HIDDEN =
  'Models that are switched off are shown only to the administrator whom the config file names (admin_email), and this key is another one’s: there may be more models.';

/**
 * The models of a node, standard and composite, with prices and parts. Those that are switched off, which only an admin may
 * list, are asked for by themselves and say `inactive: true`; for anybody else the list is not complete.
 */
export async function pullModels(
  pulling: Pulling,
  caller: Caller,
  endpointNames: ReadonlyMap<string, string>,
  lack: Lack,
): Promise<readonly Resource[]> {
  const query = { include: MODEL_INCLUDES };
  const read = (row: Parameters<typeof readModel>[0]): Resource =>
    readModel(row, (id) => endpointNames.get(id));
  const list = (more: Readonly<Record<string, string>>): Promise<readonly Resource[]> =>
    pulling.list('/models', read, lack, { ...query, ...more });
  if (!caller.seesAll)
    lack('This key sees only the models that its owner may use, and not what they are made of.');
  else if (!caller.isAdmin) lack(OFF_ARE_HIDDEN);
  if (!caller.isAdmin) return list({});
  const { on, off } = await everyModel(list, ({ id }) => id);
  return [...on, ...off.map(switchedOff)];
}

/** A model as a list that has the deleted ones, too, tells it. */
interface Listed {
  readonly id: string;
  readonly alias: string;
}

/**
 * All models by id and name, with those that were deleted: such a one is only hidden, and no other can have its name (dwctl
 * 10.13.1). Only an admin is shown them; no row says whether it was deleted. To be asked for before the models themselves:
 * what is among these and not among those was deleted then.
 */
export async function listWithDeleted(
  pulling: Pulling,
  caller: Caller,
  lack: Lack,
): Promise<readonly Listed[]> {
  if (!caller.isAdmin) return [];
  const { on, off } = await everyModel(
    (more) =>
      pulling.list(
        '/models',
        (row) => ({ id: requireText(row, 'id'), alias: requireText(row, 'alias') }),
        lack,
        {
          deleted: 'true',
          ...more,
        },
      ),
    ({ id }) => id,
  );
  return [...on, ...off];
}
