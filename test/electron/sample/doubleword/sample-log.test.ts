import { describe, expect, it } from 'vitest';
import { doublewordSampleLog } from '../../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';

const ROWS = 7000;
const state = doublewordSampleState(7);
const log = doublewordSampleLog(7, '2026-10', ROWS);
const charges = new Map(
  log.ledger.filter((row) => row.transaction_type === 'usage').map((row) => [row.source_id, row]),
);

describe('the sample month of a Doubleword node', () => {
  it('depends on its arguments alone', () => {
    expect(doublewordSampleLog(7, '2026-10', ROWS)).toEqual(log);
    expect(doublewordSampleState(7)).toEqual(state);
    expect(doublewordSampleLog(8, '2026-10', ROWS)).not.toEqual(log);
  });

  it('has the asked number of rows, all in the month, numbered without a gap', () => {
    expect(log.entries).toHaveLength(ROWS);
    expect(log.entries.every(({ timestamp }) => timestamp.startsWith('2026-10-'))).toBe(true);
    expect(log.entries.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
  });

  it('numbers calls when they end, so numbers are not in order of time', () => {
    const starts = log.entries.map(({ timestamp }) => timestamp);
    expect(starts.some((start, index) => index > 0 && start < (starts[index - 1] ?? ''))).toBe(true);
  });

  it('charges each priced call that went well, tokens times the prices of its row', () => {
    let charged = 0;
    for (const entry of log.entries) {
      const charge = charges.get(String(entry.id));
      if (charge === undefined) continue;
      charged += 1;
      const units = (price: string | undefined): bigint => BigInt((price ?? '').replace('.', ''));
      const due =
        BigInt(entry.prompt_tokens) * units(entry.input_price_per_token) +
        BigInt(entry.completion_tokens) * units(entry.output_price_per_token);
      expect(BigInt(charge.amount.replace('.', ''))).toBe(due * 10_000_000n);
      expect(charge.amount).toMatch(/^\d+\.\d{15}$/);
      expect(entry.status_code).toBe(200);
    }
    expect(charged).toBe(charges.size);
    expect(charged).toBeGreaterThan(ROWS * 0.8);
  });

  it('prices rows as the tariffs of the state say', () => {
    const prices = new Map(
      state.models.map(({ alias, tariffs }) => [alias, tariffs[0]?.input_price_per_token]),
    );
    for (const entry of log.entries) expect(entry.input_price_per_token).toBe(prices.get(entry.model));
  });

  it('has failures, free calls and probes without a charge', () => {
    const free = log.entries.filter((entry) => !charges.has(String(entry.id)));
    const failed = free.filter((entry) => entry.status_code !== 200);
    const unpriced = free.filter(
      (entry) => entry.status_code === 200 && entry.input_price_per_token === undefined,
    );
    const probes = free.filter(
      (entry) => entry.status_code === 200 && entry.input_price_per_token !== undefined,
    );
    expect(failed.length).toBeGreaterThan(ROWS * 0.02);
    expect(failed.every((entry) => entry.total_tokens === 0)).toBe(true);
    expect(unpriced.length).toBeGreaterThan(100);
    expect(probes).toHaveLength(31);
  });

  it('is busy by day and on working days', () => {
    const hours = log.entries.map(({ timestamp }) => new Date(timestamp));
    const atNoon = hours.filter((when) => when.getUTCHours() === 12).length;
    const atNight = hours.filter((when) => when.getUTCHours() === 2).length;
    const sunday = hours.filter((when) => when.getUTCDate() === 11).length;
    const monday = hours.filter((when) => when.getUTCDate() === 12).length;
    expect(atNoon).toBeGreaterThan(atNight * 3);
    expect(monday).toBeGreaterThan(sunday * 2);
  });

  it('lets only known payers pay', () => {
    const payers = new Set([...state.users, ...state.organizations].map(({ id }) => id));
    for (const { user_id } of log.ledger) expect(payers.has(user_id)).toBe(true);
  });
});
