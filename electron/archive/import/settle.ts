import { open } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

import { correctionName, writeCorrection } from '../segment/correction.ts';
import { createBuilder } from '../segment/segment-builder.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { writeSegment } from '../segment/segment-writer.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { KnownIds } from './known-ids.ts';
import { entryOf } from './made-here.ts';
import type { SegmentEntry } from './made-segment.ts';

/** A request that may have come before: where it is, and the reference of the first with its id. */
export interface Repeat {
  readonly first: number;
  readonly reference: number;
}

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
  readonly repeats: readonly Repeat[];
  readonly old: readonly OldSegment[];
  /** What was committed before wins: the new requests come from an old source that is imported again. */
  readonly keepOld?: boolean;
  readonly openNew: (name: string) => SegmentReader;
  readonly openOld: (name: string) => SegmentReader;
}

/** What has to be committed, and what became of the requests that came twice. */
export interface Settled {
  readonly add: readonly SegmentEntry[];
  /** New segments of which nothing is left. */
  readonly unused: readonly string[];
  /** Old segments of which nothing counts any more. */
  readonly drop: readonly string[];
  readonly repeated: number;
  readonly updated: number;
}

/** Above this part of a new segment's requests it is written again without those that do not count. */
const REWRITTEN_ABOVE = 0.25;

/**
 * Finds for each request that came more than once the one that counts: the first, as long as all say the same; else the
 * last that was imported, and of one source the last in it. The others are masked by corrections, one for each segment.
 */
export async function settle(tools: SettleTools): Promise<Settled> {
  const { made, stride } = tools;
  const masked = new Map<string, Set<number>>();
  let repeated = 0;
  let updated = 0;
  const mask = (name: string, row: number): void => {
    const rows = masked.get(name);
    if (rows === undefined) masked.set(name, new Set([row]));
    else rows.add(row);
  };
  // Requests that come again come in much the same order, so the segment of the last one is mostly that of the next.
  let last: { readonly index: number; readonly name: string; readonly reader: SegmentReader } | null = null;
  const placeOf = (reference: number) => {
    const index = Math.floor(reference / stride);
    if (last?.index !== index) {
      const name = made[index]?.name;
      if (name === undefined) throw new RangeError('A reference leads nowhere.');
      last = { index, name, reader: tools.openNew(name) };
    }
    return { name: last.name, row: reference % stride, reader: last.reader };
  };

  // Of one source: all with one id in the order in which they stand in it.
  const chains = new Map<number, number[]>();
  for (const { first, reference } of tools.repeats) {
    const chain = chains.get(first);
    if (chain === undefined) chains.set(first, [first, reference]);
    else chain.push(reference);
  }
  /** Of ids that look like the first one: the requests that count, one an id. */
  const survivors = new Map<number, readonly number[]>();
  // Segment by segment, so that each is unpacked once; its memory is given back in between.
  const inTurn = [...chains].toSorted(([, a], [, b]) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0));
  let segment = -1;
  for (const [first, chain] of inTurn) {
    const next = Math.floor((chain.at(-1) ?? 0) / stride);
    if (next !== segment) await breathe();
    segment = next;
    const places = chain
      .map((reference) => ({ reference, ...placeOf(reference) }))
      .map((place) => ({ ...place, position: place.reader.numbers('position')[place.row] ?? 0 }))
      .toSorted((a, b) => a.position - b.position || a.reference - b.reference);
    const winners: (typeof places)[number][] = [];
    for (const place of places) {
      // Two ids that look alike are two requests.
      const known = winners.findIndex((one) => one.reader.sameId(one.row, place.reader, place.row));
      const winner = winners[known];
      if (winner === undefined) winners.push(place);
      else if (winner.reader.same(winner.row, place.reader, place.row)) {
        mask(place.name, place.row);
        repeated += 1;
      } else {
        mask(winner.name, winner.row);
        updated += 1;
        winners[known] = place;
      }
    }
    survivors.set(
      first,
      winners.map(({ reference }) => reference),
    );
  }

  // Against what was committed before.
  const oldMasked = new Map<string, Set<number>>();
  for (const old of tools.old) {
    // Other questions are answered in between.
    await breathe();
    const reader = tools.openOld(old.name);
    const hashes = reader.hashes();
    for (let row = 0; row < old.rows; row += 1) {
      const first = tools.known.find(hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0);
      if (first < 0 || old.isMasked(row)) continue;
      const alike = survivors.get(first) ?? [first];
      const place = alike.map(placeOf).find((one) => reader.sameId(row, one.reader, one.row));
      if (place === undefined) continue;
      if (tools.keepOld === true || reader.same(row, place.reader, place.row)) {
        mask(place.name, place.row);
        repeated += 1;
      } else {
        const rows = oldMasked.get(old.name) ?? new Set();
        oldMasked.set(old.name, rows.add(row));
        updated += 1;
      }
    }
  }

  const drop = tools.old
    .filter(({ name, rows, corrected }) => !corrected && oldMasked.get(name)?.size === rows)
    .map(({ name }) => name);
  const written = await rewrite(tools, masked);
  const corrected = [
    ...written.corrected.map((name) => ({ name, open: tools.openNew, rows: inOrder(masked.get(name)) })),
    ...[...oldMasked]
      .filter(([name]) => !drop.includes(name))
      .map(([name, rows]) => ({ name, open: tools.openOld, rows: inOrder(rows) })),
  ];
  const add = [...written.kept];
  // Each is opened when its turn has come: all of them open would be all of the log in memory.
  for (const { name, open: openIt, rows } of corrected) {
    const correction = { segment: name, reader: openIt(name), rows };
    const { bytes, facts } = writeCorrection(tools.node, [correction], tools.source);
    add.push(await writeEntry(tools.folder, correctionName(name, tools.prefix), bytes, facts));
  }
  return { add, unused: written.unused, drop, repeated, updated };
}

