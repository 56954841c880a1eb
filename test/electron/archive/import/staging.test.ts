import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openStaging, stagedNames, unfinishedImports } from '../../../../electron/archive/import/staging.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const segment = { name: 'a.seg', sha256: '', bytes: 1, rows: 3, firstMs: 0, lastMs: 0 };
const piece = { from: 0, until: 9, lines: 3, rows: 3, refused: [] };

test('a journal that is larger than a text can be is read to its end', { timeout: 120_000 }, async () => {
  const root = await temporaryFolder();
  const staging = openStaging(root, 'one', { importing: 'log', at: '2026-11-20T12:00:00.000Z' });
  const file = await open(join(staging.folder, 'journal.jsonl'), 'a');
  const filler = Buffer.alloc(1_048_576, 'x');
  filler[0] = 10;
  for (let written = 0; written < 2 ** 29 + 2 ** 20; written += filler.length) await file.writeFile(filler);
  await file.close();
  staging.note({ pieces: [piece], segment, hashes: new Uint32Array(0) });
  expect([...(await stagedNames(root))]).toEqual([['a.seg', staging.folder]]);
  expect(await unfinishedImports(root, () => false)).toMatchObject([{ description: 'log', rows: 3 }]);
});

test('a journal that cannot be read is not taken for none, and what is no import is passed over', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'a file'), 'nothing');
  await mkdir(join(root, 'a folder'));
  expect((await stagedNames(root)).size).toBe(0);
  expect((await stagedNames(join(root, 'nothing'))).size).toBe(0);
  await mkdir(join(root, 'a folder', 'journal.jsonl'));
  await expect(stagedNames(root)).rejects.toMatchObject({ code: 'EISDIR' });
});
