import path from 'node:path';

import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { correctionName, writeCorrection } from '../segment/correction.ts';
import { createBuilder } from '../segment/segment-builder.ts';
import type { SegmentBuilder } from '../segment/segment-builder.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { writeSegment } from '../segment/segment-writer.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import { comesBack, isSameRequest, whichCounts } from './counting.ts';
import type { Reading } from './counting.ts';
import type { KnownIds } from './known-ids.ts';
import { entryOf } from './made-here.ts';
import type { SegmentEntry } from './made-segment.ts';
import type { Pace } from '../pace.ts';
import type { Repeats } from './repeats.ts';
import type { Richer } from './richer.ts';
import { createRowSet } from './row-set.ts';
import type { RowSet } from './row-set.ts';
import { startSegmentFile } from './segment-file.ts';
import { createSurvivors } from './survivors.ts';

/** A segment that was committed before, which the new requests could repeat. */
export interface OldSegment {
  readonly name: string;
  readonly rows: number;
  /** True where earlier corrections name requests of it. */
  readonly corrected: boolean;
  isMasked(row: number): boolean;
}

/** What settling works with. */
export interface SettleTools {
  readonly node: string;
  readonly source: SegmentSource;
  /** Where the new segments are. */
  readonly folder: string;
  readonly prefix: string;
  /** The new segments; a reference is the place in this list times `stride`, plus the row. */
  readonly made: readonly SegmentEntry[];
  readonly stride: number;
  readonly known: KnownIds;
  /** Requests of new segments whose ids came before in new segments. */
  readonly repeats: Repeats;
  readonly old: readonly OldSegment[];
  /** What was committed before wins: the new requests come from an old source that is imported again. */
  readonly keepOld?: boolean;
  /** How they then fill up what was committed before; null where they add nothing to it. */
  readonly comeback?: Richer | null;
  /** How the new requests are put together with what was known; null where they say everything. */
  readonly richer: Richer | null;
  readonly pace: Pace;
  /** Requests that were compared, and how many have to be. */
  readonly progress?: (done: number, total: number) => void;
  readonly openNew: (name: string) => SegmentReader;
  readonly openOld: (name: string) => SegmentReader;
}

/** What has to be committed, and what became of the requests that came twice. */
export interface Settled {
  readonly add: readonly SegmentEntry[];
  /** Old segments of which nothing counts any more. */
  readonly drop: readonly string[];
  readonly repeated: number;
  readonly updated: number;
  /** Requests whose ids other requests had before, in a database that was replaced since. Both count. */
  readonly renumbered: number;
  /** Requests that were committed before and no longer count, by the names of their segments. */
  readonly replaced: ReadonlyMap<string, readonly number[]>;
}

/** Above this part of a new segment's requests of a file it is written again without those that do not count. */
const REWRITTEN_ABOVE = 0.25;

/**
 * Finds for each request that came more than once the one that counts: the first, as long as all say the same; else the
 * last that was imported, and of one source the last in it. Where the last one cannot say all that was known, it is put
 * together with that (`richer`). The others are masked by corrections, one for each segment. Rejects with what `pace`
 * does, and then nothing but files in the folder was written.
 */
