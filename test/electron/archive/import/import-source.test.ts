import { openSync, closeSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Made } from '../../../../electron/archive/import/made-segment.ts';
import { openMaker } from '../../../../electron/archive/import/open-maker.ts';
import { importSource, stagingKey } from '../../../../electron/archive/import/import-source.ts';
import { openStaging } from '../../../../electron/archive/import/staging.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import type { LogRow } from '../../../../electron/gateways/adapter.ts';
import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { expectedSums } from '../../../helpers/usage-sums.ts';
import { filesOf, importWorld, NODE, requestsOf, rolledUp, rowOf } from './node-state.ts';
import type { ImportWorld, Packing } from './node-state.ts';

/** What a row says, by itself. */
function meant(line: string): LoggedRequest {
  const outcome = readSpendLog(JSON.parse(line));
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.request;
}

function sorted(model: ReadonlyMap<string, LoggedRequest>): readonly LoggedRequest[] {
  return [...model.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function expectState(world: ImportWorld, model: ReadonlyMap<string, LoggedRequest>): Promise<void> {
  expect(await requestsOf(world.store)).toEqual(sorted(model));
  expect(await rolledUp(world.store)).toEqual(expectedSums([...model.values()]));
}

const anyLine = fc
  .record({
    id: fc.oneof(
      fc.nat(12).map((number) => `chatcmpl-${String(number).padStart(24, 'abc0')}`),
      fc.constantFrom('a', 'ж', '00001111', '\ud800'),
    ),
    minute: fc.constantFrom(0, 7, 61, 1_500),
    spend: fc.constantFrom(0, null, 0.25, 0.0003300000000000001),
    team: fc.constantFrom('', 'team-1'),
    took: fc.constantFrom(40, 900),
    x: fc.constantFrom(undefined, 1),
  })
  .map(({ id, minute, spend, team, took, x }) =>
    rowOf(id, {
      startTime: new Date(Date.UTC(2026, 9, 10) + minute * 60_000).toISOString(),
      spend,
      team_id: team,
      request_duration_ms: took,
      x_field: x,
    }),
  );
const REFUSED = '{"request_id":"","startTime":"2026-10-10T12:00:00Z"}';

describe('files that are imported', () => {
  test('come to what a map of their requests says, where the last one wins, and are counted', async () => {
    const packing = fc.constantFrom<Packing>('lines', 'lines', 'gzip', 'list');
    const given = fc.record({
      lines: fc.array(anyLine, { minLength: 1, maxLength: 22 }),
      refused: fc.constantFrom(0, 0, 2),
      packing,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 4 }), async (imports) => {
        const world = await importWorld();
        const model = new Map<string, LoggedRequest>();
        const files: string[] = [];
        for (const { lines, refused, packing: how } of imports) {
          const known = model.size;
          const all = [...lines, ...Array.from({ length: refused }, () => REFUSED)];
          const file = await world.file(`${all.join('\n')}\n`, how);
          files.push(file);
          const summary = await world.take(file);
          for (const line of lines) {
            const request = meant(line);
            // A field that nobody reads stays known.
            const extra = { ...model.get(request.id)?.extra, ...request.extra };
            model.set(request.id, { ...request, extra });
          }
          expect(summary).toMatchObject({ read: all.length, refused, inserted: model.size - known });
          expect(summary.inserted + summary.repeated + summary.updated).toBe(lines.length);
          await expectState(world, model);
        }
        for (const file of files) expect(await world.take(file)).toMatchObject({ inserted: 0 });
        await expectState(world, model);
      }),
      { numRuns: 12 },
    );
  });

  test('are the same in one file and in many', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { minLength: 2, maxLength: 25 }), fc.nat(24), async (lines, at) => {
        const one = await importWorld();
        await one.take(await one.file(lines.join('\n')));
        const many = await importWorld();
        for (const part of [lines.slice(0, at), lines.slice(at)])
          if (part.length > 0) await many.take(await many.file(part.join('\r\n')));
        expect(await requestsOf(many.store)).toEqual(await requestsOf(one.store));
        expect(await rolledUp(many.store)).toEqual(await rolledUp(one.store));
      }),
      { numRuns: 8 },
    );
  });

  test('repeats of the same file are counted as such, and leave nothing behind', async () => {
    const world = await importWorld();
    const file = await world.file(Array.from({ length: 23 }, (_, at) => rowOf(`id-${at}`)).join('\n'));
    expect(await world.take(file)).toMatchObject({ read: 23, inserted: 23, repeated: 0, updated: 0 });
    const before = await world.store.segments();
    expect(await world.take(file)).toMatchObject({ read: 23, inserted: 0, repeated: 23, updated: 0 });
    expect(await world.store.segments()).toEqual(before);
  });
});

