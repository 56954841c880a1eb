import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

import type { SegmentBuilder } from '../segment/segment-builder.ts';
import { writeSegment } from '../segment/segment-writer.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { Made, SegmentEntry } from './made-segment.ts';

/** Writes what a builder holds as a synced segment file; the builder is left as it is. */
export function makeSegment(
  node: string,
  folder: string,
  name: string,
  builder: SegmentBuilder,
  source: SegmentSource,
): Made {
  const { bytes, facts, order } = writeSegment(node, builder, source);
  const file = openSync(path.join(folder, name), 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return {
    pieces: [],
    segment: entryOf(name, bytes, facts),
    hashes: hashesInOrder(builder, order),
  };
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
export function hashesInOrder({ ids }: SegmentBuilder, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const hashes = new Uint32Array(order.length * 2);
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    hashes[at * 2] = ids.hashes[row * 2] ?? 0;
    hashes[at * 2 + 1] = ids.hashes[row * 2 + 1] ?? 0;
  }
  return hashes;
}
