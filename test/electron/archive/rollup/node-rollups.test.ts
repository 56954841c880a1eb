import { rmSync } from 'node:fs';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { createNodeRollups } from '../../../../electron/archive/rollup/node-rollups.ts';
import { createAdder } from '../../../../electron/archive/rollup/cost-cube.ts';
import type { CostCube } from '../../../../electron/archive/rollup/cost-cube.ts';
import { openRollup, rollupBytes } from '../../../../electron/archive/rollup/rollup-file.ts';
import type { NodeStore } from '../../../../electron/archive/store/node-store.ts';
import { DAY_MS, monthInterval } from '../../../../shared/audit/months.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const MONTH = '2026-10';

/** A cube as sums by day and group, in no order. */
function plain(cube: CostCube): ReadonlyMap<string, readonly unknown[]> {
  const sums = new Map<string, readonly unknown[]>();
  for (const [place, group] of cube.group.entries()) {
    const values = [cube.requests, cube.promptTokens, cube.completionTokens, cube.nano, cube.unpriced].map(
      (of) => of[place],
    );
    if (values.some((value) => Number(value) !== 0))
      sums.set(JSON.stringify([cube.day[place], cube.groups[group]]), values);
  }
  return sums;
}

/** The node's rollups, and the names of the segments that they look into. */
function watched(store: NodeStore) {
  const looked = new Set<string>();
  const rollups = createNodeRollups({
    ...store,
    use: (segment, what) => {
      looked.add(segment.name);
      return store.use(segment, what);
    },
  });
  return { rollups, looked };
}

/** Without its files, all is read from the segments. */
async function fromSegments(store: NodeStore): Promise<CostCube> {
  await rm(join(store.folder, 'rollups'), { recursive: true, force: true });
  return createNodeRollups(store).cube(MONTH);
}

async function imported(...logs: readonly (readonly ReturnType<typeof makeRequest>[])[]) {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 3 });
  for (const rows of logs) await archive.importPages('eu', sourceOf([rows]), quietWork());
  const [store] = await openArchive(folder).stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  return { folder, archive, store, file: join(store.folder, 'rollups', `${MONTH}.rollup`) };
}

const rows = (from: number, until: number, more: Parameters<typeof makeRequest>[0] = {}) =>
  Array.from({ length: until - from }, (_, at) => makeRequest({ id: `id-${from + at}`, ...more }));

test('after imports a month is answered without its segments, and as they say', async () => {
  await fc.assert(
    fc.asyncProperty(distinctRequests, fc.subarray([0, 1, 2, 3, 4]), async (any, changed) => {
      // Of a segment of three months its hours are asked, as there may be none in the one between.
      const first = Date.UTC(2026, 9, 1);
      const requests = any.map((row) => ({ ...row, startMs: Math.max(row.startMs, first) }));
      const later = requests
        .filter((_, at) => changed.includes(at))
        .map((row) => ({ ...row, teamId: 'moved', teamAlias: 'Moved', spendNano: 7 }));
      const { store } = await imported(requests, later);
      const { rollups, looked } = watched(store);
      const cube = await rollups.cube(MONTH);
      const names = await rollups.names();
      expect([...looked]).toEqual([]);
      expect(plain(cube)).toEqual(plain(await fromSegments(store)));
      expect(names).toEqual(await createNodeRollups(store).names());
    }),
    { numRuns: 15 },
  );
});

test('a segment that came after the file is added to it', async () => {
  const { archive, store, file } = await imported(rows(0, 6));
  const before = await readFile(file);
  await archive.importPages('eu', sourceOf([rows(6, 9)]), quietWork());
  const segments = (await store.segments()).map(({ name }) => name);
  // As an import leaves it that was ended before it wrote the sums.
  await writeFile(file, before);
  const { rollups, looked } = watched(store);
  expect((await rollups.cube(MONTH)).requests).toEqual([9]);
  expect([...looked]).toEqual(segments.slice(openRollup(file)?.of.length));
  await rollups.refresh();
  expect(openRollup(file)?.of).toEqual(segments);
});

