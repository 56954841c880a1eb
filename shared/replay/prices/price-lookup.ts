import type { TokenPrices } from './token-prices.ts';

/** Prices of a model, and whose model it is; an empty provider is any. */
export interface ListedPrices {
  readonly provider: string;
  readonly prices: TokenPrices;
}

/**
 * Looks a model up as LiteLLM does: with its provider before its name, as it is, and without it; what is listed of another
 * provider is not it (`get_model_info`, 1.81.13 and 1.106.2).
 */
export function createPriceLookup(
  listed: ReadonlyMap<string, ListedPrices>,
): (served: string, provider: string) => TokenPrices | null {
  return (served, provider) => {
    const said = provider === '' && served.includes('/') ? (served.split('/')[0] ?? '') : provider;
    const bare = said !== '' && served.startsWith(`${said}/`) ? served.slice(said.length + 1) : served;
    for (const name of [`${said}/${served}`, served, `${said}/${bare}`, bare]) {
      const entry = listed.get(name);
      if (entry !== undefined && isOfProvider(entry.provider, said)) return entry.prices;
    }
    return null;
  };
}

/** Providers that the cost map has under several names (`_check_provider_match`, 1.81.13 and 1.106.2). */
function isOfProvider(listed: string, said: string): boolean {
  if (said === '' || listed === '' || listed === said) return true;
  if (said === 'vertex_ai' || said === 'fireworks_ai') return listed.startsWith(said);
  if (said.startsWith('bedrock')) return listed.startsWith('bedrock');
  return said === 'azure_ai' && (listed === 'azure' || listed === 'openai');
}
