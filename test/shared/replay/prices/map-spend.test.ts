import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createPriceLookup } from '../../../../shared/replay/prices/price-lookup.ts';
import { keptWords } from '../../../../shared/replay/prices/kept-costs.ts';
import { costMapDifference, spendByMap } from '../../../../shared/replay/prices/map-spend.ts';
import type { MapPair } from '../../../../shared/replay/prices/map-spend.ts';
import { pricesOf } from '../../../../shared/replay/prices/price-table.ts';
import type { PriceTable } from '../../../../shared/replay/prices/price-table.ts';
import { repriceLog } from '../../../../shared/replay/prices/reprice.ts';
import type { PricedLog } from '../../../../shared/replay/prices/reprice.ts';
import { litellmRules, pricedLog, resource, upgraded } from '../made-log.ts';
import type { PricedCall } from '../made-log.ts';
import type { TokenPrices } from '../../../../shared/replay/prices/token-prices.ts';

/** Nano-dollars a token of models of `openai`. */
type Prices = Readonly<Record<string, TokenPrices>>;

function table(release: string, prices: Prices): PriceTable {
  const listed = Object.entries(prices).map(
    ([model, one]) => [model, { provider: 'openai', prices: one }] as const,
  );
  return { release, priceOf: createPriceLookup(new Map(listed)) };
}

const OLD: Prices = {
  a: { input: 1000, output: 2000, cacheRead: 100 },
  b: { input: 500, output: 500, cacheRead: 500 },
  retired: { input: 10, output: 10, cacheRead: 10 },
};
const YOUNG: Prices = {
  a: { input: 3000, output: 2000, cacheRead: 100 },
  b: { input: 500, output: 500, cacheRead: 500 },
  fresh: { input: 20, output: 0, cacheRead: 0 },
};
const MAPS: MapPair = { before: table('old', OLD), after: table('young', YOUNG) };
const served = (model: string) => ({ model, servedModel: `openai/${model}`, provider: 'openai' });
const NOTHING = { same: 0, own: 0, unpriced: 0, free: 0, unsaid: 0 };

