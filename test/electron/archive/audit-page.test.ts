import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { compareRows } from '../../../shared/audit/order.ts';
import { matches } from '../../../shared/audit/matching.ts';
import { anyFilter } from '../../helpers/filters.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const BY_ID = { sort: 'id', descending: false } as const;

test('what a filter asks for is what is found, across nodes and months', async () => {
  await fc.assert(
    fc.asyncProperty(
      distinctRequests,
      distinctRequests,
      fc.array(anyFilter, { minLength: 20, maxLength: 20 }),
      async (eu, us, filters) => {
        const archive = openArchive(await temporaryFolder());
        await archive.importPages('eu', sourceOf([eu]), quietWork());
        await archive.importPages('us', sourceOf([us]), quietWork());
        const all = [
          ...eu.map((row) => ({ node: 'eu', ...row })),
          ...us.map((row) => ({ node: 'us', ...row })),
        ];
        for (const filter of filters) {
          const { rows } = await archive.requests(filter);
          const wanted = all.filter((row) => matches(row, filter));
          expect(rows.toSorted((a, b) => compareRows(a, b, BY_ID))).toEqual(
            wanted.toSorted((a, b) => compareRows(a, b, BY_ID)),
          );
        }
      },
    ),
    { numRuns: 4 },
  );
}, 60_000);

test('gives back text that no database text can hold with a mark in its place', async () => {
  const odd = { teamId: 'a\0b', user: 'half \uD83D', errorMessage: '\0', extra: { note: 'x\0y' } };
  const archive = openArchive(await temporaryFolder());
  await archive.importPages('eu', sourceOf([[makeRequest(odd)]]), quietWork());
  const again = await archive.importPages('eu', sourceOf([[makeRequest(odd)]]), quietWork());
  expect(again).toMatchObject({ repeated: 1, updated: 0 });
  const { rows } = await archive.requests({ where: [] });
  expect(rows[0]).toMatchObject({
    teamId: 'a\uFFFDb',
    user: 'half \uFFFD',
    errorMessage: '\uFFFD',
    extra: { note: 'x\0y' },
  });
});
