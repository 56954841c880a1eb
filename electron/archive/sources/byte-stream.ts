import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { openUnpacker } from './unpacker.ts';
import type { Packing } from './unpacker.ts';

/** Bytes of a file, unpacked, and how far into the file itself reading has come. */
export interface ByteStream {
  /** A piece is the reader's until it asks for the next. Rejects with an {@link UnpackError}, or as the disk does. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Bytes of the file as it lies on disk. */
  consumed(): number;
}

/** A packed file is cut or damaged: everything before the place was given out, nothing after it can be. */
export class UnpackError extends Error {
  constructor() {
    super('The packed file is cut or damaged');
    this.name = 'UnpackError';
  }
}

const PIECE_BYTES = 1_048_576;
/** At most a thousand times as much comes out of a piece: 64 MB. */
const PACKED_PIECE_BYTES = 65_536;

/** Opens a file for reading from its beginning. */
export function openBytes(file: string, packing: Packing | null): ByteStream {
  let consumed = 0;
  async function* plain(): AsyncGenerator<Uint8Array> {
    const handle = await open(file, 'r');
    try {
      for await (const { bytes } of readPieces(handle, PIECE_BYTES)) {
        consumed += bytes.length;
        yield bytes;
      }
    } finally {
      await handle.close();
    }
  }
  async function* unpacked(as: Packing): AsyncGenerator<Uint8Array> {
    for await (const piece of unpack(file, as)) {
      consumed = piece.consumed;
      yield piece.bytes;
    }
  }
  return { pieces: packing === null ? plain() : unpacked(packing), consumed: () => consumed };
}

interface Piece {
  readonly bytes: Buffer;
  /** Where in the file it begins. */
  readonly at: number;
}

async function* readPieces(handle: FileHandle, size: number): AsyncGenerator<Piece> {
  const buffer = Buffer.allocUnsafeSlow(size);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, size, at);
    if (bytesRead === 0) return;
    yield { bytes: buffer.subarray(0, bytesRead), at };
    at += bytesRead;
  }
}

interface Unpacked {
  readonly bytes: Uint8Array;
  readonly consumed: number;
}

/**
 * Unpacks a file. What an unpacker had made of a piece is lost when it finds damage further on in the same
 * piece, so a damaged file is read a second time, and there byte by byte: no row before the damage is lost.
 */
async function* unpack(file: string, packing: Packing): AsyncGenerator<Unpacked> {
  const given = { bytes: 0 };
  const damagedAt = yield* unpackOnce(file, packing, given, null);
  if (damagedAt === null) return;
  yield* unpackOnce(file, packing, given, damagedAt);
  throw new UnpackError();
}

/**
 * @param given what an earlier pass gave out, which is skipped; counts on.
 * @param fineFrom the piece at this place goes in byte by byte.
 * @returns the place of the piece in which damage was found; null when there was none.
 */
async function* unpackOnce(
  file: string,
  packing: Packing,
  given: { bytes: number },
  fineFrom: number | null,
): AsyncGenerator<Unpacked, number | null> {
  const handle = await open(file, 'r');
  const unpacker = openUnpacker(packing);
  let skip = given.bytes;
  let consumed = 0;
  function* take(): Generator<Unpacked> {
    for (const whole of unpacker.take()) {
      const bytes = whole.subarray(Math.min(skip, whole.length));
      skip -= whole.length - bytes.length;
      given.bytes += bytes.length;
      if (bytes.length > 0) yield { bytes, consumed };
    }
  }
  try {
    for await (const { bytes, at } of readPieces(handle, PACKED_PIECE_BYTES)) {
      const step = at === fineFrom ? 1 : bytes.length;
      for (let from = 0; from < bytes.length; from += step) {
        if (await unpacker.write(bytes.subarray(from, from + step))) continue;
        yield* take();
        return at;
      }
      consumed = at + bytes.length;
      yield* take();
    }
    const whole = await unpacker.end();
    yield* take();
    return whole ? null : consumed;
  } finally {
    unpacker.close();
    await handle.close();
  }
}
