import type { JsonObject } from '../../json.ts';
import { nearestRelease } from '../nearest-release.ts';
import newer from './prices-1.106.2.json' with { type: 'json' };
import older from './prices-1.81.13.json' with { type: 'json' };
import { createPriceLookup } from './price-lookup.ts';
import type { ListedPrices } from './price-lookup.ts';
import type { TokenPrices } from './token-prices.ts';

/** Prices by the model that served a request. */
export interface PriceTable {
  /** The release of LiteLLM whose cost map it is, or the name of a file. */
  readonly release: string;
  /**
   * Null for a model that has no price for tokens.
   *
   * @param served such as `openai/gpt-4o`
   * @param provider such as `openai`; empty where it is not said
   */
  priceOf(served: string, provider: string): TokenPrices | null;
}

/** The release's own `cost map`, as its file here has it. */
interface PriceFile {
  readonly release: string;
  /** What a token read from the cache costs where the map has no price for it. */
  readonly missingCacheRead: string;
  /** Models, parted by spaces, by provider and prices. */
  readonly prices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Of nothing. */
export const NO_PRICES: PriceTable = { release: '', priceOf: () => null };

/** Oldest first. */
const FILES: readonly PriceFile[] = [older, newer];
const tables = new Map<string, PriceTable>();

/**
 * The prices by which a model counts as free under a release's rules: its own cost map, else the nearest one that is known,
 * as few models begin or cease to cost something.
 */
export function nearestPrices(release: string): PriceTable {
  return pricesOf(nearestFile(release).release) ?? NO_PRICES;
}

/** The same as data, with the release whose cost map it is. */
export function nearestPriceData(release: string): { readonly release: string; readonly data: JsonObject } {
  const { release: own, missingCacheRead, prices } = nearestFile(release);
  return { release: own, data: { release: own, missingCacheRead, prices } };
}

function nearestFile(release: string): PriceFile {
  return nearestRelease(release, FILES)?.rules ?? newer;
}

/** The prices of a known release; null for another. */
export function pricesOf(release: string): PriceTable | null {
  const known = tables.get(release);
  if (known !== undefined) return known;
  const file = FILES.find((one) => one.release === release);
  if (file === undefined) return null;
  const table = createPriceTable(file);
  tables.set(release, table);
  return table;
}

function createPriceTable({ release, missingCacheRead, prices }: PriceFile): PriceTable {
  const listed = new Map<string, ListedPrices>();
  for (const [provider, groups] of Object.entries(prices))
    for (const [text, models] of Object.entries(groups)) {
      const entry = { provider, prices: pricesFrom(text, missingCacheRead) };
      for (const model of models.split(' ')) listed.set(model, entry);
    }
  return { release, priceOf: createPriceLookup(listed) };
}

function pricesFrom(text: string, missingCacheRead: string): TokenPrices {
  const [input = 0, output = 0, cacheRead] = text
    .split(' ')
    .map((one) => (one === '-' ? undefined : Number(one)));
  return { input, output, cacheRead: cacheRead ?? (missingCacheRead === 'input' ? input : 0) };
}
