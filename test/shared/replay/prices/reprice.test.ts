import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import { NO_PRICES, PRICED_RELEASES, pricesOf } from '../../../../shared/replay/prices/price-table.ts';
import type { PriceTable } from '../../../../shared/replay/prices/price-table.ts';
import { costNano, ownPrices, repriceLog } from '../../../../shared/replay/prices/reprice.ts';
import type { PricedLog } from '../../../../shared/replay/prices/reprice.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { RULES } from '../../../../shared/replay/replay-state.ts';
import { litellmRules, madeLog, MODELS, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

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
    expect(PRICED_RELEASES).toEqual(['1.81.13', '1.106.2']);
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

interface Tokens {
  readonly prompt?: number;
  readonly completion?: number;
  readonly cached?: number;
}

function pricedLog(calls: readonly (MadeCall & Tokens)[]): PricedLog {
  const cachedTokens = new Float64Array(calls.length);
  const made = calls.map(({ prompt = 0, completion = 0, cached = -1, ...call }, at): MadeCall => {
    cachedTokens[at] = cached;
    return { ...call, tokens: prompt + completion };
  });
  return {
    ...madeLog(made),
    promptTokens: Float64Array.from(calls, ({ prompt }) => prompt ?? 0),
    completionTokens: Float64Array.from(calls, ({ completion }) => completion ?? 0),
    cachedTokens,
  };
}

const served = { servedModel: 'openai/gpt-4o', provider: 'openai' };

describe('a log under other prices', () => {
  test('costs what its tokens do, and says what has no price', () => {
    const log = pricedLog([
      { seconds: 0, ...served, prompt: 1000, completion: 100, dollars: 0.01 },
      { seconds: 1, ...served, prompt: 1000, cached: 400, dollars: 0.01 },
      { seconds: 2, model: 'own', servedModel: 'vllm/own', provider: 'vllm', prompt: 10, dollars: 0.5 },
    ]);
    const found = repriceLog(log, table());
    expect([...found.spendNano]).toEqual([3_500_000, 2_000_000, -1]);
    expect(found).toMatchObject({
      before: 20_000_000n,
      after: 5_500_000n,
      unpriced: { requests: 1, nano: 500_000_000n },
    });
    expect(found.models).toEqual([
      { model: 'own', served: 'vllm/own', requests: 1, tokens: 10, before: 500_000_000n, after: null },
      {
        model: 'gpt-4o',
        served: 'openai/gpt-4o',
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
    expect([...own]).toEqual([['gpt-4o', { input: 1000, output: 2500, cacheRead: 1000 }]]);
    const log = pricedLog([{ seconds: 0, ...served, prompt: 2, completion: 2 }]);
    expect(repriceLog(log, table(), own).after).toBe(7000n);
  });

  test('leaves what had no spend without', () => {
    const made = pricedLog([{ seconds: 0, ...served, prompt: 5 }]);
    const log = { ...made, spendNano: Float64Array.of(-1) };
    expect(repriceLog(log, table())).toMatchObject({ models: [], before: 0n, after: 0n });
  });

  test('fills budgets otherwise', () => {
    const calls = [0, 1, 2].map((seconds) => ({ seconds, ...served, prompt: 1000, dollars: 0.000001 }));
    const log = pricedLog(calls);
    const budget = { limit: '0.004', period: null };
    const resources = [...MODELS, resource('key', 'k', { models: ['*'], team: null, user: null, budget })];
    const state = litellmState(resources, log.combinations, litellmRules(), 'UTC');
    const said = (spendNano: Float64Array) => RULES[replay({ ...log, spendNano }, state)[2] ?? 0];
    expect(said(log.spendNano)).toBe('allowed');
    expect(said(repriceLog(log, table()).spendNano)).toBe('key-budget');
  });
});
