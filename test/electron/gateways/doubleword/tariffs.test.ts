import fc from 'fast-check';
import { expect, test } from 'vitest';

import { priceFields } from '../../../../electron/gateways/doubleword/tariffs.ts';
import { realtimePrices } from '../../../../shared/fleet/tariff-set.ts';
import { wantedTariffs } from '../../../../shared/plan/doubleword/tariffs.ts';

const price = fc.integer({ min: 0, max: 99 }).map((cents) => `0.${String(cents).padStart(8, '0')}`);
const row = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  input_price_per_token: price,
  output_price_per_token: price,
  api_key_purpose: fc.constantFrom('realtime', 'batch', 'playground', null),
  completion_window: fc.constantFrom('24h', '1h', null),
  is_active: fc.boolean(),
});
/** At most one in force for a purpose and window, as dwctl keeps them. */
const rows = fc.uniqueArray(row, {
  selector: (one) =>
    `${String(one.is_active)} ${String(one.api_key_purpose)} ${String(one.completion_window)}`,
});

test('what a pull reads of prices is what a plan takes for the prices of that set', () => {
  fc.assert(
    fc.property(rows, (of) => {
      const { tariffs = [], inputPrice, outputPrice } = priceFields(of);
      const set = wantedTariffs({ tariffs, inputPrice, outputPrice }, []);
      expect(set).toEqual({ ok: true, tariffs });
    }),
  );
});

test.each([
  [['realtime', null], ['a price for realtime keys', 'one for all'], '0.00000001'],
  [[null], ['one for all'], '0.00000001'],
  [['batch'], ['one for batches alone'], '0'],
] as const)('takes the price for realtime keys, else the one for all: %j', (purposes, names, paid) => {
  const tariffs = purposes.map((purpose, index) => ({
    name: names[index] ?? '',
    purpose,
    completionWindow: null,
    inputPrice: `0.0000000${index + 1}`,
    outputPrice: '0',
  }));
  expect(realtimePrices(tariffs).inputPrice).toBe(paid);
  expect(realtimePrices(tariffs.toReversed()).inputPrice).toBe(paid);
});

test('a tariff for a window of completion pays no realtime call', () => {
  const tariffs = [
    { name: 'b', purpose: null, completionWindow: '24h', inputPrice: '0.01', outputPrice: '0.02' },
  ];
  expect(realtimePrices(tariffs)).toEqual({ inputPrice: '0', outputPrice: '0' });
});
