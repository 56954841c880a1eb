import newer from './prices-1.106.2.json' with { type: 'json' };
import older from './prices-1.81.13.json' with { type: 'json' };

/** What tokens cost, in nano-dollars each, to a millionth of one. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** Of the prompt's tokens, those read from the provider's cache. */
  readonly cacheRead: number;
}

/** Prices by the model that served a request. */
export interface PriceTable {
  /** The release of LiteLLM whose cost map it is. */
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

/** Releases whose prices are known, oldest first. */
export const PRICED_RELEASES: readonly string[] = [older.release, newer.release];

/** Of nothing. */
export const NO_PRICES: PriceTable = { release: '', priceOf: () => null };

const tables = new Map<string, PriceTable>();

/** The prices of a known release; null for another. */
export function pricesOf(release: string): PriceTable | null {
  const known = tables.get(release);
  if (known !== undefined) return known;
  const file = [older, newer].find((one) => one.release === release);
  if (file === undefined) return null;
  const table = createPriceTable(file);
  tables.set(release, table);
  return table;
}

interface Entry {
  readonly provider: string;
  readonly prices: TokenPrices;
}

function createPriceTable({ release, missingCacheRead, prices }: PriceFile): PriceTable {
  const entries = new Map<string, Entry>();
  for (const [provider, groups] of Object.entries(prices))
    for (const [text, models] of Object.entries(groups)) {
      const entry = { provider, prices: pricesFrom(text, missingCacheRead) };
      for (const model of models.split(' ')) entries.set(model, entry);
    }
  return {
    release,
    priceOf(served, provider) {
      const said = provider === '' && served.includes('/') ? (served.split('/')[0] ?? '') : provider;
      const bare = said !== '' && served.startsWith(`${said}/`) ? served.slice(said.length + 1) : served;
      for (const name of [`${said}/${served}`, served, `${said}/${bare}`, bare]) {
        const entry = entries.get(name);
        if (entry !== undefined && isOfProvider(entry.provider, said)) return entry.prices;
      }
      return null;
    },
  };
}

function pricesFrom(text: string, missingCacheRead: string): TokenPrices {
  const [input = 0, output = 0, cacheRead] = text
    .split(' ')
    .map((one) => (one === '-' ? undefined : Number(one)));
  return { input, output, cacheRead: cacheRead ?? (missingCacheRead === 'input' ? input : 0) };
}

/** Providers that the cost map has under several names (`_check_provider_match`, 1.81.13 and 1.106.2). */
function isOfProvider(listed: string, said: string): boolean {
  if (said === '' || listed === said) return true;
  if (said === 'vertex_ai' || said === 'fireworks_ai') return listed.startsWith(said);
  if (said.startsWith('bedrock')) return listed.startsWith('bedrock');
  return said === 'azure_ai' && (listed === 'azure' || listed === 'openai');
}
