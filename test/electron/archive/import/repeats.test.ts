import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createRepeats } from '../../../../electron/archive/import/repeats.ts';
import { createRowSet } from '../../../../electron/archive/import/row-set.ts';
import { sortedOrder } from '../../../../electron/archive/import/sorted-order.ts';
import { createSurvivors } from '../../../../electron/archive/import/survivors.ts';

const LARGEST = 2 ** 32 - 1;

/** Never rests by itself. */
const hurried = { due: () => false, rest: () => Promise.resolve() };

test('repeats are gathered into the chains that a map of lists has, and each chain keeps its winners', async () => {
  const given = fc.array(fc.constantFrom(0, 1, 2, 7, LARGEST - 700), { maxLength: 600 });
  await fc.assert(
    fc.asyncProperty(given, async (firsts) => {
      const repeats = createRepeats();
      const expected = new Map<number, number[]>();
      for (const [at, first] of firsts.entries()) {
        const reference = LARGEST - 600 + at;
        repeats.add(first, reference);
        expected.set(first, [...(expected.get(first) ?? [first]), reference]);
      }
      const chains = await repeats.chains(hurried);
      const found = Array.from({ length: chains.count }, (_, at) => chains.chain(at));
      expect(repeats.count).toBe(firsts.length);
      expect(found).toEqual([...expected.values()].toSorted((a, b) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0)));

      const survivors = createSurvivors(chains.count);
      const winners = new Map(
        found.map((chain) => [chain[0] ?? 0, chain.length > 3 ? chain.slice(1, 3) : chain.slice(-1)]),
      );
      for (const [first, all] of winners) survivors.add(first, all);
      await survivors.ready(hurried);
      for (const [first, all] of winners) expect(survivors.of(first)).toEqual(all);
      expect(survivors.of(3)).toEqual([3]);
    }),
  );
});

test('rows that are noted are those of a set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40)), fc.integer({ min: 41, max: 50 }), (rows, capacity) => {
      const noted = createRowSet(capacity);
      for (const row of rows) noted.add(row);
      const expected = new Set(rows);
      expect(noted.size).toBe(expected.size);
      expect(noted.rows()).toEqual([...expected].toSorted((a, b) => a - b));
      for (let row = 0; row < capacity; row += 1) expect(noted.has(row)).toBe(expected.has(row));
    }),
  );
  expect(() => createRowSet(8).add(8)).toThrow(RangeError);
});

test('millions are put in order in steps, and a cancel is heard between them', async () => {
  const keys = Uint32Array.from({ length: 400_000 }, (_, at) => (at * 2_654_435_761) >>> 0);
  let longestMs = 0;
  let rested = performance.now();
  const pace = {
    due: () => performance.now() - rested > 1,
    async rest() {
      longestMs = Math.max(longestMs, performance.now() - rested);
      await Promise.resolve();
      rested = performance.now();
    },
  };
  const order = await sortedOrder(keys, pace);
  for (let at = 1; at < order.length; at += 1)
    if ((keys[order[at - 1] ?? 0] ?? 0) > (keys[order[at] ?? 0] ?? 0)) throw new Error(`at ${at}`);
  expect(new Set(order).size).toBe(keys.length);
  expect(longestMs).toBeGreaterThan(0);
  const stop = { due: () => true, rest: () => Promise.reject(new Error('cancelled')) };
  await expect(sortedOrder(keys, stop)).rejects.toThrow('cancelled');
  await expect(createRepeats().chains(stop)).resolves.toMatchObject({ count: 0 });
});
