import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { monthInterval } from '../../../shared/audit/months.ts';
import type { Problem } from '../../../shared/result.ts';
import { createAdder } from '../rollup/cost-cube.ts';
import type { CostCube } from '../rollup/cost-cube.ts';
import { rollupFolder, rollupPath } from '../rollup/node-rollups.ts';
import { openRollup } from '../rollup/rollup-file.ts';
import { openSegment } from '../segment/segment-reader.ts';
import type { NodeStore } from '../store/node-store.ts';

/** Months, `YYYY-MM`, whose file of sums says something else than the segments that it names. Only reads. */
export async function differingRollups(store: NodeStore): Promise<readonly string[]> {
  const differing: string[] = [];
  for (const month of await monthsWithFile(store)) if (await differs(store, month)) differing.push(month);
  return differing;
}

/** By the names of the files: the store, asked for its months, sets aside what it finds damaged. */
async function monthsWithFile({ folder }: NodeStore): Promise<readonly string[]> {
  const names = await readdir(rollupFolder(folder)).catch(() => [] as string[]);
  return names.flatMap((name) => /^(\d{4}-\d{2})\.rollup$/.exec(name)?.[1] ?? []).toSorted();
}

/** The same as problems. */
export async function rollupProblems(store: NodeStore): Promise<readonly Problem[]> {
  return (await differingRollups(store)).map((month) => ({
    code: 'rollup_differs',
    message: `The sums of ${month} that are kept of ${store.node} are not those of its requests. Charts and totals of that month may be wrong.`,
    next: 'Run gatehouse verify --repair to add them up again.',
    where: path.posix.join('archive', store.node, 'rollups', path.basename(rollupPath(store.folder, month))),
  }));
}

/** Removes those files, so that they are written anew. Only for who holds the node's lock. */
export async function dropDifferingRollups(store: NodeStore): Promise<readonly string[]> {
  const months = await differingRollups(store);
  for (const month of months) await rm(rollupPath(store.folder, month), { force: true });
  return months;
}

async function differs(store: NodeStore, month: string): Promise<boolean> {
  const file = openRollup(rollupPath(store.folder, month));
  if (file === null) return false;
  const said = createAdder(monthInterval(month));
  const counted = createAdder(monthInterval(month));
  try {
    said.add(file);
    for (const name of file.of) {
      const reader = openSegment(path.join(store.folder, name));
      counted.add(reader);
      reader.forget();
      await setImmediate();
    }
  } catch {
    // It is not asked then: what is damaged or gone is told of elsewhere.
    return false;
  }
  return plain(said.cube()) !== plain(counted.cube());
}

/** A cube as a text, the same for the same sums. */
function plain(cube: CostCube): string {
  const { groups, group, day, requests, promptTokens, completionTokens, nano, unpriced } = cube;
  const lines: string[] = [];
  for (const [place, number] of group.entries()) {
    const sums = [requests, promptTokens, completionTokens, nano, unpriced].map((of) => String(of[place]));
    if (sums.some((sum) => sum !== '0')) lines.push(JSON.stringify([day[place], groups[number], sums]));
  }
  return lines.sort().join('\n');
}