describe('an import that does not end well', () => {
  test('leaves every file as it was when it is cancelled', async () => {
    const world = await importWorld();
    await world.take(await world.file([rowOf('a'), rowOf('b')].join('\n')));
    for (const packing of ['lines', 'gzip'] as const) {
      const lines = Array.from({ length: 30 }, (_, at) =>
        rowOf(at < 2 ? ('ab'[at] ?? '') : `id-${at}`, { spend: 3 }),
      );
      const file = await world.file([...lines, REFUSED].join('\n'), packing);
      const before = await filesOf(world.folder);
      const stop = new AbortController();
      const reading = world.take(
        file,
        readBy((row) => {
          if (JSON.stringify(row).includes('id-20')) stop.abort();
          return readSpendLog(row);
        }),
        stop.signal,
      );
      await expect(reading).rejects.toMatchObject({
        problem: { code: 'cancelled', message: expect.stringMatching(/^The import into eu was cancelled/) },
      });
      expect(await filesOf(world.folder)).toEqual(before);
    }
  });

  test('hears a cancel in the middle of a range, and lets others run meanwhile', async () => {
    const world = await importWorld();
    const lines = Array.from({ length: 300 }, (_, at) => rowOf(`id-${at}`, { messages: 'x'.repeat(3_000) }));
    for (const packing of ['lines', 'gzip'] as const) {
      const file = await world.file(lines.join('\n'), packing);
      const before = await filesOf(world.folder);
      const stop = new AbortController();
      let read = 0;
      const reading = world.take(
        file,
        readBy((row) => {
          read += 1;
          for (const until = performance.now() + 2; performance.now() < until;);
          // What else there is to do comes as soon as others may run.
          if (read === 1) setTimeout(() => stop.abort(), 10);
          return readSpendLog(row);
        }),
        stop.signal,
      );
      await expect(reading).rejects.toMatchObject({
        problem: { code: 'cancelled', message: expect.stringMatching(/^The import into eu was cancelled/) },
      });
      expect(read).toBeLessThan(100);
      expect(await filesOf(world.folder)).toEqual(before);
    }
  });

  test('shows that it compares with what was there, and leaves that as it was when it is cancelled', async () => {
    const world = await importWorld();
    await world.take(await world.file([rowOf('a'), rowOf('b')].join('\n')));
    const source = await openLogSource(await world.file([rowOf('a', { spend: 3 }), REFUSED].join('\n')));
    const before = await filesOf(world.folder);
    const stop = new AbortController();
    const work = {
      signal: stop.signal,
      progress(_done: number, _total: number | null, detail = '') {
        if (detail === 'comparing with what is there, 0 of 2 requests') stop.abort();
      },
    };
    await expect(importSource(source, work, world.tools)).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
    expect(await filesOf(world.folder)).toEqual(before);
  });

  test('tells a source that cannot be read from an archive that cannot be written', async () => {
    const world = await importWorld();
    for (const packing of ['lines', 'gzip'] as const) {
      const file = await world.file([rowOf('a'), rowOf('b')].join('\n'), packing);
      const source = await openLogSource(file);
      await rm(file);
      await expect(importSource(source, quietWork(), world.tools)).rejects.toMatchObject({
        problem: { code: 'file_unreadable', message: expect.stringContaining('there is no such file') },
      });
    }
  });

  test('says so and adds nothing when the work fails, however the rows come', async () => {
    const world = await importWorld();
    await world.take(await world.file(rowOf('a')));
    for (const packing of ['lines', 'gzip', 'list'] as const) {
      const lines = Array.from({ length: 12 }, (_, at) => rowOf(`id-${at}`));
      const before = await filesOf(join(world.folder, 'archive'));
      let rows = 0;
      const reading = world.take(
        await world.file(lines.join('\n'), packing),
        readBy((row) => {
          rows += 1;
          if (rows === 8) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          return readSpendLog(row);
        }),
      );
      await expect(reading).rejects.toMatchObject({ problem: { code: 'archive_not_written' } });
      await expect(reading).rejects.toThrow(/disk is full/);
      expect(await filesOf(join(world.folder, 'archive'))).toEqual(before);
    }
  });

  test('leaves the old state when its commit cannot be written, and can be done again', async () => {
    const world = await importWorld();
    const model = new Map([['a', meant(rowOf('a'))]]);
    await world.take(await world.file(rowOf('a')));
    const file = await world.file([rowOf('a', { spend: 2 }), rowOf('b')].join('\n'));
    const full = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    const reading = world.take(file, { store: { ...world.store, commit: full } });
    await expect(reading).rejects.toMatchObject({ problem: { code: 'archive_not_written' } });
    await expectState(world, model);
    await world.store.tidy(world.tools.places.staging(NODE));
    await expectState(world, model);
    expect(await world.take(file)).toMatchObject({ inserted: 1, updated: 1 });
    await expectState(
      world,
      new Map([
        ['a', meant(rowOf('a', { spend: 2 }))],
        ['b', meant(rowOf('b'))],
      ]),
    );
  });
});