test('files of sums are for their owner alone, and what a kill left of one is cleared', async () => {
  const { archive, file } = await imported(rows(0, 3));
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  const half = join(file, '..', `.${MONTH}.rollup.0123456789ab.tmp`);
  await writeFile(half, 'half');
  await archive.importPages('eu', sourceOf([rows(3, 4)]), quietWork());
  expect(await readdir(join(file, '..'))).toEqual([`${MONTH}.rollup`]);
});

test('a fault of the program is not taken for a file that cannot be written', async () => {
  const { store, file } = await imported(rows(0, 3));
  await rm(file);
  const use = (): never => {
    throw new TypeError('a fault');
  };
  await expect(createNodeRollups({ ...store, use }).refresh()).rejects.toThrow('a fault');
});

describe('a file that is not what it must be', () => {
  test('is not asked where a repair of another process removes it meanwhile', async () => {
    const { archive, store, file } = await imported(rows(0, 6));
    const before = await readFile(file);
    await archive.importPages('eu', sourceOf([rows(6, 9)]), quietWork());
    const whole = await readFile(file);
    await writeFile(file, before);
    const use: NodeStore['use'] = (segment, what) => {
      rmSync(file, { force: true });
      return store.use(segment, what);
    };
    await createNodeRollups({ ...store, use }).refresh();
    expect(await readFile(file)).toEqual(whole);
  });

  test('is not asked, wherever a bit of it is wrong', async () => {
    const { store, file } = await imported(rows(0, 9, { teamAlias: 'One' }));
    const [said, names] = [plain(await store.rollups.cube(MONTH)), await store.rollups.names()];
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(file, damaged);
      const { rollups } = watched(store);
      expect(plain(await rollups.cube(MONTH))).toEqual(said);
      expect(await rollups.names()).toEqual(names);
    }
    expect(await store.lost()).toEqual([]);
    await writeFile(file, bytes.subarray(0, -1));
    await store.rollups.refresh();
    expect(await readFile(file)).toEqual(bytes);
  });

  test('does not speak for a segment that was cut off or is gone', async () => {
    const { store } = await imported(rows(0, 9));
    const [first, second] = await store.segments();
    await truncate(join(store.folder, first?.name ?? ''), 50);
    expect((await store.rollups.cube(MONTH)).requests).toEqual([6]);
    expect(await store.lost()).toMatchObject([{ segment: { name: first?.name }, state: 'damaged' }]);
    await rm(join(store.folder, second?.name ?? ''));
    expect((await store.rollups.cube(MONTH)).requests).toEqual([3]);
  });

  test('is left where it cannot be written, and the import is whole', async () => {
    const { archive, store, file } = await imported(rows(0, 3));
    await rm(file);
    await rm(join(store.folder, 'rollups'), { recursive: true });
    await writeFile(join(store.folder, 'rollups'), 'in the way');
    expect(await archive.importPages('eu', sourceOf([rows(3, 9)]), quietWork())).toMatchObject({
      inserted: 6,
    });
    expect((await archive.costReport(MONTH, ['team'])).total.requests).toBe(9);
    expect(await readdir(store.folder)).not.toContain('.rollups');
  });
});

test('sums beyond what a float holds are kept exactly, and sums below zero are not kept', async () => {
  const group = { teamId: 't', model: 'm', key: '', user: '', ok: true, kind: 'model' } as const;
  const cube = (nano: bigint, requests = 3, rest = 0): CostCube => ({
    groups: [group],
    day: [Date.UTC(2024, 9, 4) / DAY_MS],
    group: [0],
    requests: [requests],
    promptTokens: [5],
    completionTokens: [6],
    nano: [nano],
    rest: [rest],
    unpriced: [2],
  });
  const huge = 3n * BigInt(Number.MAX_SAFE_INTEGER) + 11n;
  expect(rollupBytes([], cube(huge, -1), [])).toBeNull();
  const file = join(await temporaryFolder(), 'sums');
  for (const whole of [cube(huge), cube(huge, 3, 123_456), cube(5n, 3, -7)]) {
    await writeFile(file, rollupBytes(['a.seg'], whole, []) ?? '');
    const kept = openRollup(file);
    const adder = createAdder(monthInterval('2024-10'));
    if (kept !== null) adder.add(kept);
    expect(plain(adder.cube())).toEqual(plain(whole));
  }
});
