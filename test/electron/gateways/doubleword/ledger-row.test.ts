import { describe, expect, it } from 'vitest';

import { readCharge } from '../../../../electron/gateways/doubleword/ledger-row.ts';

const ROW = {
  id: '3f0c9d1e-0000-4000-8000-000000000001',
  user_id: 'u-1',
  transaction_type: 'usage',
  source_id: '37',
  amount: '0.000012345000000',
  created_at: '2026-10-01T08:00:00.000000Z',
  service_tier: 'realtime',
};

describe('a row of the ledger', () => {
  it('is exact where nano-dollars hold it, and keeps its text where they do not', () => {
    expect(readCharge(ROW)).toMatchObject({ sourceId: '37', userId: 'u-1', nano: 12_345, exactAmount: null });
    const fine = '0.00000000123456789012';
    expect(readCharge({ ...ROW, amount: fine })).toMatchObject({ nano: 1, exactAmount: fine });
  });

  it.each([
    ['much', /amount is not a decimal number of dollars/],
    ['', /amount is not a decimal number of dollars/],
    ['1e3', /amount is not a decimal number of dollars/],
    ['NaN', /amount is not a decimal number of dollars/],
    ['99999999999999999999.0', /amount is not a decimal number of dollars/],
    [0.5, /amount is not text/],
    [null, /amount is not text/],
  ])('with the amount %j is refused, and named', (amount, words) => {
    const read = () => readCharge({ ...ROW, amount });
    expect(read).toThrow(words);
    expect(read).toThrow(ROW.id);
  });
});
