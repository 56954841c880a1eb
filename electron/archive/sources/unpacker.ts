import zlib from 'node:zlib';
import type { Gunzip } from 'node:zlib';

import { walkFrames } from './zstd-frames.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

/** Unpacks bytes as they are put in, so that what came out before some damage is never lost with it. */
export interface Unpacker {
  /** False when the bytes are damaged; nothing can be put in after that. */
  write(bytes: Uint8Array): Promise<boolean>;
  /** False when the bytes end too early. */
  end(): Promise<boolean>;
  /** What has come out since the last time. */
  take(): readonly Uint8Array[];
  close(): void;
}

const OUT_BYTES = 262_144;
const GZIP_MAGIC = [0x1f, 0x8b] as const;
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;

/** Node and Electron have it since Node 22.15; the types of Node 20 do not know it. */
const zstd = (zlib as { readonly createZstdDecompress?: (options: { chunkSize: number }) => Gunzip })
  .createZstdDecompress;

/** By the first bytes of a file; null for one that is not packed, or in another way. */
export function packingOf(head: Uint8Array): Packing | null {
  if (GZIP_MAGIC.every((byte, at) => head[at] === byte)) return 'gzip';
  return ZSTD_MAGIC.every((byte, at) => head[at] === byte) ? 'zstd' : null;
}

/** False for zstd where the runtime is older than Node 22.15. */
export function canUnpack(packing: Packing): boolean {
  return packing === 'gzip' || zstd !== undefined;
}

/** Starts unpacking; several packed parts one after the other are one. The packing has to be one that the runtime has. */
export function openUnpacker(packing: Packing): Unpacker {
  let out: Uint8Array[] = [];
  let damaged = false;
  let ended = false;
  let settle = (): void => undefined;
  let stream = start();
  const frames = packing === 'zstd' ? walkFrames() : null;

  function start(): Gunzip {
    const started =
      packing === 'zstd' && zstd !== undefined
        ? zstd({ chunkSize: OUT_BYTES })
        : zlib.createGunzip({ chunkSize: OUT_BYTES });
    ended = false;
    started.on('data', (bytes: Uint8Array) => out.push(bytes));
    started.on('end', () => {
      ended = true;
      settle();
    });
    started.on('error', () => {
      damaged = true;
      settle();
    });
    return started;
  }

  async function until(begin: (done: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      settle = resolve;
      begin(resolve);
    });
  }

  return {
    async write(bytes) {
      let rest = bytes;
      while (!damaged && rest.length > 0) {
        if (ended) {
          // Zeros between and after the packed parts are padding.
          const next = rest.findIndex((byte) => byte !== 0);
          if (next < 0) return true;
          rest = rest.subarray(next);
          stream = start();
        }
        const before = stream.bytesWritten;
        await until((done) => stream.write(rest, done));
        // A stream ends by itself where its part ends, and leaves what follows.
        const taken = stream.bytesWritten - before;
        frames?.follow(rest.subarray(0, taken));
        rest = rest.subarray(taken);
        if (rest.length > 0 && !ended && !damaged) await until(() => undefined);
      }
      return !damaged;
    },
    async end() {
      if (!damaged && !ended) await until(() => stream.end());
      return !damaged && (frames?.atEnd() ?? true);
    },
    take() {
      const taken = out;
      out = [];
      return taken;
    },
    close: () => stream.destroy(),
  };
}
