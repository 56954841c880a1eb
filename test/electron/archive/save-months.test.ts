import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import type { ImportSource } from '../../../electron/archive/import.ts';
import { archivePlaces } from '../../../electron/archive/places.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const SEPTEMBER = { node: 'eu', month: '2026-09' };
const OCTOBER = { node: 'eu', month: '2026-10' };
const inSeptember = (id: string) => makeRequest({ id, startMs: Date.UTC(2026, 8, 30, 23) });
const inOctober = (id: string) => makeRequest({ id, startMs: Date.UTC(2026, 9, 1, 1) });

/** An archive with one request in October, and imports in the course of which something happens. */
async function filledArchive() {
  const folder = await temporaryFolder();
  const places = archivePlaces(folder);
  const archive = openArchive(folder);
  const take = (rows: readonly LoggedRequest[], meanwhile: () => Promise<unknown> = async () => undefined) =>
    archive.importPages('eu', then(sourceOf([rows]), meanwhile), quietWork());
  await take([inOctober('a')]);
  const count = async (month: string) => (await archive.costReport(month, ['node'])).total.requests;
  return { places, take, count };
}

/** The source, and something that happens when all of it was read and nothing saved. */
function then(source: ImportSource, meanwhile: () => Promise<unknown>): ImportSource {
  async function* pages() {
    yield* source.pages;
    await meanwhile();
  }
  return { ...source, pages: pages() };
}

test('nothing is saved when one of several months was changed by somebody else', async () => {
  const { places, take } = await filledArchive();
  await take([makeRequest({ id: 'other', startMs: Date.UTC(2026, 7, 10) })]);
  const disturb = () => copyFile(places.segment({ node: 'eu', month: '2026-08' }), places.segment(OCTOBER));
  await expect(take([inSeptember('b'), inOctober('c')], disturb)).rejects.toMatchObject({
    problem: { code: 'archive_changed' },
  });
  expect((await readdir(places.folder('eu'))).filter((name) => name.startsWith('2026-09'))).toEqual([]);
});

test('what was saved is said when a later month cannot be, and importing again completes it', async () => {
  const { places, take, count } = await filledArchive();
  const record = places.sidecar(OCTOBER);
  const block = async () => {
    await rename(record, `${record}.away`);
    await mkdir(record);
  };
  const rows = [inSeptember('b'), inOctober('c')];
  await expect(take(rows, block)).rejects.toMatchObject({
    problem: {
      code: 'import_partly_saved',
      message: expect.stringMatching(/saved for 2026-09, and not from 2026-10 on: .*EISDIR/),
    },
  });
  await rm(record, { recursive: true });
  await rename(`${record}.away`, record);
  expect([await count('2026-09'), await count('2026-10')]).toEqual([1, 1]);
  await take(rows);
  expect([await count('2026-09'), await count('2026-10')]).toEqual([1, 2]);
});

test('a request that moves is saved where it goes to before it is taken from where it was', async () => {
  const { places, take, count } = await filledArchive();
  const block = () => mkdir(places.sidecar(SEPTEMBER));
  // October is opened first, and loses its request only to the second row.
  await expect(take([inOctober('c'), inSeptember('a')], block)).rejects.toThrow(/EISDIR/);
  expect(await count('2026-10')).toBe(1);
});

test('a move that was stopped between its two months is completed by importing again', async () => {
  const { places, take, count } = await filledArchive();
  const record = places.sidecar(OCTOBER);
  const block = async () => {
    await rename(record, `${record}.away`);
    await mkdir(record);
  };
  await expect(take([inSeptember('a')], block)).rejects.toMatchObject({
    problem: { code: 'import_partly_saved' },
  });
  await rm(record, { recursive: true });
  await rename(`${record}.away`, record);
  expect([await count('2026-09'), await count('2026-10')]).toEqual([1, 1]);
  await take([inSeptember('a')]);
  expect([await count('2026-09'), await count('2026-10')]).toEqual([1, 0]);
});