/** Writes new segments again of which much does not count. */
async function rewrite(
  { node, source, folder, prefix, made, stride, keepOld, openNew }: SettleTools,
  masked: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<{
  readonly kept: readonly SegmentEntry[];
  readonly corrected: readonly string[];
  readonly unused: readonly string[];
}> {
  const kept: SegmentEntry[] = [];
  const corrected: string[] = [];
  const unused: string[] = [];
  for (const [index, entry] of made.entries()) {
    const rows = masked.get(entry.name);
    if (rows === undefined) {
      kept.push(entry);
      continue;
    }
    // Should a correction be lost, what was imported last would win: of these requests it must not.
    if (keepOld !== true && rows.size <= entry.rows * REWRITTEN_ABOVE) {
      kept.push(entry);
      corrected.push(entry.name);
      continue;
    }
    unused.push(entry.name);
    if (rows.size === entry.rows) continue;
    const reader = openNew(entry.name);
    const builder = createBuilder(stride);
    const positions = reader.numbers('position');
    for (let row = 0; row < entry.rows; row += 1)
      if (!rows.has(row)) builder.add(reader.request(row), positions[row] ?? -1);
    const { bytes, facts } = writeSegment(node, builder, source);
    kept.push(await writeEntry(folder, `${prefix}-less-${index}.seg`, bytes, facts));
  }
  return { kept, corrected, unused };
}

/** Writes a segment's file, synced. */
export async function writeEntry(
  folder: string,
  name: string,
  bytes: Buffer,
  facts: Pick<SegmentEntry, 'rows' | 'firstMs' | 'lastMs'>,
): Promise<SegmentEntry> {
  const file = await open(path.join(folder, name), 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return entryOf(name, bytes, facts);
}

function inOrder(rows: ReadonlySet<number> | undefined): readonly number[] {
  return [...(rows ?? [])].toSorted((a, b) => a - b);
}
