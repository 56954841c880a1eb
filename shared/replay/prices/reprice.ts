import type { Resource } from '../../fleet/snapshot.ts';
import { ExactSums } from '../exact-sums.ts';
import { priceOf } from '../neutral-values.ts';
import type { RequestLog } from '../request-log.ts';
import type { PriceTable, TokenPrices } from './price-table.ts';

/** A log that says what a price depends on. */
export type PricedLog = RequestLog &
  Required<Pick<RequestLog, 'promptTokens' | 'completionTokens' | 'cachedTokens'>>;

/** What requests of one model cost under other prices. Nano-dollars. */
export interface RepricedModel {
  /** The public name that was asked for. */
  readonly model: string;
  /** What served it. */
  readonly served: string;
  readonly requests: number;
  readonly tokens: number;
  /** What they cost when they were made. */
  readonly before: bigint;
  /** Null where there is no price. */
  readonly after: bigint | null;
}

/** A log under other prices. */
export interface Repriced {
  /** Nano-dollars of each request; below zero where it had none, or where there is no price. For another replay. */
  readonly spendNano: Float64Array;
  /** Those with most spend before first. */
  readonly models: readonly RepricedModel[];
  /** Of the requests that have a price. */
  readonly before: bigint;
  readonly after: bigint;
  /** Requests that have spend but no price, and what they cost. */
  readonly unpriced: { readonly requests: number; readonly nano: bigint };
}

/**
 * What the requests of a log would have cost under other prices, each rounded half up to whole nano-dollars. What was
 * refused, or has no spend for another reason, stays without. Prices for long prompts, batches, images and sound, and of
 * what is written to a cache, are not in the table.
 *
 * @param own prices of a node's own by the public name of the model, which are before those of the table
 */
export function repriceLog(
  log: PricedLog,
  table: PriceTable,
  own: ReadonlyMap<string, TokenPrices> = new Map(),
): Repriced {
  const { count, combination, combinations } = log;
  const prices = combinations.map(
    ({ model, servedModel = '', provider = '' }) =>
      own.get(model) ?? table.priceOf(servedModel === '' ? model : servedModel, provider),
  );
  const slots = new Map<string, number>();
  const slotOf = combinations.map(({ model, servedModel = '' }) => {
    const id = JSON.stringify([model, servedModel]);
    const slot = slots.get(id) ?? slots.size;
    slots.set(id, slot);
    return slot;
  });
  // A model's own price may be there for some of its providers only.
  const sums = { before: new ExactSums(slots.size * 2), after: new ExactSums(slots.size * 2) };
  const requests = new Float64Array(slots.size * 2);
  const tokens = new Float64Array(slots.size * 2);
  const spendNano = new Float64Array(count).fill(-1);
  for (let request = 0; request < count; request += 1) {
    const before = log.spendNano[request] ?? -1;
    if (before < 0) continue;
    const of = combination[request] ?? 0;
    const price = prices[of] ?? null;
    const at = (slotOf[of] ?? 0) * 2 + (price === null ? 1 : 0);
    requests[at] = (requests[at] ?? 0) + 1;
    tokens[at] = (tokens[at] ?? 0) + (log.tokens[request] ?? 0);
    sums.before.add(at, before);
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
  const models = [...slots.keys()]
    .flatMap((id, slot) => {
      const [model = '', served = ''] = JSON.parse(id) as readonly string[];
      return [slot * 2, slot * 2 + 1].map((at): RepricedModel => ({
        model,
        served,
        requests: requests[at] ?? 0,
        tokens: tokens[at] ?? 0,
        before: sums.before.of(at),
        after: at % 2 === 0 ? sums.after.of(at) : null,
      }));
    })
    .filter((one) => one.requests > 0)
    .toSorted((a, b) => compare(b.before, a.before) || (a.model < b.model ? -1 : 1));
  const priced = models.filter(({ after }) => after !== null);
  const without = models.filter(({ after }) => after === null);
  return {
    spendNano,
    models,
    before: sumOf(priced, ({ before }) => before),
    after: sumOf(priced, ({ after }) => after ?? 0n),
    unpriced: {
      requests: without.reduce((sum, one) => sum + one.requests, 0),
      nano: sumOf(without, ({ before }) => before),
    },
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
export function ownPrices(resources: readonly Resource[]): ReadonlyMap<string, TokenPrices> {
  const found = new Map<string, TokenPrices | null>();
  for (const { kind, name, fields } of resources) {
    if (kind !== 'model') continue;
    const [input, output] = [priceOf(fields['inputPrice']), priceOf(fields['outputPrice'])];
    const prices =
      input === null || output === null
        ? null
        : { input: nanoFrom(input), output: nanoFrom(output), cacheRead: nanoFrom(input) };
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

function sumOf(models: readonly RepricedModel[], pick: (model: RepricedModel) => bigint): bigint {
  return models.reduce((sum, model) => sum + pick(model), 0n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
