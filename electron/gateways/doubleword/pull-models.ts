import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Caller } from './caller.ts';
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
  const active = await pulling.list('/models', read, lack, query);
  if (!caller.seesAll)
    lack('This key sees only the models that its owner may use, and not what they are made of.');
  if (!caller.isAdmin) return active;
  const known = new Set(active.map(({ id }) => id));
  const inactive = await pulling.list('/models', read, lack, { ...query, inactive: 'true' });
  return [
    ...active,
    ...inactive
      .filter(({ id }) => !known.has(id))
      .map((model) => ({ ...model, settings: { ...model.settings, inactive: true } })),
  ];
}
