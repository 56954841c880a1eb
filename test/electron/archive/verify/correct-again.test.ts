import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { fileOf, makeRequest, quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { requestsOf } from '../import/node-state.ts';

/** Imports one file after the other: requests by the number of their id and what they cost. Segments of four. */
async function withImports(imports: readonly (readonly (readonly [number, number])[])[]) {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 4, threads: 0 });
  for (const [number, rows] of imports.entries()) {
    const requests = rows.map(([id, spendNano]) =>
      makeRequest({ id: `r${id}`, spendNano, startMs: Date.UTC(2026, 9, 10, 12, id) }),
    );
    const { source, reading } = await fileOf(folder, requests, `${number}.jsonl`);
    await archive.importSource('eu', source, quietWork(), reading);
  }
  const costs = async () => {
    const again = openArchive(folder, { threads: 0 });
    const [store] = await again.stores();
    return (store === undefined ? [] : await requestsOf(store)).map(({ id, spendNano }) => [id, spendNano]);
  };
  return { folder, archive, home: join(folder, 'archive/eu'), costs };
}

async function removeCorrections(home: string): Promise<number> {
  const corrections = (await readdir(home)).filter((name) => name.includes('.fix-'));
  for (const name of corrections) await rm(join(home, name));
  return corrections.length;
}

const row = fc.tuple(fc.nat(7), fc.nat(2));
const anyImports = fc.array(fc.array(row, { minLength: 1, maxLength: 9 }), { minLength: 2, maxLength: 4 });

test('all corrections that are lost are found again together, and every request counts once', async () => {
  let lost = 0;
  await fc.assert(
    fc.asyncProperty(anyImports, async (imports) => {
      const { archive, home, costs } = await withImports(imports);
      const before = await costs();
      await archive.close();
      const removed = await removeCorrections(home);
      lost += removed;
      const again = openArchive(join(home, '../..'), { threads: 0 });
      const told: number[] = [];
      const progress = (done: number, total: number | null) => void told.push(done / (total ?? 1));
      await again.repair({ ...quietWork(), progress });
      if (removed > 0) expect(told.at(-1)).toBe(1);
      expect(await costs()).toEqual(before);
      expect((await again.verify(quietWork())).problems).toEqual([]);
    }),
    {
      numRuns: 12,
      examples: [
        // Said otherwise first, and then again as it was said before.
        [
          [
            [[6, 1]],
            [
              [0, 0],
              [1, 0],
              [2, 0],
              [6, 0],
              [6, 1],
            ],
            [[0, 0]],
          ],
        ],
        // Twice in one segment, and once more later.
        [
          [
            [
              [1, 0],
              [1, 1],
              [2, 0],
              [3, 0],
            ],
            [[1, 2]],
          ],
        ],
        [
          [
            [
              [1, 0],
              [2, 0],
              [3, 0],
            ],
            [
              [1, 1],
              [2, 0],
              [4, 0],
            ],
            [[1, 0]],
          ],
        ],
      ] as [(readonly [number, number])[][]][],
    },
  );
  expect(lost).toBeGreaterThan(10);
  // Every import waits for the disk many times.
}, 120_000);

test('a repair that is cancelled while it looks for them leaves the commits as they were', async () => {
  const { folder, archive, home } = await withImports([
    [[1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0]],
    [[1, 1], [5, 1]],
  ]); // prettier-ignore
  await archive.close();
  expect(await removeCorrections(home)).toBe(2);
  const before = await readFile(join(home, 'commits.jsonl'), 'utf8');
  const stop = new AbortController();
  const progress = (_done: number, _total: number | null, detail?: string) => {
    if (detail?.startsWith('finding again') === true) stop.abort();
  };
  const repaired = openArchive(folder, { threads: 0 }).repair({ signal: stop.signal, progress });
  await expect(repaired).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  expect(await readFile(join(home, 'commits.jsonl'), 'utf8')).toBe(before);
});
