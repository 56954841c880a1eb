import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ArchivePlaces } from './places.ts';
import { full, partlySaved } from './problems.ts';
import type { SegmentFacts } from './segment-facts.ts';
import type { SegmentFiles } from './segment-files.ts';
import { openWriter } from './segment-writer.ts';
import type { SegmentWriter } from './segment-writer.ts';
import type { ImageRecord } from './sidecar.ts';
import type { Sqlite } from './sqlite.ts';

/** The segments that one import writes to: copies, until all are saved at its end. */
export interface WorkingSet {
  /** The writer of a month if it is open now; spares a wait for every row. */
  ready(month: string): SegmentWriter | undefined;
  /** Opens a month's writer, from the archive or from where it was parked. */
  open(month: string): Promise<SegmentWriter>;
  /** True when it is known already that there is no such month; spares a wait for every row. */
  lacks(month: string): boolean;
  /** Takes a request out of a month, if it is there. */
  takeOut(id: string, month: string): Promise<boolean>;
  /** Keeps memory within bounds: parks months that were not used lately in temporary files. */
  trim(keep: string): Promise<void>;
  /**
   * Replaces the files of all months that changed, one by one, each old or new. All are looked at before the
   * first, so `archive_changed` leaves all of them; rejects with `import_partly_saved` when a later one fails.
   */
  save(): Promise<void>;
  /** Gives memory and temporary files back. */
  close(): Promise<void>;
}

interface Month {
  readonly before: ImageRecord | null;
  writer: SegmentWriter | null;
  parked: { readonly file: string; readonly facts: SegmentFacts } | null;
}

/** How much the working copies of one import may take, bytes of their images. */
export interface WorkingLimits {
  readonly openBytes: number;
  readonly segmentBytes: number;
}

/** Opens the working copies of one import into one node. */
export async function openWorkingSet(
  node: string,
  places: ArchivePlaces,
  files: SegmentFiles,
  sqlite: Sqlite,
  limits: WorkingLimits,
): Promise<WorkingSet> {
  const months = new Map<string, Month>();
  const absent = new Set<string>();
  const gave = new Set<string>();
  // What a killed import left there is of no use to anybody; one that runs holds the node's lock.
  await rm(places.staging(node), { recursive: true, force: true });

  async function open(month: string): Promise<SegmentWriter> {
    const known = months.get(month);
    if (known?.writer) return known.writer;
    absent.delete(month);
    months.delete(month);
    const entry = known ?? (await load(month));
    if (entry.writer === null && entry.parked !== null) {
      entry.writer = openWriter(sqlite, await readFile(entry.parked.file));
    }
    months.set(month, entry);
    entry.writer ??= openWriter(sqlite);
    return entry.writer;
  }

  async function load(month: string): Promise<Month> {
    const loaded = await files.load({ node, month });
    const writer = openWriter(sqlite, loaded?.image);
    return { before: loaded?.record ?? null, writer, parked: null };
  }

  async function park(month: string, entry: Month): Promise<void> {
    if (entry.writer === null) return;
    if (!entry.writer.changed()) {
      entry.writer.close();
      entry.writer = null;
      if (entry.parked === null) months.delete(month);
      return;
    }
    const { image, facts } = entry.writer.finish();
    entry.writer = null;
    const file = path.join(places.staging(node), `${month}.sqlite`);
    await mkdir(places.staging(node), { recursive: true });
    await writeFile(file, image, { mode: 0o600 });
    entry.parked = { file, facts };
  }

  async function saveMonth(month: string, entry: Month): Promise<void> {
    const key = { node, month };
    if (entry.writer?.changed() === true) {
      const { image, facts } = entry.writer.finish();
      entry.writer = null;
      await files.save(key, image, facts, entry.before);
    } else if (entry.parked !== null) {
      await files.save(key, await readFile(entry.parked.file), entry.parked.facts, entry.before);
    }
  }

  async function has(month: string): Promise<boolean> {
    if (months.has(month)) return true;
    if ((await files.record({ node, month })) !== null) return true;
    absent.add(month);
    return false;
  }

  /** Months that gave requests away come last: what stops between two files must not lose a request. */
  function changedMonths(): readonly (readonly [string, Month])[] {
    return [...months]
      .filter(([, { writer, parked }]) => parked !== null || writer?.changed() === true)
      .sort(([a], [b]) => Number(gave.has(a)) - Number(gave.has(b)));
  }

  return {
    ready: (month) => months.get(month)?.writer ?? undefined,
    open,
    lacks: (month) => absent.has(month),
    async takeOut(id, month) {
      if (!(await has(month))) return false;
      const writer = months.get(month)?.writer ?? (await open(month));
      if (!writer.remove(id)) return false;
      gave.add(month);
      return true;
    },
    async trim(keep) {
      const sizes = new Map([...months].map(([month, { writer }]) => [month, writer?.bytes() ?? 0]));
      if ((sizes.get(keep) ?? 0) > limits.segmentBytes) throw full({ node, month: keep }, `archive/${node}`);
      let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      for (const [month, entry] of months) {
        if (total <= limits.openBytes) return;
        if (month === keep) continue;
        await park(month, entry);
        total -= sizes.get(month) ?? 0;
      }
    },
    async save() {
      const changed = changedMonths();
      if (changed.length > 1) {
        for (const [month, { before }] of changed) await files.checkUnchanged({ node, month }, before);
      }
      const saved: string[] = [];
      for (const [month, entry] of changed) {
        try {
          await saveMonth(month, entry);
        } catch (error) {
          throw saved.length === 0 ? error : partlySaved(node, saved, month, error);
        }
        saved.push(month);
      }
    },
    async close() {
      for (const { writer } of months.values()) writer?.close();
      months.clear();
      await rm(places.staging(node), { recursive: true, force: true });
    },
  };
}
