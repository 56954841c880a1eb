import { copyFile, mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { archivePlaces } from '../../../electron/archive/places.ts';
import { openSegmentFiles } from '../../../electron/archive/segment-files.ts';
import { openWriter } from '../../../electron/archive/segment-writer.ts';
import { readSidecar, writeSidecar } from '../../../electron/archive/sidecar.ts';
import { loadSqlite } from '../../../electron/archive/sqlite.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const OCTOBER = { node: 'eu', month: '2026-10' };

/** An archive with October of two nodes. */
async function filledArchive() {
  const folder = await temporaryFolder();
  const rows = Array.from({ length: 300 }, (_, index) => makeRequest({ id: `request-${index}` }));
  const archive = openArchive(folder, { now: () => NOW });
  await archive.importPages('eu', sourceOf([rows]), quietWork());
  await archive.importPages('us', sourceOf([[makeRequest({ id: 'other' })]]), quietWork());
  const places = archivePlaces(folder);
  return {
    folder,
    places,
    segment: places.segment(OCTOBER),
    sidecar: places.sidecar(OCTOBER),
    reopen: () => openArchive(folder, { now: () => NOW }),
    files: openSegmentFiles(places, loadSqlite, () => NOW),
  };
}

const DAMAGES: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['empty', (file) => truncate(file, 0)],
  ['cut in the middle', async (file) => truncate(file, Math.floor((await readFile(file)).length / 2))],
  ['cut by one page', async (file) => truncate(file, (await readFile(file)).length - 8192)],
  ['garbage', (file) => writeFile(file, 'not a database '.repeat(500))],
  ['one byte off', (file) => changeByte(file, 40_000)],
];

async function changeByte(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  await writeFile(file, bytes);
}

describe.each(DAMAGES)('a segment that is %s', (_name, damage) => {
  test('is set aside, said, and never begun anew in silence', async () => {
    const { folder, segment, reopen } = await filledArchive();
    await damage(segment);
    const archive = reopen();
    await expect(archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).rejects.toMatchObject({
      problem: {
        code: 'segment_damaged',
        where: 'archive/eu/2026-10.sqlite.corrupt-20261120T120000000Z',
        next: expect.stringContaining('2026-10'),
      },
    });
    expect(await readdir(join(folder, 'archive/eu'))).toEqual([
      '2026-10.json.corrupt-20261120T120000000Z',
      '2026-10.sqlite.corrupt-20261120T120000000Z',
    ]);
  });

  test('is still a month of the archive', async () => {
    const { segment, places, reopen } = await filledArchive();
    await rm(places.folder('us'), { recursive: true });
    await damage(segment);
    const archive = reopen();
    // Looking at it is what sets it aside.
    await archive.costReport('2026-10', ['node']);
    expect(await archive.months()).toEqual(['2026-10']);
  });

  test('does not take the other nodes with it, and its hours are missing', async () => {
    const { segment, reopen } = await filledArchive();
    await damage(segment);
    const { total, coverage } = await reopen().costReport('2026-10', ['node']);
    expect(total.requests).toBe(1);
    expect(coverage.map(({ node, requests }) => [node, requests])).toEqual([
      ['eu', 0],
      ['us', 1],
    ]);
    expect(coverage[0]?.gaps).toEqual([
      {
        from: '2026-10-01T00:00:00.000Z',
        until: '2026-11-01T00:00:00.000Z',
        why: expect.stringContaining('damaged'),
      },
    ]);
  });
});

test('a page of the audit table says what it is without, until the month is imported again', async () => {
  const { segment, reopen } = await filledArchive();
  await truncate(segment, 100);
  const archive = reopen();
  const look = async () => {
    const { rows, problems } = await archive.requests({ where: [] });
    return { total: rows.length, problems };
  };
  // The first look finds the damage and sets the file aside; later ones find no file.
  for (const _look of ['first', 'second']) {
    expect(await look()).toMatchObject({
      total: 1,
      problems: [{ code: 'segment_damaged', message: expect.stringContaining('eu for 2026-10') }],
    });
  }
  await archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork());
  expect(await look()).toMatchObject({ total: 2, problems: [] });
});