describe('a log by the cost map of another release', () => {
  test('costs what its tokens cost more there, and keeps what else was in it', () => {
    const log = pricedLog([
      { seconds: 0, ...served('a'), prompt: 1000, completion: 10, dollars: 0.00102 },
      // A write to the provider's cache, which no map here has.
      { seconds: 1, ...served('a'), prompt: 1000, completion: 10, dollars: 0.005 },
      { seconds: 2, ...served('a'), prompt: 1000, cached: 900, dollars: 0.00019 },
    ]);
    const found = spendByMap(log, [], MAPS);
    expect([...found.spendNano]).toEqual([3_020_000, 7_000_000, 390_000]);
    expect(found).toMatchObject({
      priced: 3,
      kept: NOTHING,
      models: ['a'],
      before: 6_210_000n,
      after: 10_410_000n,
    });
    expect(costMapDifference(found)).toEqual({
      code: 'cost-map',
      text: 'The cost map of young has other prices than that of old for a, so that budgets fill otherwise.',
      changesVerdicts: true,
    });
    // Not below nothing.
    const cheap = pricedLog([{ seconds: 0, ...served('a'), prompt: 1000, dollars: 0.000001 }]);
    expect([...spendByMap(cheap, [], { before: MAPS.after, after: MAPS.before }).spendNano]).toEqual([0]);
  });

  test('keeps what was logged where nothing says another cost, and says why', () => {
    const own = [
      resource('model', 'own', { inputPrice: '0.000001', outputPrice: '0.000001' }),
      // One deployment has a price of its own, and the other has not.
      resource('model', 'x', { inputPrice: '0.000001', outputPrice: null }, { name: 'half' }),
      resource('model', 'y', { inputPrice: null, outputPrice: null }, { name: 'half' }),
    ];
    const of = { prompt: 1000, dollars: 0.5 };
    const log = pricedLog([
      { seconds: 0, ...served('b'), ...of },
      { seconds: 1, ...served('a'), model: 'own', ...of },
      { seconds: 2, ...served('a'), model: 'half', ...of },
      { seconds: 3, ...served('retired'), ...of },
      { seconds: 4, ...served('fresh'), ...of },
      { seconds: 5, ...served('nowhere'), ...of },
      { seconds: 6, ...served('a'), prompt: 1000, isFree: true },
      { seconds: 7, ...served('a'), prompt: 1000 },
      { seconds: 8, ...served('a'), ...of },
    ]);
    log.spendNano[8] = -1;
    const found = spendByMap(log, own, MAPS);
    expect([...found.spendNano]).toEqual([...log.spendNano]);
    expect(found).toMatchObject({
      priced: 0,
      kept: { same: 1, own: 2, unpriced: 3, free: 2, unsaid: 1 },
      models: [],
    });
    expect(found.after).toBe(found.before);
    expect(costMapDifference(found)).toBeNull();
    expect(keptWords(found.kept)).toBe(
      '1 that cost the same by both cost maps, 2 by a price of the node’s own, 3 without a price in a cost map, 2 that cost nothing, 1 whose cost the log does not say',
    );
  });

  test('begins to cost what had no price', () => {
    const log = pricedLog([{ seconds: 0, ...served('fresh'), prompt: 100 }]);
    expect([...spendByMap(log, [], MAPS).spendNano]).toEqual([2000]);
  });

  test('has the half of a price from the map that a node leaves to it', () => {
    const half = [resource('model', 'a', { inputPrice: '0.000001', outputPrice: null })];
    const cheaper = table('cheaper', { a: { input: 1, output: 1000, cacheRead: 1 } });
    const log = pricedLog([{ seconds: 0, ...served('a'), prompt: 100, completion: 10, dollars: 0.00012 }]);
    expect([...spendByMap(log, half, { before: MAPS.before, after: cheaper }).spendNano]).toEqual([110_000]);
  });

  test('of the releases whose cost maps are known', () => {
    const [before, after] = [pricesOf('1.81.13'), pricesOf('1.106.2')];
    if (before === null || after === null) throw new Error('They are not known.');
    const name = 'jamba-1.5';
    const call = { seconds: 0, model: name, servedModel: name, provider: 'ai21', prompt: 1000, cached: 1000 };
    expect([...spendByMap(pricedLog([call]), [], { before, after }).spendNano]).toEqual([0]);
    const paid = pricedLog([{ ...call, cached: 0, dollars: 0.0002 }]);
    expect(spendByMap(paid, [], { before, after })).toMatchObject({ priced: 0, after: 200_000n });
  });
});

const KEYS = ['k1', 'k2'];
const RESOURCES = [
  ...['a', 'b', 'retired', 'fresh'].map((name) => resource('model', name, {})),
  ...KEYS.map((id) =>
    resource('key', id, { models: ['*'], team: null, user: null, budget: { limit: '0.01', period: '1d' } }),
  ),
];
const RULES = litellmRules();
const SAME = { before: RULES, after: RULES };

const anyCalls = fc
  .array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 200_000 }),
      key: fc.constantFrom(...KEYS),
      of: fc.constantFrom('a', 'b', 'retired', 'fresh', 'nowhere'),
      prompt: fc.integer({ min: 0, max: 20_000 }),
      completion: fc.integer({ min: 0, max: 1000 }),
      cached: fc.integer({ min: -1, max: 20_000 }),
      dollars: fc.constantFrom(0, 0.000000001, 0.002, 0.006),
      isFree: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((calls) =>
    calls
      .toSorted((one, other) => one.seconds - other.seconds)
      .map(({ of, ...call }): PricedCall => ({ ...served(of), ...call })),
  );

/** As the map before would have logged it. */
function loggedBy(log: PricedLog, by: PriceTable): PricedLog {
  const { spendNano } = repriceLog(log, { table: by, own: new Map(), first: 'own' });
  return { ...log, spendNano };
}

function times(prices: Prices, factor: number): Prices {
  return Object.fromEntries(
    Object.entries(prices).map(([model, { input, output, cacheRead }]) => [
      model,
      { input: input * factor, output: output * factor, cacheRead: cacheRead * factor },
    ]),
  );
}

