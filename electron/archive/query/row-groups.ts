import type { Pace } from '../pace.ts';
import type { FoundPart } from './found.ts';

/** Some of the requests that were found in one segment, by their numbers there. */
export interface GroupPart {
  readonly part: FoundPart;
  readonly rows: Uint32Array;
}

/** Some of the requests that were found. */
export interface RowGroup {
  readonly parts: readonly GroupPart[];
  readonly size: number;
}

/** A whole number for each request of a group, part by part: by these they are in an order. */
export type GroupKeys = readonly Float64Array[];

/** A group cut by two keys; `low` and `between` and `high` follow each other, and `before` come before them. */
export interface CutGroup {
  readonly before: number;
  readonly low: RowGroup;
  readonly between: RowGroup;
  /** Empty where the two keys are one. */
  readonly high: RowGroup;
}

/** All numbers from 0 on, as far as they were needed: of segments that were found whole. */
let counting = new Uint32Array(0);

/** All that was found, as one group. */
export function groupOf(parts: readonly FoundPart[]): RowGroup {
  const most = parts.reduce((count, part) => Math.max(count, part.count), 0);
  if (most > counting.length) counting = Uint32Array.from({ length: most }, (_, row) => row);
  return grouped(parts.map((part) => ({ part, rows: part.rows ?? counting.subarray(0, part.count) })));
}

function grouped(all: readonly GroupPart[]): RowGroup {
  const parts = all.filter(({ rows }) => rows.length > 0);
  return { parts, size: parts.reduce((sum, { rows }) => sum + rows.length, 0) };
}

const BUCKETS = 4096;
/** So few keys are sorted rather than counted. */
const SORTED_BELOW = 16_384;

/**
 * The key that stands at a place (from 0) when all are sorted. Keys are counted in ranges that become ever smaller, so
 * that nothing is copied and no step is long, however many there are and whatever they look like.
 */
export async function keyAt(keys: GroupKeys, place: number, pace: Pace): Promise<number> {
  let low = -Infinity;
  let high = Infinity;
  let rank = place;
  for (;;) {
    const { least, most, count } = await spanOf(keys, pace, low, high);
    if (least >= most) return least;
    if (count <= SORTED_BELOW) return sortedWithin(keys, least, most, count)[rank] ?? most;
    const counts = new Uint32Array(BUCKETS);
    const scale = (BUCKETS - 1) / (most - least);
    for (const part of keys) {
      if (pace.due()) await pace.rest();
      for (const key of part) {
        if (key < least || key > most) continue;
        const bucket = Math.floor((key - least) * scale);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
    }
    let bucket = 0;
    while (bucket < BUCKETS - 1 && rank >= (counts[bucket] ?? 0)) {
      rank -= counts[bucket] ?? 0;
      bucket += 1;
    }
    [low, high] = await boundsOf(keys, least, most, scale, bucket, pace);
  }
}

/** The least and the greatest key that are counted in a bucket, found as they were counted: rounding is the same. */
async function boundsOf(
  keys: GroupKeys,
  least: number,
  most: number,
  scale: number,
  bucket: number,
  pace: Pace,
): Promise<readonly [number, number]> {
  let low = Infinity;
  let high = -Infinity;
  for (const part of keys) {
    if (pace.due()) await pace.rest();
    for (const key of part) {
      if (key < least || key > most || Math.floor((key - least) * scale) !== bucket) continue;
      if (key < low) low = key;
      if (key > high) high = key;
    }
  }
  return [low, high];
}

function sortedWithin(keys: GroupKeys, least: number, most: number, count: number): Float64Array {
  const within = new Float64Array(count);
  let at = 0;
  for (const part of keys) {
    for (const key of part) {
      if (key < least || key > most) continue;
      within[at] = key;
      at += 1;
    }
  }
  return within.sort();
}

/** The least and the greatest key from `low` to `high`, and how many there are. */
export async function spanOf(
  keys: GroupKeys,
  pace: Pace,
  low = -Infinity,
  high = Infinity,
): Promise<{ readonly least: number; readonly most: number; readonly count: number }> {
  let least = Infinity;
  let most = -Infinity;
  let count = 0;
  for (const part of keys) {
    if (pace.due()) await pace.rest();
    for (const key of part) {
      if (key < low || key > high) continue;
      count += 1;
      if (key < least) least = key;
      if (key > most) most = key;
    }
  }
  return { least, most, count };
}

/** Cuts a group by two keys, the first not above the second. */
export async function cutGroup(
  group: RowGroup,
  keys: GroupKeys,
  lowKey: number,
  highKey: number,
  pace: Pace,
): Promise<CutGroup> {
  let before = 0;
  const low: GroupPart[] = [];
  const between: GroupPart[] = [];
  const high: GroupPart[] = [];
  for (const [index, { part, rows }] of group.parts.entries()) {
    if (pace.due()) await pace.rest();
    const own = keys[index] ?? new Float64Array(0);
    const counts = { low: 0, between: 0, high: 0 };
    for (const key of own) {
      if (key < lowKey) before += 1;
      else if (key === lowKey) counts.low += 1;
      else if (key < highKey) counts.between += 1;
      else if (key === highKey) counts.high += 1;
    }
    const lowRows = new Uint32Array(counts.low);
    const betweenRows = new Uint32Array(counts.between);
    const highRows = new Uint32Array(counts.high);
    let toLow = 0;
    let toBetween = 0;
    let toHigh = 0;
    for (let at = 0; at < own.length; at += 1) {
      const key = own[at] ?? 0;
      if (key < lowKey || key > highKey) continue;
      const row = rows[at] ?? 0;
      if (key === lowKey) lowRows[toLow++] = row;
      else if (key < highKey) betweenRows[toBetween++] = row;
      else highRows[toHigh++] = row;
    }
    low.push({ part, rows: lowRows });
    between.push({ part, rows: betweenRows });
    high.push({ part, rows: highRows });
  }
  return { before, low: grouped(low), between: grouped(between), high: grouped(high) };
}