describe('a segment', () => {
  test('of a newer version is left alone', async () => {
    const { segment, reopen } = await filledArchive();
    const bytes = await readFile(segment);
    bytes.writeUInt32BE(2, 60);
    await writeFile(segment, bytes);
    const archive = reopen();
    await expect(archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).rejects.toMatchObject({
      problem: { code: 'segment_too_new' },
    });
    expect((await archive.costReport('2026-10', ['node'])).coverage[0]?.gaps[0]?.why).toContain('newer');
    expect((await readFile(segment)).equals(bytes)).toBe(true);
  });

  test('that is no segment of ours is set aside', async () => {
    const { segment, sidecar, files } = await filledArchive();
    const database = (await loadSqlite()).open();
    database.run('CREATE TABLE other (a)');
    await writeFile(segment, database.export());
    await rm(sidecar);
    database.close();
    await expect(files.load(OCTOBER)).rejects.toMatchObject({ problem: { code: 'segment_damaged' } });
  });

  test('that is gone while its record is there is not begun anew', async () => {
    const { segment, reopen } = await filledArchive();
    await rm(segment);
    const archive = reopen();
    await expect(archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).rejects.toMatchObject({
      problem: { code: 'segment_missing' },
    });
    expect((await archive.coverage())[0]?.gaps[0]?.why).toContain('gone');
  });

  test('without its record is believed when its sums match its rows, and gets a record again', async () => {
    const { sidecar, files, reopen } = await filledArchive();
    const before = await readFile(sidecar, 'utf8');
    await rm(sidecar);
    expect((await files.load(OCTOBER))?.record.facts.requests).toBe(300);
    expect(await readFile(sidecar, 'utf8')).toBe(before);
    await writeFile(sidecar, '{"version":');
    expect((await reopen().costReport('2026-10', ['node'])).total.requests).toBe(301);
  });

  test('without its record is set aside when its sums do not match its rows', async () => {
    const { segment, sidecar, files } = await filledArchive();
    const database = (await loadSqlite()).open(await readFile(segment));
    database.run('UPDATE rollup SET requests = requests + 1');
    await writeFile(segment, database.export());
    database.close();
    await rm(sidecar);
    await expect(files.load(OCTOBER)).rejects.toMatchObject({ problem: { code: 'segment_damaged' } });
  });

  test('can be imported again after it was set aside, and the gap is gone', async () => {
    const { segment, reopen } = await filledArchive();
    await truncate(segment, 100);
    const archive = reopen();
    const again = () =>
      archive.importPages(
        'eu',
        sourceOf([[makeRequest()]], {
          covers: { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) },
        }),
        quietWork(),
      );
    await expect(again()).rejects.toMatchObject({ problem: { code: 'segment_damaged' } });
    expect(await again()).toMatchObject({ inserted: 1 });
    expect((await archive.coverage()).find(({ node }) => node === 'eu')).toMatchObject({
      requests: 1,
      gaps: [],
    });
  });
});

describe('saving', () => {
  /** The images before and after, and a folder in which a save can be stopped at any step. */
  async function twoImages() {
    const filled = await filledArchive();
    const before = await filled.files.load(OCTOBER);
    if (before === null) throw new Error('there is no October');
    const writer = openWriter(await loadSqlite(), new Uint8Array(before.image));
    writer.add(makeRequest({ id: 'one more' }));
    return { ...filled, before, after: writer.finish() };
  }

  test('is whole at every step at which it can be stopped', async () => {
    const { segment, sidecar, files, before, after } = await twoImages();
    await files.save(OCTOBER, after.image, after.facts, before.record);
    const done = await readSidecar(sidecar);
    const requests = async () => (await files.load(OCTOBER))?.record.facts.requests;
    expect(await requests()).toBe(301);

    await writeSidecar(sidecar, { version: 1, current: before.record, pending: done?.current ?? null });
    expect(await requests()).toBe(301);
    expect((await files.record(OCTOBER))?.facts.requests).toBe(301);
    await writeFile(segment, before.image);
    expect(await requests()).toBe(300);
    expect((await files.record(OCTOBER))?.facts.requests).toBe(300);

    await files.save(OCTOBER, after.image, after.facts, before.record);
    expect(await readSidecar(sidecar)).toEqual(done);
  });

  test('of a first segment that was stopped before its file leaves none', async () => {
    const { places, files, after } = await twoImages();
    const key = { node: 'new', month: '2026-10' };
    const pending = { sha256: 'x', bytes: after.image.length, facts: after.facts };
    await mkdir(places.folder('new'), { recursive: true });
    await writeSidecar(places.sidecar(key), { version: 1, current: null, pending });
    expect(await files.load(key)).toBeNull();
    await files.save(key, after.image, after.facts, null);
    expect((await files.load(key))?.record.facts.requests).toBe(301);
  });

  test('does not write over what another process saved meanwhile', async () => {
    const { segment, files, before, after } = await twoImages();
    await copyFile(join(segment, '../../us/2026-10.sqlite'), segment);
    const theirs = await readFile(segment);
    await expect(files.save(OCTOBER, after.image, after.facts, before.record)).rejects.toMatchObject({
      problem: { code: 'archive_changed' },
    });
    expect((await readFile(segment)).equals(theirs)).toBe(true);
  });

  test('that fails leaves the old segment and its record', async () => {
    const { places, segment, sidecar, files, before, after } = await twoImages();
    const record = await readFile(sidecar);
    const key = { node: 'eu', month: '2026-09' };
    await mkdir(places.segment(key));
    await expect(files.save(key, after.image, after.facts, null)).rejects.toThrow(/EISDIR/);
    expect((await readFile(segment)).equals(before.image)).toBe(true);
    expect(await readFile(sidecar)).toEqual(record);
  });
});

test('a segment that is replaced by another process is read anew', async () => {
  const { reopen } = await filledArchive();
  const [reader, writer] = [reopen(), reopen()];
  expect((await reader.costReport('2026-10', ['node'])).total.requests).toBe(301);
  await writer.importPages('eu', sourceOf([[makeRequest({ id: 'one more' })]]), quietWork());
  expect((await reader.costReport('2026-10', ['node'])).total.requests).toBe(302);
});
