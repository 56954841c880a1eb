import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { CostCube } from '../../../../electron/archive/rollup/cost-cube.ts';
import { rollupPath } from '../../../../electron/archive/rollup/node-rollups.ts';
import { rollupBytes } from '../../../../electron/archive/rollup/rollup-file.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('sums that are not those of the requests are told of, and added up again by a repair', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 2 });
  const rows = [1, 2, 3].map((id) => makeRequest({ id: String(id), spendNano: 5 }));
  await archive.importPages('eu', sourceOf([rows]), quietWork());
  expect((await archive.verify(quietWork())).problems).toEqual([]);

  // Whole and with its checksums, of a program that adds wrongly.
  const [store] = await archive.stores();
  const cube = await store?.rollups.cube('2026-10');
  const of = ((await store?.segments()) ?? []).map(({ name }) => name);
  const wrong: CostCube = { ...(cube as CostCube), nano: [16n] };
  const file = rollupPath(store?.folder ?? '', '2026-10');
  await writeFile(file, rollupBytes(of, wrong, []) ?? '');

  const again = openArchive(folder);
  expect((await again.costReport('2026-10', ['team'])).total.spend).toBe('0.000000016');
  const { problems, rows: counted } = await again.verify(quietWork());
  expect(counted).toBe(3);
  expect(problems).toEqual([
    {
      code: 'rollup_differs',
      message:
        'The sums of 2026-10 that are kept of eu are not those of its requests. Charts and totals of that month may be wrong.',
      next: 'Run gatehouse verify --repair to add them up again.',
      where: 'archive/eu/rollups/2026-10.rollup',
    },
  ]);
  expect(await again.repair(quietWork())).toEqual([
    {
      node: 'eu',
      done: true,
      text: 'The sums of 2026-10 were not those of its requests. They are added up again.',
    },
  ]);
  expect((await again.costReport('2026-10', ['team'])).total.spend).toBe('0.000000015');
  expect((await again.verify(quietWork())).problems).toEqual([]);
});

test('a file of sums that cannot be read is no damage: the segments are asked', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder);
  await archive.importPages('eu', sourceOf([[makeRequest({ id: '1' })]]), quietWork());
  const rollups = join(folder, 'archive', 'eu', 'rollups');
  for (const name of await readdir(rollups)) await writeFile(join(rollups, name), 'no sums');
  await mkdir(join(rollups, '2026-11.rollup'));
  const { notes, ...checked } = await openArchive(folder).verify(quietWork());
  expect(checked).toMatchObject({ rows: 1, problems: [] });
  expect(notes).toEqual(
    ['2026-10', '2026-11'].map(
      (month) =>
        `archive/eu/rollups/${month}.rollup cannot be read; nothing is lost: the sums of ${month} are taken from its requests, and the next import writes it anew.`,
    ),
  );
});

test('names that are not those of the requests are told of, too, and made again', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 2 });
  const rows = [1, 2, 3].map((id) => makeRequest({ id: String(id), teamAlias: 'Payments' }));
  await archive.importPages('eu', sourceOf([rows]), quietWork());
  const [store] = await archive.stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  const names = (await store.rollups.names()).map(
    ([of, id, name, lastMs]) => [of, id, name === 'Payments' ? 'Refunds' : name, lastMs] as const,
  );
  const of = (await store.segments()).map(({ name }) => name);
  const bytes = rollupBytes(of, await store.rollups.cube('2026-10'), names);
  await writeFile(rollupPath(store.folder, '2026-10'), bytes ?? '');

  const again = openArchive(folder);
  const { problems } = await again.verify(quietWork());
  expect(problems).toMatchObject([
    { code: 'rollup_differs', message: expect.stringMatching(/^The names of teams and keys of 2026-10/) },
  ]);
  await again.repair(quietWork());
  expect((await again.verify(quietWork())).problems).toEqual([]);
});