export async function settle(tools: SettleTools): Promise<Settled> {
  const { made, stride, pace } = tools;
  const masked = new Map<string, RowSet>();
  const mergedRows = openMerged(tools);
  /** New segments with requests that do not count although they say something else than those that do. */
  const lesser = new Set<string>();
  /** Requests that took the place of others of the same source, and the segments of those. */
  const heirs = new Map<string, RowSet>();
  const inherited = new Set<string>();
  let repeated = 0;
  let updated = 0;
  let renumbered = 0;
  const mark = (sets: Map<string, RowSet>, { name, row, rows }: Place): void => {
    const known = sets.get(name) ?? createRowSet(rows);
    sets.set(name, known);
    known.add(row);
  };
  const mask = (place: Place): void => mark(masked, place);
  // Requests that come again come in much the same order, so the segment of the last one is mostly that of the next.
  let last: { readonly index: number; readonly entry: SegmentEntry; readonly reader: SegmentReader } | null =
    null;
  const placeOf = (reference: number): Place => {
    const index = Math.floor(reference / stride);
    if (last?.index !== index) {
      const entry = made[index];
      if (entry === undefined) throw new RangeError('A reference leads nowhere.');
      last = { index, entry, reader: tools.openNew(entry.name) };
    }
    const { entry, reader } = last;
    const merged = mergedRows.pending.get(reference);
    return { reference, name: entry.name, rows: entry.rows, row: reference % stride, reader, merged };
  };
  const total = tools.repeats.count + tools.old.reduce((sum, { rows }) => sum + rows, 0);
  let looked = 0;
  const rest = async (): Promise<void> => {
    tools.progress?.(looked, total);
    await pace.rest();
  };

  // Of one source: all with one id in the order in which they stand in it, put together as if each came in a file of its own.
  const chains = await tools.repeats.chains(pace);
  const survivors = createSurvivors(chains.count);
  for (let index = 0; index < chains.count; index += 1) {
    if (pace.due()) await rest();
    const chain = chains.chain(index);
    looked += chain.length - 1;
    const places = chain
      .map(placeOf)
      .map((place) => ({ ...place, position: place.reader.numbers('position')[place.row] ?? 0 }))
      .toSorted((a, b) => a.position - b.position || a.reference - b.reference);
    const winners: Place[] = [];
    for (const place of places) {
      // Two ids that look alike are two requests.
      const known = winners.findIndex((one) => isSameRequest(one, place));
      const winner = winners[known];
      if (winner === undefined) {
        if (hasIdOf(place, winners)) renumbered += 1;
        winners.push(place);
        continue;
      }
      const counts = whichCounts(winner, place, tools.richer);
      if (counts === 'older') {
        if (!place.reader.same(place.row, winner.reader, winner.row)) lesser.add(place.name);
        mask(place);
        repeated += 1;
        continue;
      }
      mask(winner);
      mark(heirs, place);
      inherited.add(winner.name);
      updated += 1;
      mergedRows.pending.delete(winner.reference);
      if (counts === 'newer') winners[known] = place;
      else {
        mergedRows.pending.set(place.reference, counts);
        winners[known] = { ...place, merged: counts };
      }
    }
    survivors.add(
      chain[0] ?? 0,
      winners.map(({ reference }) => reference),
    );
  }
  await survivors.ready(pace);

  // Against what was committed before. Where a correction is lost, one request may be there twice.
  const oldMasked = new Map<string, RowSet>();
  const met = new Map<string, RowSet>();
  const isFirstMet = ({ name, row, rows }: Place): boolean => {
    const known = met.get(name) ?? createRowSet(rows);
    met.set(name, known);
    const isFirst = !known.has(row);
    known.add(row);
    return isFirst;
  };
  for (const old of tools.old) {
    await rest();
    const reader = tools.openOld(old.name);
    const hashes = reader.hashes();
    for (let row = 0; row < old.rows; row += 1, looked += 1) {
      if (pace.due()) await rest();
      const first = tools.known.find(hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0);
      if (first < 0 || old.isMasked(row)) continue;
      const alike = survivors.of(first).map(placeOf);
      const place = alike.find((one) => isSameRequest({ reader, row }, one));
      if (place === undefined) {
        if (hasIdOf({ reader, row }, alike)) renumbered += 1;
        continue;
      }
      const counts =
        tools.keepOld === true
          ? comesBack({ reader, row }, place, tools.comeback ?? null)
          : whichCounts({ reader, row }, place, tools.richer);
      if (counts === 'older') {
        if (!reader.same(row, place.reader, place.row)) lesser.add(place.name);
        // Nor must those count whose place it had taken, should it be gone.
        if (heirs.get(place.name)?.has(place.row) === true) for (const name of inherited) lesser.add(name);
        mask(place);
        mergedRows.pending.delete(place.reference);
        if (isFirstMet(place)) repeated += 1;
        continue;
      }
      const rows = oldMasked.get(old.name) ?? createRowSet(old.rows);
      oldMasked.set(old.name, rows);
      rows.add(row);
      if (isFirstMet(place)) updated += 1;
      if (counts === 'newer' || masked.get(place.name)?.has(place.row) === true) continue;
      mask(place);
      lesser.add(place.name);
      mergedRows.pending.delete(place.reference);
      await mergedRows.add(counts, place);
    }
  }
  for (const [reference, request] of mergedRows.pending) {
    const place = placeOf(reference);
    mask(place);
    lesser.add(place.name);
    await mergedRows.add(request, place);
  }

  const drop = tools.old
    .filter(({ name, rows, corrected }) => !corrected && oldMasked.get(name)?.size === rows)
    .map(({ name }) => name);
  const written = await rewrite(tools, masked, lesser);
  const corrected = [
    ...written.corrected.map((name) => ({ name, open: tools.openNew, rows: masked.get(name)?.rows() ?? [] })),
    ...[...oldMasked]
      .filter(([name]) => !drop.includes(name))
      .map(([name, rows]) => ({ name, open: tools.openOld, rows: rows.rows() })),
  ];
  const add = [...written.kept, ...(await mergedRows.written())];
  // Each is opened when its turn has come: all of them open would be all of the log in memory.
  for (const { name, open: openIt, rows } of corrected) {
    await rest();
    const correction = { segment: name, reader: openIt(name), rows };
    const { bytes, facts } = writeCorrection(tools.node, [correction], tools.source);
    add.push(await writeEntry(tools.folder, correctionName(name, tools.prefix), bytes, facts));
  }
  const replaced = new Map([...oldMasked].map(([name, rows]) => [name, rows.rows()] as const));
  return { add, drop, repeated, updated, renumbered, replaced };
}

