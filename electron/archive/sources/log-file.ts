import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';

import { openBytes, UnpackError } from './byte-stream.ts';
import type { Cutter } from './cutter.ts';
import { cutCsv } from './cut-csv.ts';
import { cutJson } from './cut-json.ts';
import { cutLines } from './cut-lines.ts';
import { detect } from './detect.ts';
import type { Layout } from './detect.ts';
import { MAX_RECORD_BYTES } from './line-sink.ts';
import type { LineSink } from './line-sink.ts';
import { noZstd, notALog, tooLarge, unreadable } from './source-problems.ts';
import { canUnpack, packingOf } from './unpacker.ts';
import type { Packing } from './unpacker.ts';

/** What was found in a file. */
export interface InspectedFile {
  readonly file: string;
  readonly packing: Packing | null;
  readonly found: Layout;
  /** It begins with a byte order mark, which is skipped. */
  readonly hasMark: boolean;
}

/** Enough for a few records, and, where these say nothing, for the longest one and the beginning of the next. */
const SAMPLE_BYTES = 1_048_576;
const LARGE_SAMPLE_BYTES = MAX_RECORD_BYTES + 2_097_152;
const EDGE_BYTES = 65_536;
const MARK = [0xef, 0xbb, 0xbf] as const;

/** What unfolds to more than this, and to a hundred times its size, is no log, bytes. */
const MAX_UNPACKED_BYTES = 20_000_000_000;
const MAX_UNPACKED_RATIO = 100;

const DAMAGED_NEXT = 'Copy or download the file again, then import it.';
const DAMAGED = 'The packed file is cut or damaged here; what comes after could not be read.';

/** Finds out what a file holds. Rejects with `file_unreadable`, `not_a_log` or `packing_not_supported`. */
export async function inspectFile(file: string): Promise<InspectedFile> {
  const name = path.basename(file);
  const packing = packingOf(await readEdge(file, 'head', 4));
  if (packing !== null && !canUnpack(packing)) throw noZstd(name);
  for (const bytes of [SAMPLE_BYTES, LARGE_SAMPLE_BYTES]) {
    const { sample, isWhole, isDamaged } = await readSample(file, packing, bytes);
    const hasMark = MARK.every((byte, at) => sample[at] === byte);
    const found = detect(hasMark ? sample.subarray(MARK.length) : sample, isWhole);
    if (found.layout !== null) return { file, packing, found, hasMark };
    if (isDamaged)
      throw notALog(name, 'it is packed, and cut or damaged before its first record', DAMAGED_NEXT);
    if (isWhole || bytes === LARGE_SAMPLE_BYTES) throw notALog(name, found.looks, found.next);
  }
  throw notALog(name, 'nothing in it can be read');
}

async function readSample(
  file: string,
  packing: Packing | null,
  bytes: number,
): Promise<{ readonly sample: Uint8Array; readonly isWhole: boolean; readonly isDamaged: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isDamaged = false;
  try {
    for await (const piece of openBytes(file, packing).pieces) {
      parts.push(Uint8Array.from(piece.subarray(0, bytes - length)));
      length += piece.length;
      if (length >= bytes) return { sample: Buffer.concat(parts), isWhole: false, isDamaged };
    }
  } catch (error) {
    if (!(error instanceof UnpackError)) throw unreadable(path.basename(file), file, error);
    isDamaged = true;
  }
  return { sample: Buffer.concat(parts), isWhole: true, isDamaged };
}

/**
 * Cuts a file into records, which go to the sink. Yields when bytes were read, with how many of the file's own
 * were so far. Packed data that is damaged is noted behind the last record. Rejects with `file_unreadable`,
 * `file_too_large`, or as the signal says.
 */
export async function* cutFile(
  { file, packing, found, hasMark }: InspectedFile,
  sink: LineSink,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const cutter = cutterOf(found, sink);
  const stream = openBytes(file, packing);
  let skip = hasMark ? MARK.length : 0;
  let unpacked = 0;
  let isDamaged = false;
  const pieces = stream.pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const piece = await pieces.next().catch((error: unknown) => {
        if (!(error instanceof UnpackError)) throw unreadable(path.basename(file), file, error);
        isDamaged = true;
        return { done: true, value: undefined } as const;
      });
      if (piece.done === true) break;
      unpacked += piece.value.length;
      if (unpacked > MAX_UNPACKED_BYTES && unpacked > stream.consumed() * MAX_UNPACKED_RATIO) {
        throw tooLarge(path.basename(file));
      }
      cutter.push(piece.value.subarray(skip));
      skip = Math.max(0, skip - piece.value.length);
      yield stream.consumed();
    }
  } finally {
    await pieces.return?.();
  }
  cutter.finish();
  if (isDamaged) sink.note(DAMAGED);
  yield stream.consumed();
}

function cutterOf(found: Layout, sink: LineSink): Cutter {
  if (found.layout === 'csv') return cutCsv(found.columns, found.delimiter, sink);
  return found.layout === 'lines' ? cutLines(sink) : cutJson(found.layout, sink);
}

/** Of a file, this many pieces of these bytes are compared; a smaller one is compared whole. */
const PIECES = 64;
const PIECE_BYTES = 16_384;

/** By what a file is known again. */
export interface Fingerprints {
  /** By its size and by pieces of what is in it: a copy of it is the same. */
  readonly fingerprint: string;
  /** By its size, the time of its last change and its edges: nobody has touched it. */
  readonly timedFingerprint: string;
}

/** Looks at a file. Rejects with `file_unreadable`. */
export async function fingerprintsOf(file: string, size: number, mtimeMs: number): Promise<Fingerprints> {
  const timed = createHash('sha256').update(`${size} ${mtimeMs}\n`);
  timed.update(await readEdge(file, 'head', EDGE_BYTES));
  timed.update(await readEdge(file, 'tail', EDGE_BYTES));
  const content = createHash('sha256').update(`${size}\n`);
  const last = Math.max(0, size - PIECE_BYTES);
  const pieces = Math.min(PIECES, Math.ceil(size / PIECE_BYTES));
  try {
    const handle = await open(file, 'r');
    try {
      for (let piece = 0; piece < pieces; piece += 1) {
        const at = pieces < PIECES ? piece * PIECE_BYTES : Math.round((last * piece) / (PIECES - 1));
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, at);
        content.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path.basename(file), file, error);
  }
  return { fingerprint: content.digest('hex'), timedFingerprint: timed.digest('hex') };
}

/** Whether a source is the one that had a fingerprint when it was imported. */
export function isSameSource(source: Fingerprints, fingerprint: string | null): boolean {
  // Earlier versions kept the timed one.
  return fingerprint === source.fingerprint || fingerprint === source.timedFingerprint;
}

async function readEdge(file: string, edge: 'head' | 'tail', bytes: number): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const at = edge === 'head' ? 0 : Math.max(0, (await handle.stat()).size - bytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path.basename(file), file, error);
  }
}
