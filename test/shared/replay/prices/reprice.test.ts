import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatNano, sumDecimal } from '../../../../shared/cost/money.ts';
import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import { PRICED_RELEASES } from '../../../../shared/replay/prices/priced-releases.ts';
import { NO_PRICES, pricesOf } from '../../../../shared/replay/prices/price-table.ts';
import type { PriceTable } from '../../../../shared/replay/prices/price-table.ts';
import { repriceReport } from '../../../../shared/replay/prices/reprice-report.ts';
import { costNano, ownPrices, repriceLog } from '../../../../shared/replay/prices/reprice.ts';
import type { Pricing } from '../../../../shared/replay/prices/reprice.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { RULES } from '../../../../shared/replay/replay-state.ts';
import { litellmRules, MODELS, pricedLog, resource } from '../made-log.ts';

function table(release = '1.106.2'): PriceTable {
  const found = pricesOf(release);
  if (found === null) throw new Error(`No prices of ${release}.`);
  return found;
}

describe('the price of a model', () => {
  test('is by the name that served it and its provider', () => {
    const gpt = { input: 2500, output: 10_000, cacheRead: 1250 };
    expect(table().priceOf('gpt-4o', 'openai')).toEqual(gpt);
    expect(table().priceOf('openai/gpt-4o', 'openai')).toEqual(gpt);
    expect(table().priceOf('openai/gpt-4o', '')).toEqual(gpt);
    expect(table().priceOf('gpt-4o', '')).toEqual(gpt);
    expect(table().priceOf('gpt-4o', 'azure')).toEqual(table().priceOf('azure/gpt-4o', ''));
    // Listed under a longer name of the provider.
    expect(table().priceOf('gemini-2.5-pro', 'vertex_ai')).toMatchObject({ input: 1250 });
  });

  test('is none for what the map does not have, or has of another provider', () => {
    expect(table().priceOf('no-such-model', 'openai')).toBeNull();
    expect(table().priceOf('gpt-4o', 'anthropic')).toBeNull();
    expect(table().priceOf('', '')).toBeNull();
    expect(pricesOf('1.0.0')).toBeNull();
    expect(NO_PRICES.priceOf('gpt-4o', 'openai')).toBeNull();
  });

  test('differs between releases', () => {
    expect(PRICED_RELEASES.map((release) => pricesOf(release)?.release)).toEqual(['1.81.13', '1.106.2']);
    expect(table('1.81.13').priceOf('claude-3-5-sonnet-20240620', 'anthropic')).not.toBeNull();
    expect(table().priceOf('claude-3-5-sonnet-20240620', 'anthropic')).toBeNull();
  });

  test('of a token from the cache is the input price where there is none, which the old release forgets', () => {
    const name = ['jamba-1.5', 'ai21'] as const;
    expect(table().priceOf(...name)).toMatchObject({ input: 200, cacheRead: 200 });
    expect(table('1.81.13').priceOf(...name)).toMatchObject({ input: 200, cacheRead: 0 });
  });
});

test('a cost is exact, rounded half up once', () => {
  const tokens = fc.integer({ min: 0, max: 10_000_000 });
  const price = fc.integer({ min: 0, max: 2_000_000_000_000 }).map((fine) => fine / 1_000_000);
  const fine = (one: number) => BigInt(Math.round(one * 1_000_000));
  fc.assert(
    fc.property(
      tokens,
      tokens,
      tokens,
      fc.record({ input: price, output: price, cacheRead: price }),
      (prompt, answer, cached, prices) => {
        const read = Math.min(cached, prompt);
        const exact =
          BigInt(prompt - read) * fine(prices.input) +
          BigInt(read) * fine(prices.cacheRead) +
          BigInt(answer) * fine(prices.output);
        fc.pre(exact < 2n ** 53n * 1_000_000n);
        expect(BigInt(costNano(prices, prompt, answer, cached))).toBe((exact + 500_000n) / 1_000_000n);
      },
    ),
  );
  expect(costNano({ input: 0.5, output: 0, cacheRead: 0 }, 1, 0, -1)).toBe(1);
});

const pricing = (own: Pricing['own'] = new Map(), first: Pricing['first'] = 'own'): Pricing => ({
  table: table(),
  own,
  first,
});
const served = { servedModel: 'openai/gpt-4o', provider: 'openai' };
const SERVED_BY = { served: served.servedModel, provider: served.provider };

