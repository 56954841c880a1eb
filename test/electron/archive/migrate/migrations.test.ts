import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { Archive } from '../../../../electron/archive/archive.ts';
import type { MigrationState } from '../../../../electron/archive/migrate/migrations.ts';
import { takeLock } from '../../../../electron/files/file-lock.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { monthOf } from '../../../../shared/audit/months.ts';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { readEverything } from '../everything.ts';
import { asKeptEarlier, earlierImage, writeEarlierMonth, writeEarlierPosition } from './earlier-layout.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const OCTOBER_10 = Date.UTC(2026, 9, 10);

async function workspace(requests: readonly LoggedRequest[] = []) {
  const folder = await temporaryFolder();
  const node = join(folder, 'archive/eu');
  for (const month of new Set(requests.map(({ startMs }) => monthOf(startMs)))) {
    const rows = requests.filter(({ startMs }) => monthOf(startMs) === month);
    await writeEarlierMonth(node, month, await earlierImage(rows));
  }
  return { folder, node, open: () => openArchive(folder, { now: () => NOW, capacity: 5 }) };
}

async function total(archive: Archive, month = '2026-10'): Promise<number> {
  return (await archive.costReport(month, ['node'])).total.requests;
}

const one = makeRequest({ id: 'one', startMs: OCTOBER_10 });
const two = makeRequest({ id: 'two', startMs: Date.UTC(2026, 10, 5) });

