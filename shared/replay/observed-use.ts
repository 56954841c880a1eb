import { clipIntervals, uncovered } from '../audit/coverage.ts';
import { DAY_MS } from '../audit/months.ts';
import type { Interval } from '../audit/months.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { windowsOf } from './budget-windows.ts';
import type { BudgetClock } from './budget-windows.ts';
import { ExactSums } from './exact-sums.ts';
import { textOf } from './neutral-values.ts';
import type { RequestLog } from './request-log.ts';

/** What a team called at one node, of what was let through. */
export interface TeamUse {
  readonly team: string;
  /** Requests by the public name of the model. */
  readonly models: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Nano-dollars: the most that was spent in one window of the period that was seen; null where none was. */
  readonly mostNano: bigint | null;
}

/** The time of which a log tells, and what of it the log lacks. */
export interface SeenTime extends Interval {
  readonly gaps: readonly Interval[];
}

/**
 * What each team of a node called, by its name. Requests that were refused when they were made, and those without a team
 * that the node knows, are left out. Of a window that was seen in part nothing is said: less was spent in it than would be.
 *
 * @param periodOf the period of a team's budget, as LiteLLM spells it; null for one that never starts anew
 * @param clock by what budgets start anew
 */
export function observedUse(
  { count, startMs, combination, combinations, spendNano }: RequestLog,
  held: readonly Resource[],
  periodOf: (team: string) => string | null,
  clock: BudgetClock,
  seen: SeenTime,
): readonly TeamUse[] {
  const names = new Map(held.filter(({ kind }) => kind === 'team').map(({ id, name }) => [id, name]));
  const teamOfKey = new Map(
    held.filter(({ kind }) => kind === 'key').map(({ id, fields }) => [id, textOf(fields['team'])]),
  );
  // One that begins a little before the time, or ends a little after it, may count.
  const windowsAround = [seen.fromMs - AROUND_MS, seen.untilMs + AROUND_MS] as const;
  const uses = new Map<string, Use>();
  const useOf = combinations.map(({ team, key, outcome }): Use | null => {
    const name = names.get(teamOfKey.get(key) ?? team);
    if (name === undefined || outcome !== 'allowed') return null;
    const known = uses.get(name) ?? {
      index: uses.size,
      models: new Map<string, number>(),
      requests: 0,
      starts: windowsOf(periodOf(name), clock, ...windowsAround).starts,
      next: 0,
      hasWhole: false,
    };
    uses.set(name, known);
    return known;
  });
  const spent = new ExactSums(uses.size);
  const most = new ExactSums(uses.size);
  /** Ends the window that is under way. */
  const end = (use: Use): void => {
    const [fromMs, untilMs] = [use.starts[use.next - 1], use.starts[use.next]];
    use.next += 1;
    const { index } = use;
    if (fromMs !== undefined && untilMs !== undefined && isSeen(seen, fromMs, untilMs)) {
      use.hasWhole = true;
      if (spent.compare(index, most, index) > 0) most.set(index, spent.of(index));
    }
    spent.clear(index);
  };
  for (let request = 0; request < count; request += 1) {
    const of = combination[request] ?? 0;
    const use = useOf[of];
    if (use === undefined || use === null) continue;
    const ms = startMs[request] ?? 0;
    while ((use.starts[use.next] ?? Infinity) <= ms) end(use);
    const model = combinations[of]?.model ?? '';
    use.requests += 1;
    use.models.set(model, (use.models.get(model) ?? 0) + 1);
    spent.add(use.index, Math.max(0, spendNano[request] ?? 0));
  }
  for (const use of uses.values()) while (use.next < use.starts.length) end(use);
  return [...uses]
    .filter(([, { requests }]) => requests > 0)
    .map(([team, { models, requests, hasWhole, index }]) => ({
      team,
      models,
      requests,
      mostNano: hasWhole ? most.of(index) : null,
    }));
}

/** Longer than the longest window of a gateway's own. */
const AROUND_MS = 32 * DAY_MS;
/** A window of which no more than this part was not seen is as good as whole: a log begins and ends with a request. */
const MOST_UNSEEN = 0.05;

function isSeen({ fromMs, untilMs, gaps }: SeenTime, beginMs: number, endMs: number): boolean {
  const whole = { fromMs: beginMs, untilMs: endMs };
  const unseen = uncovered(
    clipIntervals([{ fromMs, untilMs }], whole).flatMap((seen) => uncovered(gaps, seen)),
    whole,
  );
  const lacking = unseen.reduce((sum, one) => sum + one.untilMs - one.fromMs, 0);
  return lacking <= (endMs - beginMs) * MOST_UNSEEN;
}

interface Use {
  readonly index: number;
  readonly models: Map<string, number>;
  readonly starts: Float64Array;
  requests: number;
  /** Of its starts, the one that ends the window under way. */
  next: number;
  hasWhole: boolean;
}
