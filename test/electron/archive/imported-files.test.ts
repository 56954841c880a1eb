import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { noteImportedFiles, readImportedFiles } from '../../../electron/archive/imported-files.ts';
import { archivePlaces } from '../../../electron/archive/places.ts';
import { findLogFiles } from '../../../electron/workspace/open-workspace.ts';
import { writeFileAtomic } from '../../../electron/workspace/atomic-write.ts';

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

it('reminds of a log file until it was imported', async () => {
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
  await noteImportedFiles(archivePlaces(workspace), 'prod-us', [file]);
  expect(await waiting()).toEqual([]);
});

it('reminds again when the file was written to since', async () => {
  await noteImportedFiles(archivePlaces(workspace), 'prod-us', [file]);
  await writeFile(file, '{}\n{}\n');
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
});

it('reminds again when only its time is new', async () => {
  await noteImportedFiles(archivePlaces(workspace), 'prod-us', [file]);
  await utimes(file, new Date(), new Date(Date.now() + 5000));
  expect(await waiting()).toEqual(['prod-us-2026-10.jsonl']);
});

it('keeps what it knew when more files come', async () => {
  const other = path.join(workspace, 'logs', 'other.jsonl.gz');
  await writeFileAtomic(other, 'x');
  await noteImportedFiles(archivePlaces(workspace), 'prod-us', [file]);
  await noteImportedFiles(archivePlaces(workspace), 'prod-us', [other]);
  expect(await waiting()).toEqual([]);
});