describe('an upgrade whose cost map', () => {
  test('makes requests dearer denies them, and says so; one without it says nothing of it', () => {
    const call = { ...served('a'), key: 'k1', prompt: 4000, dollars: 0.004 };
    const log = pricedLog([0, 1, 2].map((seconds) => ({ seconds, ...call })));
    const { comparison, causes, costMap, causeOf } = upgraded(
      log,
      RESOURCES,
      SAME,
      spendByMap(log, RESOURCES, MAPS),
    );
    expect(comparison).toMatchObject({ denied: 2, gained: 0 });
    expect(causes).toMatchObject([
      {
        difference: { code: 'cost-map', text: costMap?.text },
        denied: 2,
        // What they cost when they were made.
        deniedNano: 8_000_000n,
        models: ['a'],
        examples: [
          { place: 1, change: 'denied', rule: 'key-budget' },
          { place: 2, change: 'denied', rule: 'key-budget' },
        ],
      },
    ]);
    expect([...causeOf]).toEqual([0, 1, 1]);
    expect(upgraded(log, RESOURCES, SAME)).toMatchObject({ causes: [], costMap: null });
  });

  test('is the same, or has the same prices, changes nothing', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const log = pricedLog(calls);
        for (const after of [MAPS.before, table('again', OLD)]) {
          const spend = spendByMap(log, RESOURCES, { before: MAPS.before, after });
          expect([...spend.spendNano]).toEqual([...log.spendNano]);
          expect(spend).toMatchObject({ priced: 0, models: [] });
          expect(spend.after).toBe(spend.before);
          const { comparison, causes, costMap } = upgraded(log, RESOURCES, SAME, spend);
          expect({ causes, costMap }).toEqual({ causes: [], costMap: null });
          expect(comparison).toMatchObject({ denied: 0, gained: 0 });
        }
      }),
    );
  });

  test('has twice the prices never denies fewer by budgets', () => {
    fc.assert(
      fc.property(anyCalls, fc.boolean(), (calls, isLogged) => {
        const made = pricedLog(calls);
        const log = isLogged ? loggedBy(made, MAPS.before) : made;
        const changed = (factor: number) => {
          const after = table('dearer', times(YOUNG, factor));
          const spend = spendByMap(log, RESOURCES, { before: MAPS.before, after });
          return upgraded(log, RESOURCES, SAME, spend).comparison;
        };
        const [once, twice] = [changed(1), changed(2)];
        expect(twice.denied).toBeGreaterThanOrEqual(once.denied);
        expect(twice.gained).toBeLessThanOrEqual(once.gained);
      }),
    );
  });

  test('counts each request once, priced anew or kept', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const log = pricedLog(calls);
        const { priced, kept, before, after, spendNano } = spendByMap(log, RESOURCES, MAPS);
        expect(Object.values(kept).reduce((sum, one) => sum + one, priced)).toBe(calls.length);
        const sum = (spend: Float64Array) => BigInt(spend.reduce((all, nano) => all + Math.max(0, nano), 0));
        expect([before, after]).toEqual([sum(log.spendNano), sum(spendNano)]);
        // What one map logged costs by the other what its prices say.
        const logged = loggedBy(log, MAPS.before);
        const other = loggedBy(log, MAPS.after);
        const again = spendByMap(logged, [], MAPS);
        for (const [at, call] of calls.entries())
          if (call.model === 'a' && call.isFree !== true)
            expect(again.spendNano[at]).toBe(other.spendNano[at]);
      }),
    );
  });

  test('prices a log that comes in pieces, in any order, as it does the whole', () => {
    fc.assert(
      fc.property(anyCalls, fc.nat(40), (calls, cut) => {
        const whole = spendByMap(pricedLog(calls), RESOURCES, MAPS);
        const pieces = [calls.slice(0, cut), calls.slice(cut)].map((piece) =>
          spendByMap(pricedLog(piece), RESOURCES, MAPS),
        );
        expect(pieces.flatMap(({ spendNano }) => [...spendNano])).toEqual([...whole.spendNano]);
        // As segments lie in another order: each request has the number of another combination.
        const { spendNano, ...turned } = spendByMap(
          pricedLog([...calls.slice(cut), ...calls.slice(0, cut)]),
          RESOURCES,
          MAPS,
        );
        const { spendNano: inOrder, ...sums } = whole;
        expect(turned).toEqual(sums);
        expect(spendNano.toSorted()).toEqual(inOrder.toSorted());
      }),
    );
  });
});
