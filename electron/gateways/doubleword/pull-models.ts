import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Caller } from './caller.ts';
import { everyModel, switchedOff } from './every-model.ts';
import { MODEL_INCLUDES, readModel } from './model.ts';
import type { Lack, Pulling } from './pulling.ts';

/**
 * The models of a node, standard and composite, with prices and parts. Those that are switched off, which only an admin may
 * list, are asked for by themselves and say `inactive: true`.
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
  if (!caller.isAdmin) return list({});
  const { on, off } = await everyModel(list, ({ id }) => id);
  return [...on, ...off.map(switchedOff)];
}
