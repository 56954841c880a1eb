import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Bytes of a log file, unpacked, and how far into the file itself reading has come. */
export interface LogChunks {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes of the file as it lies on disk. */
  consumed(): number;
}

const CHUNK_BYTES = 1_048_576;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** Opens a file for reading from its beginning; one packed with gzip, by its first bytes, is unpacked. */
export async function openChunks(file: string): Promise<LogChunks> {
  const packed = await isPacked(file);
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  return {
    bytes: packed ? unpack(raw) : raw,
    consumed: () => raw.bytesRead,
  };
}

async function* unpack(raw: ReturnType<typeof createReadStream>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.once('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of raw.pipe(gunzip)) yield chunk as Uint8Array;
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}

async function isPacked(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === GZIP_MAGIC[0] && buffer[1] === GZIP_MAGIC[1];
  } finally {
    await handle.close();
  }
}

/** True for what unpacking rejects with when the file is cut or damaged. */
export function isUnpackError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
