import { statSync } from 'node:fs';
import path from 'node:path';

import { monthInterval } from '../../../shared/audit/months.ts';
import { ProblemError } from '../../../shared/result.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { createPace } from '../pace.ts';
import { monthsOf } from '../query/months.ts';
import { DamagedError } from '../segment/sections.ts';
import type { SeenName } from '../segment/seen-names.ts';
import type { CommittedSegment } from '../store/commit.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { NodeSegments } from '../store/node-segments.ts';
import { createAdder } from './cost-cube.ts';
import type { CostCube } from './cost-cube.ts';
import { createNamesOf } from './month-names.ts';
import { openRollup, rollupBytes } from './rollup-file.ts';
import type { RollupFile } from './rollup-file.ts';

/** What all segments of a node say in sum. */
export interface NodeRollups {
  /** Months with requests that can be read, oldest first, `YYYY-MM`. */
  months(): Promise<readonly string[]>;
  /** Of a month, `YYYY-MM`. Segments that cannot be read are passed over; the store tells. */
  cube(month: string): Promise<CostCube>;
  /** The names that teams and keys went by, those that were imported later last. */
  names(): Promise<readonly SeenName[]>;
  /**
   * Writes the files of months whose segments are no longer those that they name. What cannot be written is left: the
   * segments are read then. Only for who holds the node's lock.
   */
  refresh(): Promise<void>;
}

/** The folder of these files, within a node's. */
export function rollupFolder(folder: string): string {
  return path.join(folder, 'rollups');
}

/** The file of a month, `YYYY-MM`, in a node's folder. */
export function rollupPath(folder: string, month: string): string {
  return path.join(rollupFolder(folder), `${month}.rollup`);
}

/** A chart of a year asks for twelve months. */
const KEPT = 24;

/** The sums of a month: those of a file, and of the segments that came after it. */
interface MonthParts {
  readonly file: RollupFile | null;
  readonly rest: readonly CommittedSegment[];
}

/** Sums of a node's segments, of files where these are of the segments that there are. */
export function createNodeRollups(store: NodeSegments) {
  const kept = new Map<string, CostCube>();
  let names: { readonly version: string; readonly names: readonly SeenName[] } | null = null;

  /** What of a month counts, in the order in which it was committed. */
  async function segmentsOf(month: string): Promise<readonly CommittedSegment[]> {
    const { fromMs, untilMs } = monthInterval(month);
    const overlaps = ({ firstMs, lastMs }: CommittedSegment) => lastMs >= fromMs && firstMs < untilMs;
    const segments = (await store.segments()).filter(overlaps);
    // A file can speak for a segment that was cut off meanwhile: it is looked at before it is spoken for.
    const cut = segments.filter((segment) => !hasItsLength(path.join(store.folder, segment.name), segment));
    for (const segment of cut) store.open(segment);
    return cut.length === 0 ? segments : (await store.segments()).filter(overlaps);
  }

  function partsOf(month: string, segments: readonly CommittedSegment[]): MonthParts {
    const file = openRollup(rollupPath(store.folder, month));
    const isStart = file?.of.every((name, index) => segments[index]?.name === name) === true;
    return isStart ? { file, rest: segments.slice(file.of.length) } : { file: null, rest: segments };
  }

  /**
   * Asks the file and the segments after it, or all segments where the file turns out to be damaged, or gone: a repair
   * of another process removes files that say something else than their segments.
   */
  async function ask<T>(
    month: string,
    segments: readonly CommittedSegment[],
    what: (parts: MonthParts) => Promise<T>,
  ): Promise<T> {
    try {
      return await what(partsOf(month, segments));
    } catch (error) {
      if (!(error instanceof DamagedError) && !isRefusal(error)) throw error;
      return what({ file: null, rest: segments });
    }
  }

  async function addUp(month: string, { file, rest }: MonthParts): Promise<CostCube> {
    const pace = createPace(() => undefined);
    const adder = createAdder(monthInterval(month));
    if (file !== null) adder.add(file);
    for (const segment of rest) {
      if (pace.due()) await pace.rest();
      store.use(segment, (reader) => adder.add(reader));
    }
    return adder.cube();
  }

  async function namesIn(month: string, { file, rest }: MonthParts): Promise<readonly SeenName[]> {
    const pace = createPace(() => undefined);
    const names = createNamesOf(monthInterval(month));
    names.add(file?.names() ?? []);
    for (const segment of rest) {
      if (segment.rows === 0) continue;
      if (pace.due()) await pace.rest();
      names.add(store.use(segment, (reader) => reader.names()) ?? []);
    }
    return names.all();
  }

  async function months(): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const segment of await store.segments())
      for (const month of monthsOf(store, segment)) found.add(month);
    return [...found].toSorted();
  }

  async function refreshMonth(month: string): Promise<void> {
    const segments = await segmentsOf(month);
    const parts = partsOf(month, segments);
    if (parts.file !== null && parts.rest.length === 0) return;
    const of = segments.map(({ name }) => name);
    const [cube, seen] = await ask(
      month,
      segments,
      async (these) => [await addUp(month, these), await namesIn(month, these)] as const,
    );
    // What turned out to be damaged on the way is not in these sums.
    const still = (await segmentsOf(month)).map(({ name }) => name);
    if (still.join('\n') !== of.join('\n')) return;
    const bytes = rollupBytes(of, cube, seen);
    if (bytes === null) return;
    await writeFileAtomic(rollupPath(store.folder, month), bytes, { secret: true });
    // What was there before may have been wrong, and kept.
    kept.clear();
    names = null;
  }

  const rollups: NodeRollups = {
    months,
    async cube(month) {
      const version = await store.version();
      const key = `${month} ${version}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const cube = await ask(month, await segmentsOf(month), (parts) => addUp(month, parts));
      // What was committed or turned out to be damaged on the way is not to be taken for whole the next time.
      if ((await store.version()) === version) kept.set(key, cube);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return cube;
    },
    async names() {
      const version = await store.version();
      if (names?.version === version) return names.names;
      const found: SeenName[] = [];
      for (const month of await months()) {
        const segments = await segmentsOf(month);
        found.push(...(await ask(month, segments, (parts) => namesIn(month, parts))));
      }
      if ((await store.version()) === version) names = { version, names: found };
      return found;
    },
    async refresh() {
      try {
        for (const month of await months()) await refreshMonth(month);
      } catch (error) {
        if (!isRefusal(error) && !(error instanceof ProblemError)) throw error;
        // Whatever came before it is committed, and nothing is lost: the segments say the same.
      }
    },
  };
  return rollups;
}

function hasItsLength(file: string, { bytes }: CommittedSegment): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size === bytes;
  } catch {
    // Whoever opens it finds out why.
    return false;
  }
}
