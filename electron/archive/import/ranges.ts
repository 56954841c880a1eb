import { open } from 'node:fs/promises';

import { SourceReadError } from '../sources/read-error.ts';

/** A part of something that is counted in bytes or records; the end is exclusive. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

const SAMPLE_BYTES = 1_048_576;
const SMALLEST = 262_144;
/** A segment is nearly full, so that a range with shorter lines than the others does not make two. */
const FILLED = 0.95;

/**
 * Cuts a file of lines into ranges of about one segment each, as many for each thread.
 *
 * @param size of the file, bytes
 * @param done ranges that were read before
 */
export async function rangesOf(
  path: string,
  size: number,
  capacity: number,
  threads: number,
  done: readonly Range[],
): Promise<readonly Range[]> {
  const line = await averageLine(path);
  const wanted = Math.max(SMALLEST, Math.floor(line * capacity * FILLED));
  const ranges: Range[] = [];
  for (const { from, until } of leftOf(size, done)) {
    const count = Math.ceil(Math.max(1, (until - from) / wanted) / threads) * threads;
    const step = Math.max(SMALLEST, Math.ceil((until - from) / count));
    for (let at = from; at < until; at += step) ranges.push({ from: at, until: Math.min(until, at + step) });
  }
  return ranges;
}

/** What is left of `size` without some ranges. */
function leftOf(size: number, done: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let at = 0;
  for (const { from, until } of done.toSorted((a, b) => a.from - b.from)) {
    if (from > at) left.push({ from: at, until: from });
    at = Math.max(at, until);
  }
  if (at < size) left.push({ from: at, until: size });
  return left;
}

/** How many lines these bytes end. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

async function averageLine(path: string): Promise<number> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw SourceReadError.of(error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    let lines = 0;
    for (let at = buffer.indexOf(10); at >= 0 && at < bytesRead; at = buffer.indexOf(10, at + 1)) lines += 1;
    return bytesRead / Math.max(1, lines);
  } finally {
    await file.close();
  }
}
