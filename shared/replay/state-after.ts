import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { pairResources } from '../plan/pair-resources.ts';

/**
 * What a node would hold if what is wanted were pushed, without anything deleted: of what is named, what is said; the
 * rest as it is.
 */
export function stateAfter(held: readonly Resource[], wanted: readonly Resource[]): readonly Resource[] {
  const { pairs, onlyBefore, onlyAfter } = pairResources(held, wanted);
  const changed = pairs.map(({ before, after }) => ({
    ...before,
    fields: { ...before.fields, ...after.fields },
    settings: laidOver(before.settings, after.settings),
  }));
  return [...onlyBefore, ...changed, ...onlyAfter];
}

function laidOver(under: JsonObject, over: JsonObject): JsonObject {
  const both = Object.entries(over).map(([name, value]) => {
    const below = under[name];
    return [name, isJsonObject(value) && isJsonObject(below) ? laidOver(below, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(both) };
}