/** A request of a new segment. */
interface Place extends Reading {
  readonly reference: number;
  readonly name: string;
  /** Of its segment. */
  readonly rows: number;
}

function hasIdOf({ reader, row }: Reading, others: readonly Place[]): boolean {
  return others.some((one) => reader.sameId(row, one.reader, one.row));
}

/** Writes what was put together of two readings into segments of their own. */
function openMerged({ node, source, folder, prefix, stride }: SettleTools) {
  const entries: SegmentEntry[] = [];
  let builder: SegmentBuilder | null = null;

  async function flush(): Promise<void> {
    if (builder === null || builder.count === 0) return;
    const { bytes, facts } = writeSegment(node, builder, source);
    entries.push(await writeEntry(folder, `${prefix}-whole-${entries.length + 1}.seg`, bytes, facts));
    builder.clear();
  }

  return {
    /** Of new requests that have others before them in their own source: what counts, by reference. */
    pending: new Map<number, LoggedRequest>(),
    async add(request: LoggedRequest, { reader, row }: Place): Promise<void> {
      builder ??= createBuilder(stride);
      if (builder.full) await flush();
      builder.add(request, reader.numbers('position')[row] ?? -1);
    },
    async written(): Promise<readonly SegmentEntry[]> {
      await flush();
      return entries;
    },
  };
}

/** Writes new segments again of which much does not count. */
async function rewrite(
  { node, source, folder, prefix, made, stride, openNew, pace }: SettleTools,
  masked: ReadonlyMap<string, RowSet>,
  lesser: ReadonlySet<string>,
): Promise<{
  readonly kept: readonly SegmentEntry[];
  readonly corrected: readonly string[];
}> {
  const kept: SegmentEntry[] = [];
  const corrected: string[] = [];
  for (const [index, entry] of made.entries()) {
    const rows = masked.get(entry.name);
    if (rows === undefined) {
      kept.push(entry);
      continue;
    }
    // Should a correction be lost, what was imported last would win: of these requests it must not. A node's own log
    // repeats some requests in every import, and what corrections name could not be opened again for the next.
    const lastWins = !lesser.has(entry.name) && source.path !== null;
    if (lastWins && rows.size <= entry.rows * REWRITTEN_ABOVE) {
      kept.push(entry);
      corrected.push(entry.name);
      continue;
    }
    await pace.rest();
    if (rows.size === entry.rows) continue;
    const reader = openNew(entry.name);
    const builder = createBuilder(stride);
    const positions = reader.numbers('position');
    for (let row = 0; row < entry.rows; row += 1) {
      if (pace.due()) await pace.rest();
      if (!rows.has(row)) builder.add(reader.request(row), positions[row] ?? -1);
    }
    await pace.rest();
    const { bytes, facts } = writeSegment(node, builder, source);
    kept.push(await writeEntry(folder, `${prefix}-less-${index}.seg`, bytes, facts));
  }
  return { kept, corrected };
}

/** Writes a segment's file, synced; one of that name must not be there. */
export async function writeEntry(
  folder: string,
  name: string,
  bytes: Buffer,
  facts: Pick<SegmentEntry, 'rows' | 'firstMs' | 'lastMs'>,
): Promise<SegmentEntry> {
  await startSegmentFile(path.join(folder, name), bytes);
  return entryOf(name, bytes, facts);
}
