import type { Resource } from '../fleet/snapshot.ts';
import { windowsOf } from './budget-windows.ts';
import { textOf } from './neutral-values.ts';
import type { RequestLog } from './request-log.ts';

/** What a team called at one node, of what was let through. */
export interface TeamUse {
  readonly team: string;
  /** Requests by the public name of the model. */
  readonly models: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Nano-dollars: the most that was spent in one window of the period. */
  readonly mostNano: number;
}

/**
 * What each team of a node called, by its name. Requests that were refused when they were made, and those without a team
 * that the node knows, are left out.
 *
 * @param periodOf the period of a team's budget, as LiteLLM spells it; null for one that never starts anew
 * @param zone by whose clock periods end, an IANA name
 */
export function observedUse(
  { count, startMs, combination, combinations, spendNano }: RequestLog,
  held: readonly Resource[],
  periodOf: (team: string) => string | null,
  zone: string,
): readonly TeamUse[] {
  const names = new Map(held.filter(({ kind }) => kind === 'team').map(({ id, name }) => [id, name]));
  const teamOfKey = new Map(
    held.filter(({ kind }) => kind === 'key').map(({ id, fields }) => [id, textOf(fields['team'])]),
  );
  const span = [startMs[0] ?? 0, (startMs[count - 1] ?? 0) + 1] as const;
  const uses = new Map<string, Use>();
  const useOf = combinations.map(({ team, key, outcome }): Use | null => {
    const name = names.get(teamOfKey.get(key) ?? team);
    if (name === undefined || outcome !== 'allowed') return null;
    const known = uses.get(name) ?? {
      models: new Map<string, number>(),
      requests: 0,
      starts: windowsOf(periodOf(name), zone, ...span).starts,
      next: 0,
      spent: 0,
      most: 0,
    };
    uses.set(name, known);
    return known;
  });
  for (let request = 0; request < count; request += 1) {
    const of = combination[request] ?? 0;
    const use = useOf[of];
    if (use === undefined || use === null) continue;
    const ms = startMs[request] ?? 0;
    while ((use.starts[use.next] ?? Infinity) <= ms) {
      use.spent = 0;
      use.next += 1;
    }
    const model = combinations[of]?.model ?? '';
    use.requests += 1;
    use.models.set(model, (use.models.get(model) ?? 0) + 1);
    use.spent += Math.max(0, spendNano[request] ?? 0);
    use.most = Math.max(use.most, use.spent);
  }
  return [...uses]
    .filter(([, { requests }]) => requests > 0)
    .map(([team, { models, requests, most }]) => ({ team, models, requests, mostNano: most }));
}

interface Use {
  readonly models: Map<string, number>;
  readonly starts: Float64Array;
  requests: number;
  next: number;
  spent: number;
  most: number;
}
