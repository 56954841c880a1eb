import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Archive } from '../../../../electron/archive/archive.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { rolledUp } from '../import/node-state.ts';
import { expectedSums } from '../../../helpers/usage-sums.ts';
import { NODE, openSmall, runStep, STEPS } from './steps.ts';
import { faultWorld, ROUNDS, stateOf } from './world.ts';

/** A byte of a file becomes another; which one, in words. */
async function flip(file: string, at: number, by: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ by;
  await writeFile(file, bytes);
}

async function rowsIn(archive: Archive): Promise<readonly LoggedRequest[]> {
  return archive.steady(async () => {
    const found = await archive.requests.find({ where: [] });
    const rows = await found.page({ sort: 'startMs', descending: false }, 0, found.total);
    return rows.map(({ node: _node, ...request }) => request);
  });
}

const random = (below: number): number => Math.floor(Math.random() * below);

test('of any byte that is another, verify tells; figures are exact or said to be without what is damaged; repair mends it', async () => {
  const world = await faultWorld();
  const ids = new Set(world.end.keys());
  for (let round = 0; round < (ROUNDS > 0 ? ROUNDS : 70); round += 1) {
    const folder = await world.before('end');
    const home = join(folder, 'archive', NODE);
    const names = (await readdir(home)).filter((name) => /\.seg$|^commits\.jsonl$/.test(name));
    // The log is one of many files and has the most to lose.
    const name = round % 5 === 0 ? 'commits.jsonl' : (names[random(names.length)] ?? '');
    const { length } = await readFile(join(home, name));
    const at = random(length);
    const by = 1 + random(255);
    const what = `${name} at ${at} by ${by}`;
    await flip(join(home, name), at, by);

    const archive = openSmall(folder);
    // First as somebody asks who knows of nothing.
    const report = await archive.costReport('2026-10', ['node']);
    const asked = await archive.problems();
    const [store] = await archive.stores();
    const rows = await rowsIn(archive);
    const told = await archive.problems();
    if (asked.length === 0) expect(report.total.requests, what).toBe(world.end.size);
    if (told.length === 0) {
      expect(rows.map(({ id }) => id).toSorted(), what).toEqual([...ids].toSorted());
    } else if (!told.some(({ message }) => message.includes('count twice'))) {
      // What is left is part of the whole, and the sums are those of what is left.
      expect(new Set(rows.map(({ id }) => id)).size, what).toBe(rows.length);
      for (const row of rows) expect(row, what).toEqual(world.end.get(row.id));
      if (store !== undefined) expect(await rolledUp(store), what).toEqual(expectedSums(rows));
    }
    const { problems } = await archive.verify(quietWork());
    expect(problems.length, what).toBeGreaterThan(0);
    expect(
      problems.map(({ where }) => where),
      what,
    ).toContain(`archive/${NODE}/${name}`);

    const steps = await archive.repair(quietWork());
    expect(steps.length, what).toBeGreaterThan(0);
    expect(
      steps.filter(({ done }) => !done),
      what,
    ).toEqual([]);
    // What came from the node comes again with the next import of its log.
    for (const step of STEPS) if (step.startsWith('log')) await runStep(archive, world.given, step);
    await archive.close();
    expect(await stateOf(folder, [world.end]), `${what}: ${steps.map(({ text }) => text).join(' ')}`).toBe(0);
  }
}, 3_600_000);