describe('what an earlier version left', () => {
  test('is all there, as if it had been imported', async () => {
    await fc.assert(
      fc.asyncProperty(distinctRequests, async (requests) => {
        const old = await workspace(requests);
        const fresh = await workspace();
        const imported = fresh.open();
        await imported.importPages('eu', sourceOf([requests.map(asKeptEarlier)]), quietWork());
        const archive = old.open();
        expect(await readEverything(archive)).toEqual(await readEverything(imported));
        expect(await archive.problems()).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  test('says what it covers and up to where the log was read', async () => {
    const { node, open } = await workspace();
    const until = Date.UTC(2026, 9, 12);
    await writeEarlierMonth(node, '2026-10', await earlierImage([one], [[OCTOBER_10, until]]));
    await writeEarlierPosition(node, until);
    const archive = open();
    expect(await archive.readUntil('eu')).toBe(until);
    const [coverage] = (await archive.costReport('2026-10', ['node'])).coverage;
    expect(coverage?.gaps.map(({ from, until: end }) => [from, end])).toEqual([
      ['2026-10-01T00:00:00.000Z', '2026-10-10T00:00:00.000Z'],
      ['2026-10-12T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ]);
  });

  test('is found by whatever is asked first, and before an import', async () => {
    const firsts: readonly ((archive: Archive) => Promise<unknown>)[] = [
      (archive) => archive.months(),
      (archive) => archive.record('eu', 'one', quietWork()).catch(() => undefined),
      (archive) => archive.readUntil('eu'),
      (archive) => archive.coverage(),
      (archive) => archive.importPages('eu', sourceOf([[makeRequest({ id: 'new' })]]), quietWork()),
    ];
    for (const first of firsts) {
      const { node, open } = await workspace([one]);
      await first(open());
      expect(await readdir(join(node, 'earlier-layout'))).toEqual(['2026-10.json', '2026-10.sqlite']);
    }
  });

  test('is told of while it is taken over, whatever is asked first', async () => {
    const requests = Array.from({ length: 6_000 }, (_, at) =>
      makeRequest({ id: `id-${at}`, startMs: OCTOBER_10 + at }),
    );
    const { folder } = await workspace(requests);
    const told: MigrationState[] = [];
    const archive = openArchive(folder, { now: () => NOW, migrating: (state) => void told.push(state) });
    expect(await archive.months()).toEqual(['2026-10']);
    const about = { node: 'eu', month: '2026-10', total: 6_000 };
    for (const state of told.slice(0, -1)) expect(state).toMatchObject({ ...about, state: 'running' });
    expect(told.at(-1)).toEqual({ ...about, state: 'done', done: 6_000 });
    expect(told.length).toBeGreaterThan(1);
  });

  test('loses against what was imported since, and wins over nothing', async () => {
    const { node, open } = await workspace();
    const newer = { ...one, spendNano: 7 };
    const before = open();
    await before.importPages('eu', sourceOf([[newer]]), quietWork());
    await writeEarlierMonth(node, '2026-10', await earlierImage([one, { ...one, id: 'other' }]));
    const { rows } = await readEverything(open());
    expect(new Map(rows.map(({ id, spendNano }) => [id, spendNano]))).toEqual(
      new Map([
        ['one', 7],
        ['other', one.spendNano],
      ]),
    );
  });

  test('costs nothing where there is nothing: no file is made', async () => {
    const { folder, open } = await workspace();
    await mkdir(join(folder, 'archive/eu'), { recursive: true });
    const archive = open();
    expect(await archive.months()).toEqual([]);
    expect(await readdir(folder, { recursive: true })).toEqual(['archive', join('archive', 'eu')]);
  });

  test('keeps rows apart that the archive of today cannot hold', async () => {
    const { folder, node, open } = await workspace();
    const below = makeRequest({ id: 'below', promptTokens: -5 });
    const broken = makeRequest({ id: 'broken' });
    const image = await earlierImage(
      [one, below, broken],
      [],
      `UPDATE request SET extra = '{' WHERE id = 'broken'`,
    );
    await writeEarlierMonth(node, '2026-10', image);
    const archive = open();
    const [problem] = await archive.problems();
    expect(problem).toMatchObject({
      code: 'migration_rows_refused',
      message: expect.stringContaining('2 of the 3 requests of eu in 2026-10'),
    });
    expect(await total(archive)).toBe(1);
    const side = await readFile(join(folder, problem?.where ?? ''), 'utf8');
    const refused = side
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { where: string }).where);
    expect(refused.toSorted()).toEqual(['2026-10.sqlite, request below', '2026-10.sqlite, request broken']);
  });
});

describe('damage', () => {
  const ways: readonly (readonly [string, string, (image: Uint8Array) => Uint8Array, boolean])[] = [
    ['a flipped byte', 'its checksum differs', (image) => image.with(image.length - 40, 1), true],
    ['an empty file', 'it is empty', () => new Uint8Array(0), true],
    ['another file', 'it is no database', () => Buffer.from('no database '.repeat(20)), true],
    ['a file that was cut', 'its structure is broken', (image) => image.slice(0, 8192), false],
    ['a database of something else', 'it is no archive of this program', (image) => image.with(63, 0), false],
  ];
  test.each(ways)(
    '%s is set aside and told of, the rest is taken over',
    async (_name, why, damage, recorded) => {
      const { node, open } = await workspace([one, two]);
      const file = join(node, '2026-10.sqlite');
      const bad = damage(new Uint8Array(await readFile(file)));
      await writeFile(file, bad);
      if (!recorded) await rm(join(node, '2026-10.json'));
      const archive = open();
      expect(await archive.months()).toEqual(['2026-11']);
      const name = '2026-10.sqlite.corrupt-20261120T120000000Z';
      const told = {
        code: 'segment_damaged',
        message: `The archive of eu for 2026-10, of an earlier version, is damaged (${why}) and was set aside as archive/eu/${name}.`,
        next: expect.stringContaining('Import 2026-10 of eu again'),
        where: `archive/eu/${name}`,
      };
      expect(await archive.problems()).toEqual([told]);
      expect(await readFile(join(node, name))).toEqual(Buffer.from(bad));
      // The next process says it too.
      const [again] = await open().problems();
      expect(again).toMatchObject({ code: 'segment_damaged', where: told.where });
      // A good copy that is put back is taken over, and nothing is told of any more.
      await writeEarlierMonth(node, '2026-10', await earlierImage([one]));
      const mended = open();
      expect(await total(mended)).toBe(1);
      expect(await open().problems()).toEqual([]);
    },
  );

  test('a file of a later version is left and told of', async () => {
    const { node, open } = await workspace([two]);
    const image = await earlierImage([one], [], 'PRAGMA user_version = 2');
    await writeEarlierMonth(node, '2026-10', image);
    const archive = open();
    expect(await archive.months()).toEqual(['2026-11']);
    expect(await archive.problems()).toMatchObject([
      {
        code: 'segment_too_new',
        message: expect.stringContaining('layout 2'),
        where: 'archive/eu/2026-10.sqlite',
      },
    ]);
    expect(await readFile(join(node, '2026-10.sqlite'))).toEqual(Buffer.from(image));
  });

  test('a month of which only the record is left is told of', async () => {
    const { node, open } = await workspace([one]);
    await rm(join(node, '2026-10.sqlite'));
    expect(await open().problems()).toMatchObject([
      { code: 'segment_missing', where: 'archive/eu/2026-10.json' },
    ]);
  });
});

describe('with others', () => {
  test('what is there is answered while another process has the lock, and said to be without the rest', async () => {
    const { folder, open } = await workspace([one]);
    const held = await takeLock(join(folder, 'archive/.eu.lock'), 'something');
    const archive = open();
    expect(await archive.months()).toEqual([]);
    expect(await archive.problems()).toMatchObject([
      { code: 'migration_running', message: expect.stringContaining('by another process') },
    ]);
    if (held.taken) await held.release();
    expect(await archive.months()).toEqual(['2026-10']);
    expect(await archive.problems()).toEqual([]);
  });

  test('many at once take it over once', async () => {
    const { node, open } = await workspace([one, two]);
    const archives = [open(), open(), open()];
    await Promise.all(
      archives.flatMap((archive, index) => [
        archive.months(),
        archive.coverage(),
        archive.importPages('eu', sourceOf([[makeRequest({ id: `new-${index}` })]]), quietWork()),
      ]),
    );
    for (const archive of archives) {
      expect(await total(archive)).toBe(4);
      expect(await archive.problems()).toEqual([]);
    }
    const commits = (await readFile(join(node, 'commits.jsonl'), 'utf8')).trim().split('\n');
    expect(commits.filter((line) => line.includes('earlier layout'))).toHaveLength(2);
  });

  test('two processes take it over once', async () => {
    const { folder, node } = await workspace([one, two]);
    const scripts = await temporaryFolder();
    const entry = join(import.meta.dirname, '../import-often.ts');
    const script = await bundleScript(entry, scripts, 'import-often', 'cjs');
    const wasm = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
    await copyFile(wasm, join(scripts, 'sql-wasm.wasm'));
    const run = (name: string) =>
      promisify(execFile)(process.execPath, [script, folder, name, '3'], { timeout: 50_000 });
    await Promise.all([run('first'), run('second')]);
    const archive = openArchive(folder);
    expect((await total(archive)) + (await total(archive, '2026-11'))).toBe(2 + 2 * 3);
    expect(await archive.problems()).toEqual([]);
    const commits = (await readFile(join(node, 'commits.jsonl'), 'utf8')).trim().split('\n');
    expect(commits.filter((line) => line.includes('earlier layout'))).toHaveLength(2);
  }, 60_000);

  test('one that is closed on the way is gone on with by the next', async () => {
    const many = Array.from({ length: 6_000 }, (_, index) =>
      makeRequest({ id: `request-${index}`, startMs: OCTOBER_10 + index * 1_000 }),
    );
    const { folder } = await workspace(many);
    const archive = openArchive(folder, { now: () => NOW, capacity: 1_000 });
    const asked = archive.months();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await archive.close();
    await asked;
    expect(await total(openArchive(folder, { now: () => NOW }))).toBe(6_000);
  });

  test('what hinders it is told of, and answers come without it', async () => {
    const { node, open } = await workspace([one]);
    // A file where the folder of the old files has to be.
    await writeFile(join(node, 'earlier-layout'), '');
    const archive = open();
    expect(await total(archive)).toBe(1);
    expect(await archive.problems()).toMatchObject([{ code: 'migration_failed', where: 'archive/eu' }]);
    await rm(join(node, 'earlier-layout'));
    await archive.importPages('eu', sourceOf([[makeRequest({ id: 'new' })]]), quietWork());
    expect(await archive.problems()).toEqual([]);
    expect(await total(archive)).toBe(2);
  });
});
