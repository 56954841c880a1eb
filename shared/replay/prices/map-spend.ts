import type { Resource } from '../../fleet/snapshot.ts';
import { ExactSums } from '../exact-sums.ts';
import type { RuleDifference } from '../litellm/rule-difference.ts';
import type { Combination } from '../request-log.ts';
import type { PriceTable } from './price-table.ts';
import type { KeptCost } from './kept-costs.ts';
import { costNano, ownPrices, priceIn } from './reprice.ts';
import type { PricedLog } from './reprice.ts';
import type { TokenPrices } from './token-prices.ts';

/** What a log would have cost by the cost map of another release. */
export interface MapSpend {
  /** The releases whose cost maps they are. */
  readonly releases: { readonly before: string; readonly after: string };
  /** Nano-dollars of each request; below zero where the log does not say. */
  readonly spendNano: Float64Array;
  /** Requests that are priced anew: they cost something else by the other map. */
  readonly priced: number;
  /** Requests that keep the cost that was logged. */
  readonly kept: Readonly<Record<KeptCost, number>>;
  /** Public names of the models that are priced anew, sorted. */
  readonly models: readonly string[];
  /** Nano-dollars of all requests, as logged and by the other map. */
  readonly before: bigint;
  readonly after: bigint;
}

/** The cost maps of two releases. */
export interface MapPair {
  readonly before: PriceTable;
  readonly after: PriceTable;
}

/**
 * Prices the requests of a log anew whose model has another price in the cost map of another release. To what was logged is
 * added what their tokens cost more by that map than by the node's own, so that what no map has of a cost (writes to a
 * provider's cache, long prompts, discounts) stays in it; nothing costs less than nothing. What was logged at no cost, as the
 * node's own map has no price for it, begins to cost where the other map has one.
 *
 * @param resources what the node holds: the prices of its own that models have come before any map
 */
export function spendByMap(log: PricedLog, resources: readonly Resource[], maps: MapPair): MapSpend {
  const { count, combination, combinations } = log;
  const priceOf = createMapPrices(resources, maps);
  const prices = combinations.map(priceOf);
  const isFree = combinations.map((one) => one.isFree === true);
  const spendNano = Float64Array.from(log.spendNano.subarray(0, count));
  const sums = new ExactSums(2);
  const kept: Record<KeptCost, number> = { same: 0, own: 0, unpriced: 0, free: 0, unsaid: 0 };
  const anew = new Set<number>();
  let priced = 0;
  for (let request = 0; request < count; request += 1) {
    const logged = log.spendNano[request] ?? -1;
    const of = combination[request] ?? 0;
    const price = prices[of] ?? 'unpriced';
    const cost = (by: TokenPrices): number =>
      costNano(
        by,
        log.promptTokens[request] ?? 0,
        log.completionTokens[request] ?? 0,
        log.cachedTokens[request] ?? 0,
      );
    const reason = keptBecause(logged, isFree[of] === true, price);
    if (logged > 0) sums.add(0, logged);
    if (reason !== null || typeof price === 'string') {
      kept[reason ?? 'unpriced'] += 1;
      if (logged > 0) sums.add(1, logged);
      continue;
    }
    const more = cost(price.after) - (price.before === null ? 0 : cost(price.before));
    const spend = Math.max(0, logged + more);
    sums.add(1, spend);
    if (more === 0) {
      kept.same += 1;
      continue;
    }
    spendNano[request] = spend;
    priced += 1;
    anew.add(of);
  }
  return {
    releases: { before: maps.before.release, after: maps.after.release },
    spendNano,
    priced,
    kept,
    models: [...new Set([...anew].map((of) => combinations[of]?.model ?? ''))].sort(),
    before: sums.of(0),
    after: sums.of(1),
  };
}

/** Other prices than the ones before; of a model that the map before does not have there are none before. */
interface OtherPrices {
  readonly before: TokenPrices | null;
  readonly after: TokenPrices;
}

/** Null for what is priced anew. */
function keptBecause(logged: number, isFree: boolean, price: OtherPrices | KeptCost): KeptCost | null {
  if (logged < 0) return isFree ? 'free' : 'unsaid';
  if (logged === 0 && isFree) return 'free';
  if (typeof price === 'string') return price;
  // What the map before does not have and costs something all the same has a price from elsewhere.
  if (price.before === null) return logged === 0 ? null : 'unpriced';
  const isForNothing = price.before.input === 0 && price.before.output === 0;
  return logged === 0 && !isForNothing ? 'free' : null;
}

/** Says which prices a combination's requests had and would have, or why they keep what was logged. */
function createMapPrices(
  resources: readonly Resource[],
  { before, after }: MapPair,
): (one: Combination) => OtherPrices | KeptCost {
  const own = ownPrices(resources);
  // Some deployments of a model may have prices of their own, and no log says which of them served a request.
  const isOwn = new Set(
    resources.flatMap(({ kind, name, fields }) =>
      kind === 'model' &&
      ((fields['inputPrice'] ?? null) !== null || (fields['outputPrice'] ?? null) !== null)
        ? [name]
        : [],
    ),
  );
  return (one) => {
    if (isOwn.has(one.model) && !own.has(one.model)) return 'own';
    const was = priceIn(one, { table: before, own, first: 'own' });
    const is = priceIn(one, { table: after, own, first: 'own' });
    if (is === null) return 'unpriced';
    if (was !== null && was.input === is.input && was.output === is.output && was.cacheRead === is.cacheRead)
      return isOwn.has(one.model) ? 'own' : 'same';
    return { before: was, after: is };
  };
}

/** So many models are named. */
const MOST_NAMES = 3;

/** Other prices as one of the differences between two releases; null where no request is priced anew. */
export function costMapDifference({ releases, priced, models }: MapSpend): RuleDifference | null {
  if (priced === 0) return null;
  const more = models.length - MOST_NAMES;
  const named = `${models.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return {
    code: 'cost-map',
    text: `The cost map of ${releases.after} has other prices than that of ${releases.before} for ${named}, so that budgets fill otherwise.`,
    changesVerdicts: true,
  };
}
