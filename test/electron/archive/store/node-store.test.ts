import { copyFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { describe, expect, test, vi } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { LAYOUT } from '../../../../electron/archive/segment/sections.ts';
import { openStaging } from '../../../../electron/archive/import/staging.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { importWorld, NODE, requestsOf, rowOf } from '../import/node-state.ts';
import type { ImportWorld } from '../import/node-state.ts';

/** A node with three segments, of which the second one has a changed request. */
async function threeSegments(): Promise<ImportWorld & { readonly names: readonly string[] }> {
  const world = await importWorld();
  const rows = (from: number) => Array.from({ length: 5 }, (_, at) => rowOf(`id-${from + at}`));
  for (const from of [0, 5, 10]) await world.take(await world.file(rows(from).join('\n')));
  return { ...world, names: (await world.store.segments()).map(({ name }) => name) };
}

const inFolder = async ({ store }: ImportWorld) => (await readdir(store.folder)).toSorted();

describe('a segment that cannot be read', () => {
  test('is set aside and told of when it is damaged, and the rest stays', async () => {
    const world = await threeSegments();
    const { store, names } = world;
    const name = names[1] ?? '';
    const file = join(store.folder, name);
    const bytes = await readFile(file);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await writeFile(file, damaged);
    const all = await store.segments();
    const counts = all.map((segment) => store.use(segment, (reader) => reader.words().length));
    expect(counts).toEqual([expect.any(Number), null, expect.any(Number)]);
    expect(await store.lost()).toMatchObject([{ segment: { name }, state: 'damaged', kept: false }]);
    expect((await store.segments()).map((segment) => segment.name)).toEqual([names[0], names[2]]);
    const aside = (await inFolder(world)).filter((one) => one.includes('.corrupt-'));
    expect(aside).toEqual([expect.stringContaining(`${name}.corrupt-`)]);
    // A copy that is put back counts again.
    await writeFile(file, bytes);
    expect(await store.lost()).toEqual([]);
    expect(await requestsOf(store)).toHaveLength(15);
  });

  test('is told of while it is not there', async () => {
    const { store, names, folder } = await threeSegments();
    const file = join(store.folder, names[0] ?? '');
    await rename(file, join(folder, 'away'));
    expect((await store.segments()).map(({ name }) => name)).toEqual(names.slice(1));
    expect(await store.lost()).toMatchObject([{ segment: { name: names[0] }, state: 'missing' }]);
    await rename(join(folder, 'away'), file);
    expect(await store.lost()).toEqual([]);
    expect(await requestsOf(store)).toHaveLength(15);
  });

  test('stays where it is when a newer version wrote it', async () => {
    const world = await threeSegments();
    const { store, names } = world;
    const file = join(store.folder, names[2] ?? '');
    const bytes = await readFile(file);
    const length = bytes.readUInt32LE(8);
    const header = bytes
      .toString('utf8', 16, 16 + length)
      .replace(`"layout":${LAYOUT}`, `"layout":${LAYOUT + 7}`);
    expect(header).toHaveLength(length);
    const newer = Buffer.concat([bytes.subarray(0, 16), Buffer.from(header), bytes.subarray(16 + length)]);
    newer.writeUInt32LE(crc32(header), 12);
    await writeFile(file, newer);
    const [, , last] = await store.segments();
    expect(last && store.open(last)).toBeNull();
    expect(await store.lost()).toMatchObject([{ state: 'newer', kept: true }]);
    expect(await inFolder(world)).toContain(names[2]);
    expect(await store.segments()).toHaveLength(2);
  });
});

describe('a segment that the system does not let be read', () => {
  test('is left out and told of, keeps imports waiting, and counts again when it can be read', async () => {
    const folder = await temporaryFolder();
    const archive = openArchive(folder, { capacity: 2 });
    const rows = [1, 2, 3, 4].map((id) => makeRequest({ id: String(id) }));
    await archive.importPages('eu', sourceOf([rows]), quietWork());
    await archive.close();
    const again = openArchive(folder);
    const [store] = await again.stores();
    const [segment] = (await store?.segments()) ?? [];
    const file = join(store?.folder ?? '', segment?.name ?? '');
    await rename(file, `${file}.away`);
    // A link to itself cannot be read, by whoever asks.
    await symlink(file, file);
    expect((await again.costReport('2026-10', ['team'])).total.requests).toBe(2);
    expect(await again.problems()).toMatchObject([
      { code: 'segment_unreadable', message: expect.stringContaining('ELOOP') as string },
    ]);
    expect((await again.verify(quietWork())).problems).toMatchObject([{ code: 'segment_unreadable' }]);
    await expect(again.importPages('eu', sourceOf([rows]), quietWork())).rejects.toThrow(/ELOOP/);
    expect(await again.repair(quietWork())).toMatchObject([{ done: false }]);
    await rm(file);
    await rename(`${file}.away`, file);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
    expect(await again.problems()).toEqual([]);
    clock.mockRestore();
    expect((await again.costReport('2026-10', ['team'])).total.requests).toBe(4);
    expect(await again.importPages('eu', sourceOf([rows]), quietWork())).toMatchObject({
      repeated: 4,
      inserted: 0,
    });
  });
});

test('what stays unreadable stays missing and told of, and is whole as soon as it can be read', async () => {
  const folder = await temporaryFolder();
  const first = openArchive(folder, { capacity: 2 });
  const rows = [1, 2, 3, 4, 5, 6].map((id) => makeRequest({ id: String(id) }));
  await first.importPages('eu', sourceOf([rows]), quietWork());
  await first.close();
  const archive = openArchive(folder);
  const [store] = await archive.stores();
  const segment = (await store?.segments())?.[1];
  const file = join(store?.folder ?? '', segment?.name ?? '');
  await rename(file, `${file}.away`);
  await symlink(file, file);
  const ask = () =>
    archive.steady(async () => {
      // What roll-ups do not say, so that each segment is looked through.
      const found = await archive.requests.find({ where: [], text: 'payments' });
      const rowsFound = await found.page({ sort: 'startMs', descending: true }, 0, 10);
      return [found.total, rowsFound.length, (await archive.problems()).map(({ code }) => code)];
    });
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  for (let turn = 0; turn < 4; turn += 1) {
    expect(await ask()).toEqual([4, 4, ['segment_unreadable']]);
    now += 10_000;
  }
  await rm(file);
  await rename(`${file}.away`, file);
  expect(await ask()).toEqual([6, 6, []]);
  clock.mockRestore();
});

test('another segment in the place of one, and a folder, are told of as damage', async () => {
  const { store, take, file } = await threeSegments();
  await take(await file(rowOf('later', { startTime: '2026-10-11T12:00:00Z' })));
  const all = await store.segments();
  const [first = '', , third = '', later = ''] = all.map(({ name }) => join(store.folder, name));
  await copyFile(later, first);
  await rm(third);
  await mkdir(third);
  expect(all.map((segment) => store.use(segment, (reader) => reader.words().length) === null)).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(await store.lost()).toMatchObject([
    { state: 'damaged', why: 'it is another one than was imported' },
    { state: 'damaged', why: 'it is a folder' },
  ]);
});

describe('tidying', () => {
  test('puts segments aside that no commit names, and gives those of a killed import back to it', async () => {
    const world = await threeSegments();
    const { store, names, tools } = world;
    const before = await inFolder(world);
    const staging = openStaging(tools.places.staging(NODE), 'of a file');
    const segment = { name: 'staged.seg', sha256: '', bytes: 1, rows: 1, firstMs: 0, lastMs: 0 };
    staging.note({ pieces: [], segment, hashes: new Uint32Array(0) });
    for (const name of ['orphan.seg', 'staged.seg'])
      await copyFile(join(store.folder, names[0] ?? ''), join(store.folder, name));
    await store.tidy(tools.places.staging(NODE));
    expect(await inFolder(world)).toEqual(
      [...new Set([...before, '.staging', 'orphan.seg.unclaimed-20261120T120000000Z'])].toSorted(),
    );
    expect(await readdir(staging.folder)).toContain('staged.seg');
  });

  test('takes nothing away while a commit is damaged: its segments still count', async () => {
    const world = await threeSegments();
    const { store, tools } = world;
    const file = join(store.folder, 'commits.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"number":2', '"number":7'));
    await store.tidy(tools.places.staging(NODE));
    expect((await store.state()).damage).toEqual(['line 2 of commits.jsonl is damaged']);
    expect(await requestsOf(store)).toHaveLength(15);
    // And they go on counting after the next import.
    await world.take(await world.file([rowOf('id-6', { spend: 3 }), rowOf('new')].join('\n')));
    expect(await requestsOf(store)).toHaveLength(16);
  });

  test('finds nothing to do in a folder that is not there', async () => {
    const { store, tools } = await importWorld();
    await rm(store.folder, { recursive: true, force: true });
    await store.tidy(tools.places.staging(NODE));
    expect(await store.segments()).toEqual([]);
  });
});

test('requests that were changed are masked where they were first, also when asked again', async () => {
  const { store, names, take, file } = await threeSegments();
  const maskedNames = async (): Promise<readonly string[]> => {
    const masks = await store.masks();
    return (await store.segments()).map((one) => one.name).filter((one) => masks.has(one));
  };
  expect(await maskedNames()).toEqual([]);
  await take(await file(rowOf('id-7', { spend: 2 })));
  const [name] = await maskedNames();
  expect(await maskedNames()).toEqual([names[1]]);
  const rows = [...((await store.masks()).get(name ?? '') ?? [])];
  const segment = (await store.segments()).find((one) => one.name === name);
  expect(segment && store.use(segment, (reader) => rows.map((row) => reader.id(row)))).toEqual(['id-7']);
});
