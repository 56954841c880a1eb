import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { noteImportedFile, readImportedFiles } from '../../../electron/archive/imported-files.ts';
import { archivePlaces } from '../../../electron/archive/places.ts';
import { findLogFiles } from '../../../electron/workspace/open-workspace.ts';
import { writeFileAtomic } from '../../../electron/files/atomic-write.ts';

let workspace = '';
let file = '';
beforeEach(async () => {
  workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-imported-'));
  file = path.join(workspace, 'logs', 'prod-us-2026-10.jsonl');
  await writeFileAtomic(file, '{}\n');
});
afterEach(() => rm(workspace, { recursive: true }));

const waiting = async (): Promise<string[]> => {
  const imported = await readImportedFiles(archivePlaces(workspace));
  return (await findLogFiles(workspace, imported)).map(({ name }) => name);
};

async function note(log: string): Promise<void> {
  const { size, mtimeMs } = await stat(log);
  const name = path.basename(log);
  const entry = { name, bytes: size, modifiedMs: Math.round(mtimeMs), node: 'prod-us' };
  await noteImportedFile(archivePlaces(workspace), entry);
}

it('reminds of a log file until it was imported', async () => {
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
  await note(file);
  expect(await waiting()).toEqual([]);
});

it('reminds again when the file was written to since', async () => {
  await note(file);
  await writeFile(file, '{}\n{}\n');
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
});

it('reminds again when only its time is new', async () => {
  await note(file);
  await utimes(file, new Date(), new Date(Date.now() + 5000));
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
});

it('keeps what it knew when more files come', async () => {
  const other = path.join(workspace, 'logs', 'other.jsonl.gz');
  await writeFileAtomic(other, 'x');
  await note(file);
  await note(other);
  expect(await waiting()).toEqual([]);
});

it('keeps all that are noted at once', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `log-${index}.jsonl`);
  await Promise.all(
    names.map((name) =>
      noteImportedFile(archivePlaces(workspace), { name, bytes: 1, modifiedMs: 1, node: 'prod-us' }),
    ),
  );
  const noted = await readImportedFiles(archivePlaces(workspace));
  expect(noted.map(({ name }) => name).sort()).toEqual(names);
});
