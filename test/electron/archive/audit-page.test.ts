import fc from 'fast-check';
import { expect, test } from 'vitest';

import { FEMTO_PER_NANO } from '../../../shared/cost/money.ts';
import { openArchive } from '../../../electron/archive/archive.ts';
import { compareRows } from '../../../shared/audit/order.ts';
import { matches } from '../../../shared/audit/matching.ts';
import { anyFilter, anyOrder, anySummedFilter } from '../../helpers/filters.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

test('what a filter asks for is what is found, in its order, across nodes, months and segments', async () => {
  await fc.assert(
    fc.asyncProperty(
      distinctRequests,
      distinctRequests,
      // Said otherwise by a later import, so that some requests of the first do not count.
      fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
      fc.array(
        fc.record({
          filter: fc.oneof(anyFilter, anySummedFilter),
          order: anyOrder,
          offset: fc.nat(12),
          limit: fc.integer({ min: 1, max: 7 }),
        }),
        { minLength: 30, maxLength: 30 },
      ),
      async (first, us, changed, questions) => {
        const archive = openArchive(await temporaryFolder(), { capacity: 3 });
        // Two imports of the same time, so that segments overlap.
        for (const half of [0, 1])
          await archive.importPages('eu', sourceOf([first.filter((_, at) => at % 2 === half)]), quietWork());
        await archive.importPages('us', sourceOf([us]), quietWork());
        const later = first
          .filter((_, at) => changed.includes(at))
          .map((row) => ({ ...row, teamId: 'team-2' }));
        await archive.importPages('eu', sourceOf([later]), quietWork());
        const eu = first.map((row) => later.find(({ id }) => id === row.id) ?? row);
        const all = [
          ...eu.map((row) => ({ node: 'eu', ...row })),
          ...us.map((row) => ({ node: 'us', ...row })),
        ];
        for (const { filter, order, offset, limit } of questions) {
          const found = await archive.requests.find(filter);
          const wanted = all.filter((row) => matches(row, filter));
          expect(found.total).toBe(wanted.length);
          expect(await found.femto()).toBe(
            wanted.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n) * FEMTO_PER_NANO,
          );
          expect(await found.page(order, offset, limit)).toEqual(
            wanted.toSorted((a, b) => compareRows(a, b, order)).slice(offset, offset + limit),
          );
        }
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test('gives back text as it was, with a mark for half a character', async () => {
  const odd = { teamId: 'a\0b', user: 'half \uD83D', errorMessage: '\0', extra: { note: 'x\0y' } };
  const archive = openArchive(await temporaryFolder());
  await archive.importPages('eu', sourceOf([[makeRequest(odd)]]), quietWork());
  const again = await archive.importPages('eu', sourceOf([[makeRequest(odd)]]), quietWork());
  expect(again).toMatchObject({ repeated: 1, updated: 0 });
  const found = await archive.requests.find({ where: [] });
  expect((await found.page({ sort: 'startMs', descending: false }, 0, 1))[0]).toMatchObject(odd);
});

test('counts the values of a field, with the newest names of teams', async () => {
  const archive = openArchive(await temporaryFolder());
  const rows = [
    makeRequest({ id: '1', tags: ['a', 'b'] }),
    makeRequest({ id: '2', tags: ['b'], teamAlias: 'payments-new', startMs: Date.UTC(2026, 9, 11) }),
    makeRequest({ id: '3', teamId: '', teamAlias: null, durationMs: null }),
  ];
  await archive.importPages('eu', sourceOf([rows]), quietWork());
  const of = (field: Parameters<typeof archive.requests.values>[0], prefix = '') =>
    archive.requests.values(field, { where: [] }, prefix, 10);
  expect(await of('teamId')).toEqual({
    values: [
      { value: 'team-1', name: 'payments-new', requests: 2 },
      { value: '', name: null, requests: 1 },
    ],
    total: 2,
  });
  expect((await of('teamId', 'PAY')).values.map(({ value }) => value)).toEqual(['team-1']);
  expect((await of('tags')).values).toEqual([
    { value: 'b', name: null, requests: 2 },
    { value: '', name: null, requests: 1 },
    { value: 'a', name: null, requests: 1 },
  ]);
  expect((await of('durationMs')).values[0]).toEqual({ value: '900', name: null, requests: 2 });
  expect((await of('address')).values).toEqual([{ value: '10.0.0.1', name: null, requests: 3 }]);
  expect((await of('node')).values).toEqual([{ value: 'eu', name: null, requests: 3 }]);
});
