import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { fileOf, makeRequest, quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('what a lost segment leaves is a gap of just its time, with the file to import again', async () => {
  const folder = await temporaryFolder();
  const now = () => new Date('2026-11-20T12:00:00Z');
  const archive = openArchive(folder, { capacity: 2, threads: 0, now });
  const hours = [0.5, 1, 2, 3, 700, 743.5];
  const rows = hours.map((hour, at) =>
    makeRequest({ id: String(at), startMs: Date.UTC(2026, 9, 1) + hour * 3_600_000 }),
  );
  const { source, reading } = await fileOf(folder, rows);
  await archive.importSource('eu', source, quietWork(), reading);
  const gapsOf = async () => (await openArchive(folder, { now }).coverage())[0]?.gaps ?? [];
  const silence = ['2026-10-01T04:00:00.000Z', '2026-10-30T04:00:00.000Z'];
  // The log begins and ends within an hour of the month's edges.
  expect((await gapsOf()).map(({ from, until }) => [from, until])).toEqual([silence, expect.anything()]);

  const home = join(folder, 'archive/eu');
  const { add } = JSON.parse(await readFile(join(home, 'commits.jsonl'), 'utf8')) as {
    readonly add: readonly { readonly name: string; readonly lastMs: number }[];
  };
  const first = add.find(({ lastMs }) => lastMs === rows[1]?.startMs);
  await rm(join(home, first?.name ?? ''));
  const [lost, ...others] = await gapsOf();
  expect(lost).toEqual({
    from: '2026-10-01T00:30:00.000Z',
    until: '2026-10-01T01:00:00.001Z',
    why: `The archive's file ${first?.name ?? ''} is gone, or was set aside as damaged. Put it back from a copy, or import ${source.path} again.`,
    reason: 'damaged',
  });
  expect(others.map(({ from, until }) => [from, until])).toEqual([silence, expect.anything()]);
});

test('months without a request between those that have some are gaps too, and months to come are none', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { threads: 0, now: () => new Date('2026-11-20T12:00:00Z') });
  const times = ['2026-07-31T23:30:00Z', '2026-10-01T00:00:00Z', '2027-02-01T00:00:00Z'];
  for (const [at, time] of times.entries()) {
    const rows = [makeRequest({ id: String(at), startMs: Date.parse(time) })];
    const { source, reading } = await fileOf(folder, rows, `${at}.jsonl`);
    await archive.importSource('eu', source, quietWork(), reading);
  }
  const [node] = await archive.coverage();
  const days = node?.gaps.map(({ from, until, why }) => [from.slice(0, 10), until.slice(0, 10), why]);
  expect(days).toEqual([
    ['2026-07-01', '2026-07-31', 'No import covers this time.'],
    ['2026-08-01', '2026-10-01', 'Nothing of this month was imported.'],
    ['2026-10-01', '2026-11-01', 'No import covers this time.'],
    ['2026-11-01', '2026-11-20', 'Nothing of this month was imported.'],
  ]);
});
