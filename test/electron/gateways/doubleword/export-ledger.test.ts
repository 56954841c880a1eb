import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readEntry } from '../../../../electron/gateways/doubleword/entry.ts';
import { createExportLedger, joinExport } from '../../../../electron/gateways/doubleword/export-ledger.ts';
import { femtoOfCharge } from '../../../../electron/gateways/doubleword/ledger-row.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';

const charge = (sourceId: string, amount = '0.000880000000000', more: object = {}) => ({
  id: `t-${sourceId}`,
  user_id: 'user-1',
  transaction_type: 'usage',
  batch_id: null,
  amount,
  source_id: sourceId,
  created_at: '2026-11-23T13:35:59.635262Z',
  service_tier: 'realtime',
  ...more,
});

function request(id: number, more: object = {}): LoggedRequest {
  const read = readEntry({
    id,
    timestamp: '2026-11-23T13:35:59.616853Z',
    method: 'POST',
    uri: '/chat/completions',
    model: 'large',
    status_code: 200,
    prompt_tokens: 5,
    completion_tokens: 13,
    input_price_per_token: '0.00002000',
    ...more,
  });
  if (!read.ok) throw new Error(read.reason);
  return read.request;
}

describe('the ledger of an export', () => {
  test('gives every charge back as it was, once, whatever the ids and however often it is exported', () => {
    const row = fc.record({
      id: fc.oneof(
        fc.nat(5_000).map(String),
        fc.constantFrom('007', '-1', '', 'b6f2', '9007199254740993', '1e3'),
      ),
      // In 1e-15 dollars, what nano-dollars hold and what they do not.
      femto: fc.oneof(
        fc.nat(999_999_999).map((nano) => BigInt(nano) * 1_000_000n),
        fc.bigInt(0n, 10n ** 15n - 1n),
      ),
      user: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 300 }), (rows) => {
        const ledger = createExportLedger();
        const expected = new Map<string, { femto: bigint; user: string }>();
        for (const { id, femto, user } of rows) {
          const amount = `0.${String(femto).padStart(15, '0')}`;
          expect(ledger.add(charge(id, amount, { user_id: `user-${user}` }))).toBeNull();
          expected.set(id, { femto, user: `user-${user}` });
        }
        expect(ledger.size()).toBe(expected.size);
        let left = [...expected.values()].reduce((sum, { femto }) => sum + femto, 0n);
        expect(ledger.unmatched()).toEqual({ charges: expected.size, femto: left });
        for (const [id, { femto, user }] of expected) {
          const found = ledger.chargeOf(id);
          expect(found).toMatchObject({ sourceId: id, userId: user, tier: 'realtime' });
          expect(found === null ? null : femtoOfCharge(found)).toBe(femto);
          left -= femto;
        }
        expect(ledger.unmatched()).toEqual({ charges: 0, femto: left });
        expect(ledger.chargeOf('12345678')).toBeNull();
      }),
    );
  });

  test('holds more than it begins with', () => {
    const ledger = createExportLedger();
    for (let id = 0; id < 70_000; id += 1) ledger.add(charge(String(id), `${id}.000000001`));
    expect([0, 65_535, 65_536, 69_999].map((id) => ledger.chargeOf(String(id))?.nano)).toEqual(
      [0, 65_535, 65_536, 69_999].map((id) => id * 1e9 + 1),
    );
  });

  test('passes over what is no usage: the id of a grant may be that of a request', () => {
    const ledger = createExportLedger();
    expect(ledger.add({ ...charge('39'), transaction_type: 'admin_grant' })).toBeNull();
    expect(ledger.size()).toBe(0);
  });

  test.each([
    [[1], 'the row is not an object'],
    [{ ...charge('1'), amount: 'much' }, 'amount is not a decimal number of dollars'],
    [{ ...charge('1'), amount: 0.5 }, 'amount is not text'],
    [{ ...charge('1'), created_at: 'then' }, 'created_at is not a time'],
    [{ ...charge('1'), user_id: null }, 'user_id is not text'],
  ])('says what is wrong with a row: %o', (row, reason) => {
    const ledger = createExportLedger();
    expect(ledger.add(row)).toBe(reason);
    expect(ledger.size()).toBe(0);
  });
});

describe('a request of an export', () => {
  const ledger = createExportLedger();
  ledger.add(charge('39'));
  ledger.add(charge('40', '0.000000000400000'));

  test('has the spend and the payer of its charge', () => {
    const teams = new Map([['user-1', [{ id: 'g', name: 'growth' }]]]);
    expect(joinExport(request(39), ledger, teams)).toMatchObject({
      user: 'user-1',
      teamId: 'g',
      teamAlias: 'growth',
      spendNano: 880_000,
      extra: { service_tier: 'realtime' },
    });
    expect(joinExport(request(40), ledger, new Map())).toMatchObject({
      teamId: '',
      spendNano: 0,
      extra: { amount: '0.000000000400000' },
    });
  });

  test('without a charge is free where it must be, and unknown elsewhere', () => {
    const failed = joinExport(
      request(41, { status_code: 500, prompt_tokens: 0, completion_tokens: 0 }),
      ledger,
      new Map(),
    );
    expect(failed.spendNano).toBe(0);
    expect(failed.extra['charge']).toBeUndefined();
    const priced = joinExport(request(42), ledger, new Map());
    expect(priced.spendNano).toBeNull();
    expect(priced.extra['charge']).toBe('not in the export');
  });
});
