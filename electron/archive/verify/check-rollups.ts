import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { monthInterval } from '../../../shared/audit/months.ts';
import type { Problem } from '../../../shared/result.ts';
import type { Pace } from '../pace.ts';
import { createAdder } from '../rollup/cost-cube.ts';
import type { CostCube } from '../rollup/cost-cube.ts';
import { rollupFolder, rollupPath } from '../rollup/node-rollups.ts';
import { createNamesOf } from '../rollup/month-names.ts';
import { openRollup } from '../rollup/rollup-file.ts';
import { DamagedError, NewerLayoutError } from '../segment/sections.ts';
import type { SeenName } from '../segment/seen-names.ts';
import { openSegment } from '../segment/segment-reader.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';

/** What a check of a node's files of sums found, in months, `YYYY-MM`. */
interface RollupCheck {
  /** Those whose file says something else than the segments that it names, and what of it. */
  readonly differing: readonly { readonly month: string; readonly what: 'sums' | 'names' }[];
  /** Those whose file cannot be read: the segments are asked instead. */
  readonly unreadable: readonly string[];
}

/** Compares the files of sums and names with the segments that they name. Only reads. Rejects with what `pace` does. */
async function checkRollups(store: NodeStore, pace: Pace): Promise<RollupCheck> {
  const differing: { month: string; what: 'sums' | 'names' }[] = [];
  const unreadable: string[] = [];
  for (const month of await monthsWithFile(store)) {
    const said = saidOf(store, month);
    if (said === null) {
      // A repair of another process may have removed it meanwhile.
      if (existsSync(rollupPath(store.folder, month))) unreadable.push(month);
      continue;
    }
    const what = await whatDiffers(store, month, said, pace);
    if (what !== null) differing.push({ month, what });
  }
  return { differing, unreadable };
}

/** By the names of the files: the store, asked for its months, sets aside what it finds damaged. */
async function monthsWithFile({ folder }: NodeStore): Promise<readonly string[]> {
  const names = await readdir(rollupFolder(folder)).catch(() => [] as string[]);
  return names.flatMap((name) => /^(\d{4}-\d{2})\.rollup$/.exec(name)?.[1] ?? []).toSorted();
}

/** The same as problems, and as sentences of what is none. */
export async function rollupProblems(
  store: NodeStore,
  pace: Pace,
): Promise<{ readonly problems: readonly Problem[]; readonly notes: readonly string[] }> {
  const { differing, unreadable } = await checkRollups(store, pace);
  const place = (month: string): string =>
    path.posix.join('archive', store.node, 'rollups', path.basename(rollupPath(store.folder, month)));
  return {
    problems: differing.map(({ month, what }) => ({
      code: 'rollup_differs',
      message:
        what === 'sums'
          ? `The sums of ${month} that are kept of ${store.node} are not those of its requests. Charts and totals of that month may be wrong.`
          : `The names of teams and keys of ${month} that are kept of ${store.node} are not those of its requests. Reports of that month may name some wrongly.`,
      next: 'Run gatehouse verify --repair to add them up again.',
      where: place(month),
    })),
    notes: unreadable.map(
      (month) =>
        `${place(month)} cannot be read; nothing is lost: the sums of ${month} are taken from its requests, and the next import writes it anew.`,
    ),
  };
}

/** Removes those that differ, so that they are written anew. Only for who holds the node's lock. */
export async function dropDifferingRollups(store: NodeStore, pace: Pace): Promise<RollupCheck['differing']> {
  const { differing } = await checkRollups(store, pace);
  for (const { month } of differing) await rm(rollupPath(store.folder, month), { force: true });
  return differing;
}

/** What a file says, as texts that are the same for the same sums and names. */
interface Said {
  readonly of: readonly string[];
  readonly sums: string;
  readonly names: string;
}

/** Null for a file that cannot be read. */
function saidOf(store: NodeStore, month: string): Said | null {
  const span = monthInterval(month);
  try {
    const file = openRollup(rollupPath(store.folder, month));
    if (file === null) return null;
    const sums = createAdder(span);
    sums.add(file);
    const names = createNamesOf(span);
    names.add(file.names());
    return { of: file.of, sums: plain(sums.cube()), names: plainNames(names.all()) };
  } catch (error) {
    if (error instanceof DamagedError || isRefusal(error)) return null;
    throw error;
  }
}

async function whatDiffers(
  store: NodeStore,
  month: string,
  said: Said,
  pace: Pace,
): Promise<'sums' | 'names' | null> {
  const span = monthInterval(month);
  const sums = createAdder(span);
  const names = createNamesOf(span);
  for (const name of said.of) {
    await pace.rest();
    try {
      const reader = openSegment(path.join(store.folder, name));
      sums.add(reader);
      if (reader.facts.rows > 0) names.add(reader.names());
      reader.forget();
    } catch (error) {
      if (!(error instanceof DamagedError) && !(error instanceof NewerLayoutError) && !isRefusal(error))
        throw error;
      // The file is not asked then: what is damaged or gone is told of elsewhere.
      return null;
    }
  }
  if (plain(sums.cube()) !== said.sums) return 'sums';
  return plainNames(names.all()) === said.names ? null : 'names';
}

function plainNames(names: readonly SeenName[]): string {
  return names
    .map((name) => JSON.stringify(name))
    .toSorted()
    .join('\n');
}

/** A cube as a text, the same for the same sums. */
function plain(cube: CostCube): string {
  const { groups, group, day, requests, promptTokens, completionTokens, nano, rest, unpriced } = cube;
  const lines: string[] = [];
  for (const [place, number] of group.entries()) {
    const sums = [requests, promptTokens, completionTokens, nano, rest, unpriced].map((of) =>
      String(of[place]),
    );
    if (sums.some((sum) => sum !== '0')) lines.push(JSON.stringify([day[place], groups[number], sums]));
  }
  return lines.sort().join('\n');
}