describe('an import beside a damaged segment', () => {
  test.each([0.3, 0.6, 0.8, 0.9, 0.97, 0.999])(
    'goes on without it, and it is told of: at %d',
    async (part) => {
      const world = await importWorld();
      for (const name of ['a', 'b'])
        await world.take(await world.file(`${rowOf(name)}\n${rowOf(`${name}2`)}`));
      const [first] = await world.store.segments();
      const file = join(world.store.folder, first?.name ?? '');
      const bytes = await readFile(file);
      const at = Math.floor(part * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(file, bytes);
      // Not all of it: that would bring it back.
      const again = await world.file([rowOf('a'), rowOf('b2', { spend: 5 }), rowOf('c')].join('\n'));
      const summary = await world.take(again);
      const lost = await world.store.lost();
      // What is damaged is found out only where it is read.
      expect(summary).toMatchObject(
        lost.length === 0
          ? { inserted: 1, repeated: 1, updated: 1 }
          : { inserted: 2, repeated: 0, updated: 1 },
      );
      if (lost.length > 0)
        expect((await requestsOf(world.store)).map(({ id }) => id)).toEqual(['a', 'b', 'b2', 'c']);
    },
  );
});

describe('an import that was killed', () => {
  const lines = [
    ...Array.from({ length: 31 }, (_, at) => rowOf(`id-${at}`)),
    '{"cut',
    rowOf('id-3', { spend: 9 }),
  ];

  /** Leaves what a process leaves that died when `rows` segments of five were made. */
  async function leave(world: ImportWorld, file: string, segments: number, torn: string): Promise<number> {
    const source = await openLogSource(file);
    const staging = openStaging(world.tools.places.staging(NODE), stagingKey(source));
    const of = { description: '', path: source.path, fingerprint: source.fingerprint, gateway: 'litellm' };
    const made: Made[] = [];
    const job = {
      node: NODE,
      folder: staging.folder,
      source: of,
      module: world.tools.module,
      capacity: 5,
      prefix: 'x',
    };
    const maker = openMaker(job, (one) => made.push(one));
    if (source.seekable) {
      const handle = openSync(file, 'r');
      maker.readRange(handle, 0, source.totalBytes);
      closeSync(handle);
    } else
      for await (const { bytes, firstRecord } of source.chunks(new AbortController().signal))
        maker.readLines(bytes, firstRecord);
    await maker.synced();
    const done = made.slice(0, segments);
    for (const one of done) staging.note(one);
    await appendFile(join(staging.folder, 'journal.jsonl'), torn);
    return done.flatMap(({ pieces }) => pieces).reduce((sum, { rows }) => sum + rows, 0);
  }

  test.each([
    ['lines', 0, ''],
    ['lines', 3, ''],
    ['lines', 6, '{"pieces":[{"fro'],
    ['gzip', 0, ''],
    ['gzip', 3, ''],
    ['gzip', 6, '{"pieces":[{"fro'],
  ] as const)('goes on where it was: %s, %d segments', async (packing, segments, torn) => {
    const world = await importWorld();
    const straight = await importWorld();
    const expected = await straight.take(await straight.file(lines.join('\n'), packing));
    const file = await world.file(lines.join('\n'), packing);
    const stored = await leave(world, file, segments, torn);
    let read = 0;
    const summary = await world.take(
      file,
      readBy((row) => {
        read += 1;
        return readSpendLog(row);
      }),
    );
    // Of the line that is no JSON the reader of rows knows nothing.
    expect(read).toBe(lines.length - 1 - stored);
    const { notes, ...counts } = summary;
    expect({ ...counts, seconds: 0 }).toEqual({ ...expected, seconds: 0 });
    expect(notes).toEqual(
      stored === 0 ? undefined : [expect.stringContaining(`${stored} rows were not read again`)],
    );
    expect(await requestsOf(world.store)).toEqual(await requestsOf(straight.store));
    expect(await rolledUp(world.store)).toEqual(await rolledUp(straight.store));
    const side = async ({ folder }: ImportWorld) => readFile(join(folder, summary.refusedFile ?? ''), 'utf8');
    expect(await side(world)).toBe(await side(straight));
    const left = (await filesOf(join(world.folder, 'archive'))).size;
    expect(left).toBe((await filesOf(join(straight.folder, 'archive'))).size);
  });

  test('makes again what was not written whole', async () => {
    const world = await importWorld();
    const file = await world.file(lines.join('\n'));
    await leave(world, file, 4, '');
    for (const name of (await filesOf(world.tools.places.staging(NODE))).keys())
      if (name.endsWith('x-0002.seg')) await appendFile(name, 'more');
    expect(await world.take(file)).toMatchObject({ read: 33, inserted: 31, updated: 1, refused: 1 });
  });
});

/** Rows read as they always are, but by a function that sees them. */
function readBy(readRow: (row: unknown) => LogRow) {
  return { reading: { readRow, key: '', refused: [] } };
}
