import { createHash } from 'node:crypto';
import path from 'node:path';

import type { SegmentBuilder } from '../segment/segment-builder.ts';
import { writeSegment } from '../segment/segment-writer.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { Made, Piece, SegmentEntry } from './made-segment.ts';
import { startSegmentFile } from './segment-file.ts';

/** What goes into a segment's file, and where that is. */
export interface SegmentContent {
  readonly node: string;
  readonly folder: string;
  readonly builder: SegmentBuilder;
  readonly source: SegmentSource;
}

/**
 * Writes what a builder holds as a segment file; the builder is left as it is. `synced` resolves when the file is on the
 * disk.
 *
 * @param pieces of the source that it was made of
 */
export function makeSegment(
  { node, folder, builder, source }: SegmentContent,
  name: string,
  pieces: readonly Piece[] = [],
): { readonly made: Made; readonly synced: Promise<void> } {
  const { bytes, facts, order } = writeSegment(node, builder, source);
  const synced = startSegmentFile(path.join(folder, name), bytes);
  const made = { pieces, segment: entryOf(name, bytes, facts), hashes: hashesInOrder(builder, order) };
  return { made, synced };
}

/** What the archive has to know of a segment's file. */
export function entryOf(
  name: string,
  bytes: Uint8Array,
  { rows, firstMs, lastMs }: Pick<SegmentEntry, 'rows' | 'firstMs' | 'lastMs'>,
): SegmentEntry {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, sha256, bytes: bytes.length, rows, firstMs, lastMs };
}

/** The hashes of the ids of a builder, in the order of the segment that was written of it. */
function hashesInOrder({ ids }: SegmentBuilder, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const hashes = new Uint32Array(order.length * 2);
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    hashes[at * 2] = ids.hashes[row * 2] ?? 0;
    hashes[at * 2 + 1] = ids.hashes[row * 2 + 1] ?? 0;
  }
  return hashes;
}
