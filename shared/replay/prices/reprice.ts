import type { Resource } from '../../fleet/snapshot.ts';
import { ExactSums } from '../exact-sums.ts';
import { priceOf } from '../neutral-values.ts';
import type { Combination, RequestLog } from '../request-log.ts';
import type { PriceTable } from './price-table.ts';
import type { TokenPrices } from './token-prices.ts';

/** A log that says what a price depends on. */
export type PricedLog = RequestLog &
  Required<Pick<RequestLog, 'promptTokens' | 'completionTokens' | 'cachedTokens'>>;

/** Whose price a request has: a node's own for its model, or that of the table. */
export type PriceBasis = 'own' | 'table';

/** Requests of one team for one model that what served it has the same price for. Nano-dollars. */
export interface RepricedGroup {
  readonly team: string;
  /** The public name that was asked for. */
  readonly model: string;
  /** What served it, and its provider; empty where the log does not say. */
  readonly served: string;
  readonly provider: string;
  readonly requests: number;
  readonly tokens: number;
  /** What they cost when they were made. */
  readonly before: bigint;
  /** Null where there is no price. */
  readonly after: bigint | null;
}

/** A log under other prices. */
export interface Repriced {
  /**
   * Nano-dollars of each request, for another replay: as logged where there is no price, below zero where the log does not
   * say what it cost.
   */
  readonly spendNano: Float64Array;
  /** Those with most spend before first. */
  readonly groups: readonly RepricedGroup[];
  /** Of the requests that have a price. */
  readonly before: bigint;
  readonly after: bigint;
  /** Requests that have spend but no price, and what they cost. */
  readonly unpriced: { readonly requests: number; readonly nano: bigint };
  /** Requests of which the log does not say what they cost, so that nothing is compared. */
  readonly unsaid: number;
}

/** Prices that a node's model has of its own, nano-dollars a token; null where the cost map decides. */
export interface OwnPrices {
  readonly input: number | null;
  readonly output: number | null;
}

/** By what a log is priced. */
export interface Pricing {
  readonly table: PriceTable;
  /** A node's own prices by the public name of the model. */
  readonly own: ReadonlyMap<string, OwnPrices>;
  /** Which of both counts where both have a price. */
  readonly first: PriceBasis;
}

/**
 * What the requests of a log would have cost under other prices, each rounded half up to whole nano-dollars. What was
 * refused, failed or answered from the gateway's own cache costs nothing under any. Prices for long prompts, batches,
 * images and sound, and of what is written to a cache, are not in a table.
 */
export function repriceLog(log: PricedLog, pricing: Pricing): Repriced {
  const { count, combination, combinations } = log;
  const prices = combinations.map((one) => priceIn(one, pricing));
  const isFree = Uint8Array.from(combinations, (one) => Number(one.isFree === true));
  const slots = new Map<string, number>();
  const slotOf = combinations.map(({ team, model, servedModel = '', provider = '' }) => {
    const id = JSON.stringify([team, model, servedModel, provider]);
    const slot = slots.get(id) ?? slots.size;
    slots.set(id, slot);
    return slot;
  });
  // Each has requests with a price and without, as what costs nothing needs none.
  const sums = { before: new ExactSums(slots.size * 2), after: new ExactSums(slots.size * 2) };
  const requests = new Float64Array(slots.size * 2);
  const tokens = new Float64Array(slots.size * 2);
  const spendNano = new Float64Array(count).fill(-1);
  let unsaid = 0;
  for (let request = 0; request < count; request += 1) {
    const before = log.spendNano[request] ?? -1;
    const of = combination[request] ?? 0;
    if (before < 0) {
      if (isFree[of] !== 1) unsaid += 1;
      continue;
    }
    const price = before === 0 && isFree[of] === 1 ? FREE : (prices[of] ?? null);
    const at = (slotOf[of] ?? 0) * 2 + (price === null ? 1 : 0);
    requests[at] = (requests[at] ?? 0) + 1;
    tokens[at] = (tokens[at] ?? 0) + (log.tokens[request] ?? 0);
    sums.before.add(at, before);
    spendNano[request] = before;
    if (price === null) continue;
    const after = costNano(
      price,
      log.promptTokens[request] ?? 0,
      log.completionTokens[request] ?? 0,
      log.cachedTokens[request] ?? 0,
    );
    spendNano[request] = after;
    sums.after.add(at, after);
  }
  const groups = [...slots.keys()]
    .flatMap((id, slot) => {
      const [team = '', model = '', served = '', provider = ''] = JSON.parse(id) as readonly string[];
      return [slot * 2, slot * 2 + 1].map((at): RepricedGroup => ({
        team,
        model,
        served,
        provider,
        requests: requests[at] ?? 0,
        tokens: tokens[at] ?? 0,
        before: sums.before.of(at),
        after: at % 2 === 0 ? sums.after.of(at) : null,
      }));
    })
    .filter((one) => one.requests > 0)
    .toSorted((a, b) => compare(b.before, a.before) || (a.model < b.model ? -1 : 1));
  const priced = groups.filter(({ after }) => after !== null);
  const without = groups.filter(({ after }) => after === null);
  return {
    spendNano,
    groups,
    before: sumOf(priced, ({ before }) => before),
    after: sumOf(priced, ({ after }) => after ?? 0n),
    unpriced: {
      requests: without.reduce((sum, one) => sum + one.requests, 0),
      nano: sumOf(without, ({ before }) => before),
    },
    unsaid,
  };
}

