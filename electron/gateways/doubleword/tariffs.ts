import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { TariffFields } from '../../../shared/fleet/snapshot.ts';
import { realtimePrices, sortTariffs } from '../../../shared/fleet/tariff-set.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';
import { textOr } from './fields.ts';

/**
 * The prices of a model from its tariffs in force (dwctl 10.13.1): the whole set by name, and what a realtime call pays by
 * it. What a tariff has beside these fields stays in the row as it came, which is kept whole.
 */
export function priceFields(rows: readonly JsonObject[]): JsonObject {
  const tariffs = rows
    .filter((row) => row['is_active'] !== false)
    .map((row): TariffFields => ({
      name: textOr(row['name'], ''),
      inputPrice: priceOf(row['input_price_per_token']),
      outputPrice: priceOf(row['output_price_per_token']),
      purpose: textOrNull(row['api_key_purpose']),
      completionWindow: textOrNull(row['completion_window']),
    }));
  return { ...realtimePrices(tariffs), tariffs: sortTariffs(tariffs).map((tariff) => ({ ...tariff })) };
}

/** Decimal text as plain as it gets; what is none stays as it came. */
function priceOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return plainDecimal(value) ?? String(value);
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
