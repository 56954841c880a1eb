import type { Interval } from '../audit/months.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { pairResources } from '../plan/pair-resources.ts';

/** What a node would hold, or what is wanted of it, from an instant on (milliseconds since 1970 UTC) until the next one. */
export interface HeldPhase {
  readonly fromMs: number;
  readonly resources: readonly Resource[];
}

/** Rising; the first from before all requests. */
export type HeldPhases = readonly [HeldPhase, ...HeldPhase[]];

/** What a node holds at all times. */
export function always(resources: readonly Resource[]): HeldPhases {
  return [{ fromMs: -Infinity, resources }];
}

/** Of the instants at which a policy becomes another one, those within a span: what it is at its begin is so already. */
export function turnsWithin(turns: readonly number[], { fromMs, untilMs }: Interval): readonly number[] {
  return turns.filter((turn) => turn > fromMs && turn < untilMs);
}

/**
 * What a node would hold as time goes on, if what is wanted from each instant on were pushed then. Phases that want the same
 * are one.
 *
 * @param wanted rising; the first of them holds before it, too
 */
export function phasesAfter(held: readonly Resource[], wanted: readonly HeldPhase[]): HeldPhases {
  const phases: HeldPhase[] = [];
  let last = JSON.stringify(wanted[0]?.resources ?? []);
  for (const { fromMs, resources } of wanted.slice(1)) {
    const text = JSON.stringify(resources);
    if (text !== last) phases.push({ fromMs, resources: stateAfter(held, resources) });
    last = text;
  }
  return [{ fromMs: -Infinity, resources: stateAfter(held, wanted[0]?.resources ?? []) }, ...phases];
}

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
