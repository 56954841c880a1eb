import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { injectFaults, prepareFaults } from '../../../helpers/fs-faults.ts';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { NODE, openSmall, runStep, STEPS, writeGiven } from './steps.ts';
import { faultWorld, stateOf } from './world.ts';

const IMPORTS = 25;

test('who asks while another process imports sees one state after the other, each of them whole', async () => {
  const folder = await temporaryFolder();
  const scripts = await temporaryFolder();
  const script = await bundleScript(
    join(import.meta.dirname, '../import-often.ts'),
    scripts,
    'import-often',
    'cjs',
  );
  const child = spawn(process.execPath, [script, folder, 'one', String(IMPORTS)], { stdio: 'inherit' });
  const closed = new Promise((resolve) => {
    child.once('close', (code) => {
      resolve(code);
    });
  });
  const archive = openArchive(folder);
  const seen = new Set<number>();
  let last = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const { total } = await archive.costReport('2026-10', ['node']);
    const [found, rows] = await archive.steady(async () => {
      const all = await archive.requests.find({ where: [] });
      return [all.total, await all.page({ sort: 'startMs', descending: false }, 0, 500)] as const;
    });
    const [covered] = await archive.coverage();
    expect(rows).toHaveLength(found);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(found);
    expect(total.requests).toBeGreaterThanOrEqual(last);
    expect(found).toBeGreaterThanOrEqual(total.requests);
    expect(covered?.requests ?? 0).toBeGreaterThanOrEqual(found);
    last = covered?.requests ?? 0;
    seen.add(found);
  }
  expect(await closed).toBe(0);
  expect((await archive.costReport('2026-10', ['node'])).total.requests).toBe(IMPORTS);
  expect(await archive.problems()).toEqual([]);
  expect(seen.size).toBeGreaterThan(1);
});

test('a clock that goes back or far ahead loses nothing, and nothing that is to come is called imported', async () => {
  const world = await faultWorld();
  const folder = await temporaryFolder();
  const times = ['2026-11-20', '2026-10-11T00:10:00Z', '2031-01-01', '2026-11-20', '2024-02-29'];
  for (const [index, step] of STEPS.entries()) {
    const archive = openSmall(folder, () => new Date(times[index] ?? 0));
    await runStep(archive, world.given, step);
    await archive.close();
    expect(await stateOf(folder, [world.states[step].at(-1) ?? new Map()])).toBe(0);
  }
  // Again by one and the same clock: names of files do not meet.
  for (const step of STEPS) {
    const archive = openSmall(folder);
    await runStep(archive, world.given, step);
    await archive.close();
  }
  const log = openSmall(folder, () => new Date('2026-10-11T00:05:00Z'));
  const [coverage] = await log.coverage();
  expect(Date.parse(coverage?.until ?? '')).toBeLessThanOrEqual(Date.parse('2026-10-12T00:00:00Z'));
  expect(await log.readUntil(NODE)).toBeLessThanOrEqual(Date.parse('2026-10-12T00:00:00Z'));
  await log.close();
});

test('an archive that cannot be written is read as ever', async () => {
  await prepareFaults();
  const world = await faultWorld();
  const folder = await world.before('end');
  const faults = injectFaults({ fault: 'EROFS', at: 1, under: folder });
  try {
    expect(await stateOf(folder, [world.end])).toBe(0);
    // A damaged segment that cannot be put aside is left out all the same.
    faults.restore();
    const archive = openSmall(folder);
    const [store] = await archive.stores();
    const [segment] = (await store?.segments()) ?? [];
    await writeFile(join(store?.folder ?? '', segment?.name ?? ''), 'no segment');
    const again = injectFaults({ fault: 'EROFS', at: 1, under: folder });
    try {
      const { total } = await archive.costReport('2026-10', ['node']);
      expect(total.requests).toBeLessThan(world.end.size);
      expect(await archive.problems()).toMatchObject([{ code: 'segment_damaged' }]);
    } finally {
      again.restore();
    }
    await archive.close();
  } finally {
    faults.restore();
  }
});

test('an import that was ended is told of, gone on with, and cleared when nobody does for a week', async () => {
  await prepareFaults();
  const folder = await temporaryFolder();
  const given = join(folder, 'given');
  await writeGiven(given);
  const work = join(folder, 'work');
  await mkdir(work);
  const end = async (): Promise<void> => {
    const archive = openSmall(work);
    const faults = injectFaults({ fault: 'freeze', at: 35, under: work });
    await expect(runStep(archive, given, 'file')).rejects.toThrow('could not be stored');
    faults.restore();
    await archive.close();
  };
  await end();
  const archive = openSmall(work);
  expect(await archive.unfinished()).toEqual([
    { node: NODE, description: 'file', at: '2026-11-20T12:00:00.000Z', rows: expect.any(Number) },
  ]);
  const [{ rows } = { rows: 0 }] = await archive.unfinished();
  expect(rows).toBeGreaterThan(0);
  await archive.close();
  const later = openSmall(work, () => new Date('2026-11-28T12:00:00Z'));
  await runStep(later, given, 'log');
  expect(await later.unfinished()).toEqual([]);
  await later.close();
});
