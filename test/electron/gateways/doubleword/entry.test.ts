import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry } from '../../../../electron/gateways/doubleword/entry.ts';
import { joinCharge } from '../../../../electron/gateways/doubleword/join.ts';
import type { JoinContext } from '../../../../electron/gateways/doubleword/join.ts';
import { readCharge } from '../../../../electron/gateways/doubleword/ledger-row.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';

const ROW = {
  id: 39,
  timestamp: '2026-11-23T13:35:59.616853Z',
  method: 'POST',
  uri: '/chat/completions',
  model: 'large',
  status_code: 200,
  duration_ms: 7,
  prompt_tokens: 5,
  completion_tokens: 13,
  total_tokens: 18,
  response_type: 'chat_completion',
  input_price_per_token: '0.00002000',
  output_price_per_token: '0.00006000',
};

function read(row: object): LoggedRequest {
  const outcome = readEntry(row);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.request;
}

describe('an entry of the log', () => {
  it('is read as recorded, and its cost is unknown without the ledger', () => {
    expect(read(ROW)).toMatchObject({
      id: '39',
      startMs: Date.parse('2026-11-23T13:35:59.616Z'),
      durationMs: 7,
      kind: 'model',
      callType: '/chat/completions',
      model: 'large',
      ok: true,
      errorCode: null,
      promptTokens: 5,
      completionTokens: 13,
      spendNano: null,
      user: '',
      teamId: '',
    });
  });

  it('keeps prices and unknown fields', () => {
    expect(read({ ...ROW, custom_id: 'row-7', region: { name: 'eu' } }).extra).toEqual({
      method: 'POST',
      response_type: 'chat_completion',
      input_price_per_token: '0.00002000',
      output_price_per_token: '0.00006000',
      custom_id: 'row-7',
      region: { name: 'eu' },
    });
    expect(read({ ...ROW, total_tokens: 20 }).extra['total_tokens']).toBe(20);
  });

  it('hides a key in an unknown field', () => {
    expect(JSON.stringify(read({ ...ROW, note: 'sent with sk-abcdef1234567890' }))).not.toContain('abcdef');
  });

  it.each([
    ['a failure', { status_code: 502, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, 0],
    ['a model without a price', { input_price_per_token: null, output_price_per_token: undefined }, 0],
    ['a price of zero', { input_price_per_token: '0.00000000', output_price_per_token: '0' }, 0],
    ['a failure that used tokens', { status_code: 499 }, null],
  ])('costs of %s', (_what, change, spend) => {
    expect(read({ ...ROW, ...change }).spendNano).toBe(spend);
  });

  it.each([
    ['id', { id: null }],
    ['timestamp', { timestamp: '2026-11-23 13:35' }],
    ['timestamp', { timestamp: '2026-13-45T99:00:00Z' }],
    ['prompt_tokens', { prompt_tokens: 1.5 }],
    ['completion_tokens', { completion_tokens: '13' }],
    ['status_code', { status_code: 'ok' }],
  ])('is refused with the name of a wrong %s', (name, change) => {
    const outcome = readEntry({ ...ROW, ...change });
    expect(outcome.ok ? '' : outcome.reason).toContain(name);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (row) => {
        expect(typeof readEntry(row).ok).toBe('boolean');
      }),
    );
  });
});

const CHARGE = {
  user_id: 'u1',
  amount: '0.000880000000000',
  source_id: '39',
  created_at: '2026-11-23T13:35:59.635262Z',
  service_tier: 'realtime',
};

function context(change: Partial<JoinContext> = {}): JoinContext {
  return {
    unread: new Set(),
    charges: new Map([['39', readCharge(CHARGE)]]),
    teamsOf: new Map([['u1', [{ id: 'g1', name: 'search' }]]]),
    settledMs: Date.parse('2026-11-24T00:00:00Z'),
    ...change,
  };
}

describe('an entry with its ledger row', () => {
  it('has the charge, the payer and the payer’s only team', () => {
    const joined = joinCharge(read(ROW), context());
    expect(joined).toMatchObject({ spendNano: 880_000, user: 'u1', teamId: 'g1', teamAlias: 'search' });
    expect(joined.extra['service_tier']).toBe('realtime');
    expect(joined.extra).not.toHaveProperty('amount');
  });

  it('keeps the text of an amount that nano-dollars cannot hold', () => {
    const charge = readCharge({ ...CHARGE, amount: '0.000000000750000' });
    const joined = joinCharge(read(ROW), context({ charges: new Map([['39', charge]]) }));
    expect(joined.spendNano).toBe(1);
    expect(joined.extra['amount']).toBe('0.000000000750000');
  });

  it('has no team when the payer is in several groups', () => {
    const teams = [
      { id: 'g1', name: 'search' },
      { id: 'g2', name: 'fraud' },
    ];
    const joined = joinCharge(read(ROW), context({ teamsOf: new Map([['u1', teams]]) }));
    expect(joined).toMatchObject({ user: 'u1', teamId: '', teamAlias: null });
  });

  it('was not charged when the ledger is silent, unless the call is too recent to tell', () => {
    const charges = new Map();
    expect(joinCharge(read(ROW), context({ charges }))).toMatchObject({
      spendNano: 0,
      extra: { charge: 'none' },
    });
    const settledMs = Date.parse(ROW.timestamp);
    expect(joinCharge(read(ROW), context({ charges, settledMs })).spendNano).toBeNull();
  });
});

describe('a ledger row', () => {
  it.each([['amount'], ['created_at'], ['user_id'], ['source_id']])('needs its %s', (name) => {
    expect(() => readCharge({ ...CHARGE, [name]: 'nonsense'.length })).toThrow(name);
  });
});
