import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import type { ArchiveOptions } from '../../../electron/archive/archive.ts';
import type { LogPage } from '../../../electron/gateways/adapter.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { readEverything } from './everything.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

async function newArchive(options: ArchiveOptions = {}) {
  const folder = await temporaryFolder();
  return { folder, archive: openArchive(folder, { now: () => NOW, ...options }) };
}

/** Every file below a folder with its bytes. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}

describe('what comes in', () => {
  test('is the same whatever the order, the pages, the repeats and the number of imports', async () => {
    await fc.assert(
      fc.asyncProperty(distinctRequests, fc.infiniteStream(fc.nat(1_000)), async (requests, random) => {
        const one = await newArchive();
        await one.archive.importPages('eu', sourceOf([requests]), quietWork());

        const other = await newArchive({ capacity: 5 });
        const dice = () => random.next().value ?? 0;
        const shuffled = [...requests, ...requests.filter(() => dice() % 3 === 0)]
          .map((request) => ({ request, at: dice() }))
          .sort((a, b) => a.at - b.at)
          .map(({ request }) => request);
        while (shuffled.length > 0) {
          const pages = [shuffled.splice(0, dice() % 9), shuffled.splice(0, 1 + (dice() % 9))];
          await other.archive.importPages('eu', sourceOf(pages), quietWork());
        }
        expect(await readEverything(other.archive)).toEqual(await readEverything(one.archive));
        const { rows } = await readEverything(one.archive);
        expect(byId(rows)).toEqual(byId(requests.map((request) => ({ node: 'eu', ...request }))));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test('is counted: new, repeated, changed', async () => {
    const { archive } = await newArchive();
    const first = await archive.importPages(
      'eu',
      sourceOf([[makeRequest(), makeRequest({ id: 'b', startMs: Date.UTC(2026, 9, 3) })]]),
      quietWork(),
    );
    expect(first).toMatchObject({
      read: 2,
      inserted: 2,
      repeated: 0,
      updated: 0,
      refused: 0,
      refusedFile: null,
    });
    expect(first).toMatchObject({ from: '2026-10-03T00:00:00.000Z', until: '2026-10-10T12:00:00.000Z' });
    const again = [makeRequest(), makeRequest({ id: 'b', startMs: Date.UTC(2026, 9, 3), spendNano: 7 })];
    const second = await archive.importPages('eu', sourceOf([again]), quietWork());
    expect(second).toMatchObject({ read: 2, inserted: 0, repeated: 1, updated: 1 });
    const { total } = await archive.costReport('2026-10', ['team']);
    expect(total).toMatchObject({ requests: 2, spend: '0.000450007' });
  });

  test('goes to its own node and month', async () => {
    const { archive } = await newArchive();
    const edge = Date.UTC(2026, 10, 1);
    const rows = [makeRequest({ id: 'a', startMs: edge - 1 }), makeRequest({ id: 'b', startMs: edge })];
    await archive.importPages('eu', sourceOf([rows]), quietWork());
    await archive.importPages('us', sourceOf([[makeRequest({ id: 'a', startMs: edge - 1 })]]), quietWork());
    expect(await archive.months()).toEqual(['2026-11', '2026-10']);
    const { rows: costs } = await archive.costReport('2026-10', ['node']);
    expect(costs.map(({ node, requests }) => [node, requests])).toEqual([
      ['eu', 1],
      ['us', 1],
    ]);
  });

  test('does not say that there is something of a month between two', async () => {
    const { archive } = await newArchive();
    const rows = [makeRequest({ id: 'a', startMs: Date.UTC(2026, 7, 1) }), makeRequest({ id: 'b' })];
    await archive.importPages('eu', sourceOf([rows]), quietWork());
    expect(await archive.months()).toEqual(['2026-10', '2026-08']);
  });

  test('is not counted in two months when a later reading moves it over the edge', async () => {
    const { archive } = await newArchive();
    const edge = Date.UTC(2026, 10, 1);
    const before = makeRequest({ startMs: edge - 3_600_000 });
    await archive.importPages('eu', sourceOf([[before]]), quietWork());
    const moved = await archive.importPages(
      'eu',
      sourceOf([[{ ...before, startMs: edge + 3_600_000 }]]),
      quietWork(),
    );
    expect(moved).toMatchObject({ inserted: 0, updated: 1 });
    expect((await archive.costReport('2026-10', ['day'])).total.requests).toBe(0);
    expect((await archive.costReport('2026-11', ['day'])).total.requests).toBe(1);
    expect(await archive.months()).toEqual(['2026-11']);
  });

  test('from two imports at once is all there', async () => {
    const { archive } = await newArchive();
    const many = (from: number) =>
      Array.from({ length: 50 }, (_, index) => makeRequest({ id: `request-${from + index}` }));
    await Promise.all([
      archive.importPages('eu', sourceOf([many(0)]), quietWork()),
      archive.importPages('eu', sourceOf([many(25)]), quietWork()),
    ]);
    expect((await archive.costReport('2026-10', ['team'])).total.requests).toBe(75);
  });
});

describe('what cannot be kept', () => {
  test('is refused with its reason in a side file, and the rest goes on', async () => {
    const { folder, archive } = await newArchive();
    const rows = [
      makeRequest({ id: '' }),
      makeRequest({ id: 'old', startMs: 12 }),
      makeRequest({ id: 'half', promptTokens: 0.5 }),
      makeRequest({ id: 'good' }),
    ];
    const refused = [{ where: 'test.jsonl:9', reason: 'cut', raw: '{"api_key":"sk-abcdefghijkl"' }];
    const pages = (async function* pages(): AsyncGenerator<LogPage> {
      yield { rows, refused, bytes: 1, covered: { sinceMs: 0, untilMs: 1 } };
    })();
    const summary = await archive.importPages('eu', sourceOf([], { pages }), quietWork());
    expect(summary).toMatchObject({ read: 5, inserted: 1, refused: 4 });
    expect(summary.refusedFile).toMatch(/^archive\/eu\/refused\/20261120T120000000Z-1\.jsonl$/);
    const text = await readFile(join(folder, summary.refusedFile ?? ''), 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { where: string; reason: string });
    expect(lines.map(({ where }) => where)).toEqual([
      'test.jsonl:9',
      'the log of a test, request ',
      'the log of a test, request old',
      'the log of a test, request half',
    ]);
    expect(lines.every(({ reason }) => reason !== '')).toBe(true);
    expect(text).not.toContain('sk-abcdefghijkl');
  });
});

describe('an import that does not end', () => {
  const earlier = [makeRequest({ id: 'kept' })];
  const later: readonly LoggedRequest[] = [makeRequest({ id: 'lost' })];

  test.each([1, 2])('leaves every file as it was when it is cancelled after page %i of 2', async (last) => {
    const { folder, archive } = await newArchive();
    await archive.importPages('eu', sourceOf([earlier]), quietWork());
    const before = await filesOf(folder);
    const controller = new AbortController();
    const pages = (async function* pages(): AsyncGenerator<LogPage> {
      for (const page of [1, 2]) {
        yield { rows: later, refused: [{ where: 'x', reason: 'y', raw: 'z' }], bytes: 1, covered: null };
        if (page === last) controller.abort();
      }
    })();
    await expect(
      archive.importPages('eu', sourceOf([], { pages }), quietWork(controller.signal)),
    ).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(await filesOf(folder)).toEqual(before);
    expect((await archive.costReport('2026-10', ['team'])).total.requests).toBe(1);
  });

  test('leaves every file as it was when its source fails, also with segments that were written', async () => {
    const { folder, archive } = await newArchive({ capacity: 1 });
    await archive.importPages('eu', sourceOf([earlier]), quietWork());
    const before = await filesOf(folder);
    const pages = (async function* pages(): AsyncGenerator<LogPage> {
      yield { rows: later, refused: [], bytes: 1, covered: null };
      yield {
        rows: [makeRequest({ id: 'x', startMs: Date.UTC(2026, 5, 1) })],
        refused: [],
        bytes: 1,
        covered: null,
      };
      throw new Error('the line broke');
    })();
    await expect(archive.importPages('eu', sourceOf([], { pages }), quietWork())).rejects.toThrow(
      'the line broke',
    );
    expect(await filesOf(folder)).toEqual(before);
  });

  test('keeps what was covered before it ended, and goes on from there', async () => {
    const { archive } = await newArchive();
    const [first, last] = [Date.UTC(2026, 9, 10), Date.UTC(2026, 9, 12)];
    const pages = (async function* pages(): AsyncGenerator<LogPage> {
      const rows = Array.from({ length: 9_000 }, (_, index) => makeRequest({ id: `early-${index}` }));
      yield { rows, refused: [], bytes: 1, covered: { sinceMs: first, untilMs: first + 86_400_000 } };
      yield { rows: later, refused: [{ where: 'x', reason: 'y', raw: 'z' }], bytes: 1, covered: null };
      throw new Error('the line broke');
    })();
    const window = { sinceMs: first, untilMs: last };
    const log = sourceOf([], { pages, window });
    await expect(archive.importPages('eu', log, quietWork())).rejects.toMatchObject({
      problem: { code: 'archive_not_written', message: expect.stringContaining('the line broke') },
    });
    expect((await archive.costReport('2026-10', ['team'])).total.requests).toBe(9_000);
    expect(await archive.readUntil('eu')).toBe(first + 86_400_000);
  });
});

describe('a reading that ends early', () => {
  test('keeps what was covered, with what was refused of it, however little it is', async () => {
    const { folder, archive } = await newArchive();
    const start = Date.UTC(2026, 9, 10);
    const window = { sinceMs: start, untilMs: start + 86_400_000 };
    const pages = (async function* pages(): AsyncGenerator<LogPage> {
      const span = { sinceMs: start, untilMs: start + 3_600_000 };
      const refused = [{ where: 'page 1', reason: 'no time', raw: '{}' }];
      yield { rows: [makeRequest({ startMs: start })], refused, bytes: 1, covered: span };
      yield {
        rows: [makeRequest({ id: 'b', startMs: start + 4_000_000 })],
        refused: [],
        bytes: 1,
        covered: null,
      };
      throw new Error('the line broke');
    })();
    await expect(archive.importPages('eu', sourceOf([], { pages, window }), quietWork())).rejects.toThrow(
      'the line broke',
    );
    expect(await archive.readUntil('eu')).toBe(start + 3_600_000);
    expect((await archive.costReport('2026-10', ['team'])).total.requests).toBe(2);
    // The next import clears up what killed ones left, and not this.
    await archive.importPages('eu', sourceOf([[]]), quietWork());
    const [name = ''] = await readdir(join(folder, 'archive/eu/refused'));
    expect(await readFile(join(folder, 'archive/eu/refused', name), 'utf8')).toContain('"reason":"no time"');
  });
});

describe('progress', () => {
  test('is in rows for a log', async () => {
    const { archive } = await newArchive();
    const seen: unknown[] = [];
    const work = { ...quietWork(), progress: (...args: unknown[]) => void seen.push(args) };
    await archive.importPages('eu', sourceOf([[makeRequest()], [makeRequest({ id: '2' })]]), work);
    expect(seen).toEqual([
      [1, null, '1 rows'],
      [2, null, '2 rows'],
      [2, null, '2 rows'],
    ]);
  });
});

function byId<T extends { readonly id: string }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}