describe('a log under other prices', () => {
  test('costs what its tokens do, and says what has no price', () => {
    const log = pricedLog([
      { seconds: 0, ...served, prompt: 1000, completion: 100, dollars: 0.01 },
      { seconds: 1, ...served, prompt: 1000, cached: 400, dollars: 0.01 },
      { seconds: 2, model: 'own', servedModel: 'vllm/own', provider: 'vllm', prompt: 10, dollars: 0.5 },
    ]);
    const found = repriceLog(log, pricing());
    // What has no price keeps what it cost, for another replay.
    expect([...found.spendNano]).toEqual([3_500_000, 2_000_000, 500_000_000]);
    expect(found).toMatchObject({
      before: 20_000_000n,
      after: 5_500_000n,
      unpriced: { requests: 1, nano: 500_000_000n },
    });
    expect(found.groups).toEqual([
      {
        team: '',
        model: 'own',
        served: 'vllm/own',
        provider: 'vllm',
        requests: 1,
        tokens: 10,
        before: 500_000_000n,
        after: null,
      },
      {
        team: '',
        model: 'gpt-4o',
        ...SERVED_BY,
        requests: 2,
        tokens: 2100,
        before: 20_000_000n,
        after: 5_500_000n,
      },
    ]);
  });

  test('costs what a node says that its models do, before the table', () => {
    const own = ownPrices([
      resource('model', 'a', { inputPrice: '0.000001', outputPrice: '0.0000025' }, { name: 'gpt-4o' }),
      resource('model', 'b', { inputPrice: '0.000001', outputPrice: '0.0000025' }, { name: 'gpt-4o' }),
      resource('model', 'c', { inputPrice: '1', outputPrice: '2' }, { name: 'differs' }),
      resource('model', 'd', { inputPrice: '1', outputPrice: '3' }, { name: 'differs' }),
      resource('model', 'e', { inputPrice: null, outputPrice: null }, { name: 'by-the-table' }),
    ]);
    expect([...own]).toEqual([['gpt-4o', { input: 1000, output: 2500 }]]);
    const log = pricedLog([{ seconds: 0, ...served, prompt: 2, completion: 2 }]);
    expect(repriceLog(log, pricing(own)).after).toBe(7000n);
    expect(repriceLog(log, pricing(own, 'table')).after).toBe(25_000n);
    // What it does not say is by the table.
    const half = ownPrices([
      resource('model', 'a', { inputPrice: '0.000001', outputPrice: null }, { name: 'gpt-4o' }),
    ]);
    expect(repriceLog(log, pricing(half)).after).toBe(22_000n);
  });

  test('leaves what had no spend without', () => {
    const made = pricedLog([{ seconds: 0, ...served, prompt: 5 }]);
    const log = { ...made, spendNano: Float64Array.of(-1) };
    expect(repriceLog(log, pricing())).toMatchObject({ groups: [], before: 0n, after: 0n, unsaid: 1 });
  });

  test('leaves what failed or came from the cache of the gateway for free, with or without a price', () => {
    const free = { prompt: 5, dollars: 0, isFree: true };
    const log = pricedLog([
      { seconds: 0, ...served, ...free },
      { seconds: 1, model: 'own', ...free },
      { seconds: 2, ...served, prompt: 5, dollars: 0 },
    ]);
    expect(repriceLog(log, pricing())).toMatchObject({
      before: 0n,
      after: 12_500n,
      unpriced: { requests: 0, nano: 0n },
      unsaid: 0,
    });
  });

  test('fills budgets otherwise', () => {
    const calls = [0, 1, 2].map((seconds) => ({ seconds, ...served, prompt: 1000, dollars: 0.000001 }));
    const log = pricedLog(calls);
    const budget = { limit: '0.004', period: null };
    const resources = [...MODELS, resource('key', 'k', { models: ['*'], team: null, user: null, budget })];
    const state = litellmState(resources, log.combinations, litellmRules(), 'UTC');
    const said = (spendNano: Float64Array) => RULES[replay({ ...log, spendNano }, state)[2] ?? 0];
    expect(said(log.spendNano)).toBe('allowed');
    expect(said(repriceLog(log, pricing()).spendNano)).toBe('key-budget');
  });
});

const anyCalls = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 500 }),
    team: fc.constantFrom('a', 'b', ''),
    model: fc.constantFrom('gpt-4o', 'own'),
    servedModel: fc.constantFrom('openai/gpt-4o', 'gpt-4o-mini', 'vllm/own', ''),
    provider: fc.constantFrom('openai', ''),
    prompt: fc.integer({ min: 0, max: 1e6 }),
    completion: fc.integer({ min: 0, max: 1e6 }),
    cached: fc.integer({ min: -1, max: 1e6 }),
    dollars: fc.constantFrom(0, 0.000000001, 0.5, 1),
    isFree: fc.boolean(),
  }),
  { maxLength: 30 },
);

test('by the prices that made a log it costs the same, to the nano-dollar', () => {
  fc.assert(
    fc.property(anyCalls, (calls) => {
      const log = pricedLog(calls);
      const once = repriceLog(log, pricing());
      const again = repriceLog({ ...log, spendNano: once.spendNano }, pricing());
      expect([...again.spendNano]).toEqual([...once.spendNano]);
      expect(again.before).toBe(once.after);
      expect(again.after).toBe(once.after);
    }),
  );
});

test('a report has each request once, by team and by model', () => {
  fc.assert(
    fc.property(anyCalls, (calls) => {
      const { groups, before, after, unpriced } = repriceLog(pricedLog(calls), pricing());
      const report = repriceReport(groups, new Map([['a', 'Team A']]));
      expect(report.was).toBe(formatNano(before));
      expect(report.wouldBe ?? '0').toBe(formatNano(after));
      expect(report.unpriced).toEqual({ requests: unpriced.requests, spend: formatNano(unpriced.nano) });
      expect(report.requests + report.unpriced.requests).toBe(calls.length);
      for (const rows of [report.byTeam, report.byModel]) {
        expect(sumDecimal(rows.map(({ was }) => was))).toBe(report.was);
        expect(sumDecimal(rows.map(({ wouldBe }) => wouldBe ?? '0'))).toBe(formatNano(after));
        expect(sumDecimal(rows.map(({ difference }) => difference ?? '0'))).toBe(formatNano(after - before));
        expect(sumDecimal(rows.map((row) => row.unpriced.spend))).toBe(report.unpriced.spend);
      }
      expect(sumDecimal(report.unpricedModels.map(({ spend }) => spend))).toBe(report.unpriced.spend);
      for (const { wouldBe, was, unpriced: without } of report.byModel)
        if (without.requests > 0) expect(wouldBe === null).toBe(was === '0' && (wouldBe ?? '0') === '0');
        else expect(wouldBe).not.toBeNull();
    }),
  );
});
