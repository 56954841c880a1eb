import { isJsonObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { ProblemError } from '../../result.ts';
import { createPriceLookup } from './price-lookup.ts';
import type { PriceTable } from './price-table.ts';
import type { TokenPrices } from './token-prices.ts';

/**
 * Reads a file of prices: LiteLLM's own format for cost maps (`model_prices_and_context_window.json`), models with
 * `input_cost_per_token`, `output_cost_per_token`, `cache_read_input_token_cost` and `litellm_provider`, alone or under
 * `models`. Of a model without a price for cached tokens they cost what others do; models without prices for tokens are
 * left out. Throws a ProblemError `not_prices` that names the model and the line.
 *
 * @param where the file, for people
 */
export function readPriceFile(text: string, where: string): PriceTable {
  const models = modelsOf(text, where);
  const found = new Map<string, { readonly provider: string; readonly prices: TokenPrices }>();
  for (const [model, entry] of Object.entries(models)) {
    // LiteLLM's own file begins with one that explains the others.
    if (model === 'sample_spec') continue;
    const fault = (field: string | null, why: string): ProblemError => {
      const line = lineOf(text, model, field);
      return notPrices(where, `line ${line}: ${why}`, `${where}:${line}`);
    };
    if (!isJsonObject(entry)) throw fault(null, `what ${JSON.stringify(model)} holds is no JSON object`);
    const price = (field: string): number | null => {
      const value = entry[field];
      if (value === undefined || value === null) return null;
      const nano = nanoOf(value);
      if (typeof nano === 'number') return nano;
      throw fault(field, `${field} of ${JSON.stringify(model)} ${nano.fault}`);
    };
    const input = price('input_cost_per_token');
    const output = price('output_cost_per_token');
    const cacheRead = price('cache_read_input_token_cost');
    if (input === null && output === null) continue;
    const provider = entry['litellm_provider'];
    if (provider !== undefined && provider !== null && typeof provider !== 'string')
      throw fault('litellm_provider', `litellm_provider of ${JSON.stringify(model)} is no text`);
    found.set(model, {
      provider: provider ?? '',
      prices: { input: input ?? 0, output: output ?? 0, cacheRead: cacheRead ?? input ?? 0 },
    });
  }
  if (found.size === 0) throw notPrices(where, 'no model in it has a price for tokens', where);
  return { release: where, priceOf: createPriceLookup(found) };
}

function modelsOf(text: string, where: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw notPrices(
      where,
      `it is no JSON (${error instanceof Error ? error.message : 'not readable'})`,
      where,
    );
  }
  if (!isJsonObject(document)) throw notPrices(where, 'it is no JSON object', where);
  const { currency, models } = document;
  if (typeof currency === 'string' && currency.toUpperCase() !== 'USD')
    throw notPrices(where, `its prices are in ${currency}, and costs are in USD`, where);
  return isJsonObject(models) && !('litellm_provider' in models) ? models : document;
}

/** A millionth of a nano-dollar is the finest that a price is kept in: 1e-15 dollars. */
const FINE = 1e15;
const FINE_PER_NANO = 1_000_000;
/** A million dollars for a million tokens is nobody's price. */
const MOST_DOLLARS = 1;

/** Nano-dollars, to a millionth of one, of a price in dollars; or why it is none, as the rest of a sentence. */
function nanoOf(value: unknown): number | { readonly fault: string } {
  const dollars =
    typeof value === 'string' && /^\s*[-+]?[\d.]+(?:e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : value;
  if (typeof dollars !== 'number' || !Number.isFinite(dollars))
    return {
      fault: `is ${typeof value === 'number' ? String(value) : JSON.stringify(value)}, which is no number`,
    };
  if (dollars < 0) return { fault: `is ${dollars}, below zero` };
  if (dollars > MOST_DOLLARS)
    return { fault: `is ${dollars}: write the price of one token in dollars, such as 2.5e-06` };
  const fine = Math.round(dollars * FINE);
  if (fine === 0 && dollars > 0)
    return { fault: `is ${dollars}, finer than what a price is kept in (1e-15)` };
  return fine / FINE_PER_NANO;
}

/** In which line a field of a model is written, else the model itself. From 1. */
function lineOf(text: string, model: string, field: string | null): number {
  const start = Math.max(0, text.search(new RegExp(`${escaped(JSON.stringify(model))}\\s*:`)));
  const at = field === null ? start : text.indexOf(JSON.stringify(field), start);
  return text.slice(0, at < 0 ? start : at).split('\n').length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function notPrices(where: string, why: string, place: string): ProblemError {
  return new ProblemError({
    code: 'not_prices',
    message: `${where} is no table of prices: ${why}.`,
    next: 'Give a JSON file like LiteLLM’s model_prices_and_context_window.json: { "gpt-4o": { "litellm_provider": "openai", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05 } }.',
    where: place,
  });
}
