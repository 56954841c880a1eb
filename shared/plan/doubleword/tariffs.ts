import type { TariffFields } from '../../fleet/snapshot.ts';
import { realtimePrices, realtimeTariff, sortTariffs } from '../../fleet/tariff-set.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { plainDecimal } from '../decimal.ts';

/** Decimals that dwctl keeps of a price a token; it rounds away what is finer (10.13.1: models-get-tariff-tiny). */
const PRICE_DECIMALS = 8;

const FIELDS: ReadonlySet<string> = new Set([
  'name',
  'inputPrice',
  'outputPrice',
  'purpose',
  'completionWindow',
]);

/** A set of tariffs in the spelling in which a pull gives it back, or why it cannot be kept as it is written. */
export type TariffSet =
  | { readonly ok: true; readonly tariffs: readonly TariffFields[] }
  | { readonly ok: false; readonly why: string };

/** What is wanted of a model's prices; a part that is not named is undefined. */
export interface WantedPrices {
  readonly tariffs: JsonValue | undefined;
  readonly inputPrice: JsonValue | undefined;
  readonly outputPrice: JsonValue | undefined;
}

/**
 * The whole set of tariffs that is wanted, where a model's prices can be named twice: as a set, and as what a realtime call
 * pays, which then has to follow from the set. Prices alone change the tariff of realtime calls. There is no set where the
 * two disagree, or where dwctl (10.13.1) would round a price or refuse the set with a bare "Resource already exists". Null:
 * nothing is wanted of the prices.
 * @param before the set that is in force; empty for a new model, which is free.
 */
export function wantedTariffs(wanted: WantedPrices, before: readonly TariffFields[]): TariffSet | null {
  const named = wanted.tariffs === undefined ? null : readTariffs(wanted.tariffs ?? []);
  if (named !== null && !named.ok) return named;
  const base = named === null ? before : named.tariffs;
  const follows = realtimePrices(base);
  const paid = { ...follows };
  for (const field of ['inputPrice', 'outputPrice'] as const) {
    const value = wanted[field];
    if (value === undefined || value === null) continue;
    const price = readPrice(value);
    if (typeof price !== 'string') return refuse(`its ${field} ${price.why}`);
    if (named !== null && price !== follows[field])
      return refuse(
        `its ${field} is ${price}, and ${follows[field]} by its tariffs: leave one of the two out, or make them agree`,
      );
    paid[field] = price;
  }
  if (paid.inputPrice === follows.inputPrice && paid.outputPrice === follows.outputPrice)
    return named === null ? null : { ok: true, tariffs: base };
  return { ok: true, tariffs: sortTariffs(withRealtimePrices(base, paid)) };
}

function withRealtimePrices(
  tariffs: readonly TariffFields[],
  prices: Pick<TariffFields, 'inputPrice' | 'outputPrice'>,
): readonly TariffFields[] {
  const now = realtimeTariff(tariffs);
  const { name, purpose, completionWindow } = now ?? {
    name: 'realtime',
    purpose: 'realtime',
    completionWindow: null,
  };
  return [...tariffs.filter((tariff) => tariff !== now), { name, ...prices, purpose, completionWindow }];
}

/** Reads a set as a file writes it, or as a pull read it. */
export function readTariffs(value: JsonValue): TariffSet {
  if (!Array.isArray(value)) return refuse('its tariffs are no list');
  const tariffs: TariffFields[] = [];
  const purposes = new Set<string>();
  for (const [index, row] of (value as readonly JsonValue[]).entries()) {
    const place = `its tariff ${index + 1}`;
    const read = isJsonObject(row) ? readTariff(row) : { why: 'is no mapping' };
    if ('why' in read) return refuse(`${place} ${read.why}`);
    const purpose = `${read.purpose ?? ''}\0${read.completionWindow ?? ''}`;
    if (purposes.has(purpose)) return refuse(`${place} is for the same purpose as an earlier one`);
    purposes.add(purpose);
    tariffs.push(read);
  }
  return { ok: true, tariffs: sortTariffs(tariffs) };
}

function readTariff(row: JsonObject): TariffFields | { readonly why: string } {
  const unknown = Object.keys(row).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) return { why: `has a field "${unknown}", which no tariff has` };
  const { name, purpose = null, completionWindow = null } = row;
  if (typeof name !== 'string' || name === '') return { why: 'has no name' };
  const [inputPrice, outputPrice] = [readPrice(row['inputPrice']), readPrice(row['outputPrice'])];
  if (typeof inputPrice !== 'string') return inputPrice;
  if (typeof outputPrice !== 'string') return outputPrice;
  if (!isTextOrNull(purpose) || !isTextOrNull(completionWindow))
    return { why: 'has a purpose that is no text' };
  return { name, inputPrice, outputPrice, purpose, completionWindow };
}

function readPrice(value: JsonValue | undefined): string | { readonly why: string } {
  const plain = typeof value === 'string' || typeof value === 'number' ? plainDecimal(value) : null;
  if (plain === null) return { why: 'has a price that is no decimal number of US dollars a token' };
  if (plain.startsWith('-')) return { why: `has the price ${plain}, which is below zero` };
  if ((plain.split('.')[1] ?? '').length > PRICE_DECIMALS)
    return {
      why: `has the price ${plain} a token, of which Doubleword keeps ${PRICE_DECIMALS} decimals: it would charge another one. Nothing finer than 0.01 USD a million tokens can be charged`,
    };
  return plain;
}

function isTextOrNull(value: JsonValue): value is string | null {
  return value === null || typeof value === 'string';
}

function refuse(why: string): TariffSet {
  return { ok: false, why };
}
