import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createPace } from '../../../../electron/archive/pace.ts';
import { keyAt } from '../../../../electron/archive/query/row-groups.ts';

const pace = createPace(() => undefined);

/** Keys as columns have them: few or many different ones, near each other or far, with some far beyond all others. */
const keyLists = fc
  .record({
    count: fc.constantFrom(1, 7, 20_000, 50_000),
    different: fc.constantFrom(1, 2, 100, 1_000_000),
    width: fc.constantFrom(1, 1_000, 100_000_000),
    seed: fc.nat(),
    far: fc.constantFrom(0, -(2 ** 49), 2 ** 49),
  })
  .map(({ count, different, width, seed, far }) =>
    Float64Array.from({ length: count }, (_, at) =>
      at % 997 === 996 ? far : ((Math.imul(at + seed, 2_654_435_761) >>> 0) % different) * width - 5,
    ),
  );

test('the key at a place is the one that is there when all are sorted', async () => {
  await fc.assert(
    fc.asyncProperty(keyLists, fc.double({ min: 0, max: 0.999_99, noNaN: true }), async (keys, share) => {
      const place = Math.floor(keys.length * share);
      const parts = [keys.subarray(0, 6), keys.subarray(6, 30), keys.subarray(30)];
      expect(await keyAt(parts, place, pace)).toBe(keys.toSorted()[place]);
    }),
    { numRuns: 60 },
  );
});
