import type { Resource } from '../../../shared/fleet/snapshot.ts';

type Query = Readonly<Record<string, string>>;

/** The models of a node, by whether they can be called. */
export interface EveryModel<T> {
  readonly on: readonly T[];
  /** Switched off, as when their provider no longer lists them. */
  readonly off: readonly T[];
}

/**
 * Reads the list of models twice: dwctl (10.13.1) lists either those that are on or, to an admin who asks for them, those
 * that are switched off. Whoever is no admin gets the first list again, of which nothing counts twice.
 */
export async function everyModel<T>(
  list: (query: Query) => Promise<readonly T[]>,
  idOf: (item: T) => string,
): Promise<EveryModel<T>> {
  const on = await list({});
  const known = new Set(on.map(idOf));
  const second = await list({ inactive: 'true' });
  return { on, off: second.filter((item) => !known.has(idOf(item))) };
}

/** A model as a snapshot says that it is switched off: the gateway says so by the list alone. */
export function switchedOff(model: Resource): Resource {
  return { ...model, settings: { ...model.settings, inactive: true } };
}
