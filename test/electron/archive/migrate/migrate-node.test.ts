import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { migrateNode } from '../../../../electron/archive/migrate/migrate-node.ts';
import type { MigrationTools } from '../../../../electron/archive/migrate/migrate-month.ts';
import { archivePlaces } from '../../../../electron/archive/places.ts';
import { createCacheBudget } from '../../../../electron/archive/store/cache-budget.ts';
import { openNodeStore } from '../../../../electron/archive/store/node-store.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { makeRequest } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { readEverything } from '../everything.ts';
import { asKeptEarlier, earlierImage, writeEarlierMonth, writeEarlierPosition } from './earlier-layout.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const OCTOBER = Date.UTC(2026, 9, 1);
const NOVEMBER = Date.UTC(2026, 10, 1);
const READ_UNTIL = Date.UTC(2026, 10, 3);

/** Five requests of a month, a day apart. */
function requestsOf(fromMs: number): LoggedRequest[] {
  const day = (number: number) => fromMs + number * 86_400_000;
  return [0, 1, 2, 3, 4].map((number) =>
    makeRequest({ id: `${fromMs}-${number}`, startMs: day(number), spendNano: 1_000 + number }),
  );
}

async function oldWorkspace(): Promise<string> {
  const folder = await temporaryFolder();
  const node = join(folder, 'archive/eu');
  await writeEarlierMonth(
    node,
    '2026-10',
    await earlierImage(requestsOf(OCTOBER), [[OCTOBER + 3_600_000, NOVEMBER]]),
  );
  await writeEarlierMonth(
    node,
    '2026-11',
    await earlierImage(requestsOf(NOVEMBER), [[NOVEMBER, READ_UNTIL]]),
  );
  await writeEarlierPosition(node, READ_UNTIL);
  return folder;
}

/** Runs a migration as its process would that is killed at the given point; false when it ended before. */
async function migrateUntil(folder: string, point: number): Promise<boolean> {
  const places = archivePlaces(folder);
  const stamp = () => '20261120T120000000Z';
  const store = openNodeStore('eu', places.folder('eu'), { cache: createCacheBudget(0), stamp });
  let left = point;
  let kill = (): void => undefined;
  const killed = new Promise<boolean>((resolve) => {
    kill = () => resolve(true);
  });
  async function pass(): Promise<void> {
    left -= 1;
    if (left >= 0) return;
    kill();
    await new Promise(() => undefined);
  }
  const stopping = async <T>(run: () => Promise<T>): Promise<T> => {
    await pass();
    const result = await run();
    await pass();
    return result;
  };
  const tools: MigrationTools = {
    places,
    store: { ...store, commit: (change) => stopping(() => store.commit(change)) },
    now: () => NOW,
    stamp,
    signal: new AbortController().signal,
    progress: () => undefined,
    capacity: 2,
    segments: 1,
    rename: (from, to) => stopping(() => rename(from, to)),
  };
  return Promise.race([killed, migrateNode(tools).then(() => false)]);
}

async function everythingOf(folder: string) {
  const archive = openArchive(folder, { now: () => NOW });
  const all = {
    ...(await readEverything(archive)),
    coverage: await archive.coverage(),
    readUntil: await archive.readUntil('eu'),
    problems: await archive.problems(),
  };
  await archive.close();
  return all;
}

test('stopped between any two steps, it ends the same when it is run again', async () => {
  const whole = await oldWorkspace();
  expect(await migrateUntil(whole, Infinity)).toBe(false);
  const expected = await everythingOf(whole);
  expect(expected.rows).toHaveLength(10);
  expect(expected.readUntil).toBe(READ_UNTIL);
  expect(expected.problems).toEqual([]);
  for (let point = 0; ; point += 1) {
    const folder = await oldWorkspace();
    if (!(await migrateUntil(folder, point))) {
      // Seven commits and five files that are moved, each stopped before and after.
      expect(point).toBe(24);
      break;
    }
    expect(await everythingOf(folder)).toEqual(expected);
    expect((await readdir(join(folder, 'archive/eu/earlier-layout'))).toSorted()).toEqual([
      '2026-10.json',
      '2026-10.sqlite',
      '2026-11.json',
      '2026-11.sqlite',
      'node-log.json',
    ]);
    const left = await readdir(join(folder, 'archive/eu'));
    expect(left.filter((name) => !name.endsWith('.seg') && !name.startsWith('.')).toSorted()).toEqual([
      'commits.jsonl',
      'earlier-layout',
    ]);
  }
}, 60_000);

test('keeps the files as they were, beside those that were taken over before', async () => {
  const folder = await oldWorkspace();
  const node = join(folder, 'archive/eu');
  const first = await readFile(join(node, '2026-10.sqlite'));
  expect(await migrateUntil(folder, Infinity)).toBe(false);
  const second = await earlierImage([makeRequest({ id: 'later', startMs: OCTOBER + 9 })]);
  await writeFile(join(node, '2026-10.sqlite'), second);
  expect(await migrateUntil(folder, Infinity)).toBe(false);
  expect(await readFile(join(node, 'earlier-layout/2026-10.sqlite'))).toEqual(first);
  expect(await readFile(join(node, 'earlier-layout/2026-10-2.sqlite'))).toEqual(Buffer.from(second));
  expect((await everythingOf(folder)).rows).toHaveLength(11);
});

test('a request that both months hold is counted once', async () => {
  const folder = await temporaryFolder();
  const node = join(folder, 'archive/eu');
  const moved = makeRequest({ id: 'moved', startMs: NOVEMBER - 1_000 });
  await writeEarlierMonth(node, '2026-10', await earlierImage([moved]));
  await writeEarlierMonth(node, '2026-11', await earlierImage([{ ...moved, startMs: NOVEMBER + 1_000 }]));
  expect(await migrateUntil(folder, Infinity)).toBe(false);
  expect((await everythingOf(folder)).rows).toEqual([{ node: 'eu', ...asKeptEarlier(moved) }]);
});