const FREE: TokenPrices = { input: 0, output: 0, cacheRead: 0 };

/** The price of a combination's requests; null for none. A price that a node says is one with what it leaves to the map. */
export function priceIn(
  { model, servedModel = '', provider = '' }: Combination,
  { table, own, first }: Pricing,
): TokenPrices | null {
  const listed = table.priceOf(servedModel === '' ? model : servedModel, provider);
  const said = own.get(model);
  if (said === undefined || (first === 'table' && listed !== null)) return listed;
  return {
    input: said.input ?? listed?.input ?? 0,
    output: said.output ?? listed?.output ?? 0,
    cacheRead: said.input ?? listed?.cacheRead ?? 0,
  };
}

/** A millionth of a nano-dollar is what prices are given in. */
const FINE = 1_000_000;

/**
 * What a request costs, whole nano-dollars, rounded half up from the exact amount. Exact as long as whole nano-dollars and
 * millionths of them each stay below 2^53, which is tokens by the billion.
 *
 * @param cached of the prompt's tokens; below zero where it is not said, which is none
 */
export function costNano(prices: TokenPrices, prompt: number, completion: number, cached: number): number {
  const read = Math.min(Math.max(0, cached), prompt);
  let whole = 0;
  let fine = 0;
  const add = (count: number, price: number): void => {
    const nano = Math.floor(price);
    whole += count * nano;
    fine += count * Math.round((price - nano) * FINE);
  };
  add(prompt - read, prices.input);
  add(read, prices.cacheRead);
  add(completion, prices.output);
  return whole + Math.floor((fine + FINE / 2) / FINE);
}

/** Prices that a node's models have of their own, by public name; left out where its deployments differ. */
export function ownPrices(resources: readonly Resource[]): ReadonlyMap<string, OwnPrices> {
  const found = new Map<string, OwnPrices | null>();
  for (const { kind, name, fields } of resources) {
    if (kind !== 'model') continue;
    const [input, output] = [priceOf(fields['inputPrice']), priceOf(fields['outputPrice'])];
    const prices =
      input === null && output === null
        ? null
        : { input: input && nanoFrom(input), output: output && nanoFrom(output) };
    const known = found.get(name);
    const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(prices);
    found.set(name, isSame ? prices : null);
  }
  return new Map([...found].flatMap(([name, prices]) => (prices === null ? [] : [[name, prices] as const])));
}

/** Nano-dollars, to a millionth of one, of US dollars. */
function nanoFrom(dollars: number): number {
  return Math.round(dollars * 1e9 * FINE) / FINE;
}

function sumOf(groups: readonly RepricedGroup[], pick: (group: RepricedGroup) => bigint): bigint {
  return groups.reduce((sum, group) => sum + pick(group), 0n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
