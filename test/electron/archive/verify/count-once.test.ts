import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { distinctRequests, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('after the record of imports and all corrections are lost, a repair counts every request once, as it was last', async () => {
  await fc.assert(
    fc.asyncProperty(
      distinctRequests.filter((rows) => rows.length > 3),
      fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), { minLength: 1, maxLength: 3 }),
      async (first, changes) => {
        const folder = await temporaryFolder();
        let at = Date.UTC(2026, 10, 20);
        const now = () => new Date((at += 1000));
        const archive = openArchive(folder, { capacity: 4, now });
        let latest: readonly LoggedRequest[] = first;
        await archive.importPages('eu', sourceOf([first]), quietWork());
        for (const [turn, chosen] of changes.entries()) {
          const later = latest
            .filter((_, place) => chosen.includes(place))
            .map((row) => ({ ...row, spendNano: 1000 + turn, session: `turn ${turn}` }));
          await archive.importPages('eu', sourceOf([later]), quietWork());
          latest = latest.map((row) => later.find(({ id }) => id === row.id) ?? row);
        }
        await archive.close();
        const home = join(folder, 'archive/eu');
        for (const name of await readdir(home))
          if (name === 'commits.jsonl' || name.includes('.fix-')) await rm(join(home, name));
        const again = openArchive(folder, { capacity: 4, now });
        await again.repair(quietWork());
        const found = await again.requests.find({ where: [] });
        const rows = await found.page({ sort: 'id', descending: false }, 0, 100);
        const plain = rows.map(({ node: _node, ...row }) => row);
        expect(new Map(plain.map((row) => [row.id, row]))).toEqual(
          new Map(latest.map((row) => [row.id, row])),
        );
        expect(rows).toHaveLength(latest.length);
        const { rows: counted, problems } = await again.verify(quietWork());
        expect({ counted, problems }).toEqual({ counted: latest.length, problems: [] });
        // What is imported again is known again.
        expect(await again.importPages('eu', sourceOf([latest]), quietWork())).toMatchObject({
          inserted: 0,
          repeated: latest.length,
          updated: 0,
        });
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);
