import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import zlib, { gunzipSync, gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { UnpackError, openBytes } from '../../../../electron/archive/sources/byte-stream.ts';
import { canUnpack, packingOf } from '../../../../electron/archive/sources/unpacker.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const LINES = Array.from({ length: 4_000 }, (_, index) => `{"id":"${index * 7919}-row","n":${index}}\n`);
const TEXT = LINES.join('');

async function readAll(file: string): Promise<{ text: string; consumed: number; damaged: boolean }> {
  const packing = packingOf(await import('node:fs/promises').then(({ readFile }) => readFile(file)));
  const stream = openBytes(file, packing);
  const parts: Uint8Array[] = [];
  let damaged = false;
  try {
    for await (const piece of stream.pieces) parts.push(Uint8Array.from(piece));
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    damaged = true;
  }
  return { text: Buffer.concat(parts).toString(), consumed: stream.consumed(), damaged };
}

async function fileOf(bytes: Uint8Array | string): Promise<string> {
  const file = join(await temporaryFolder(), 'log');
  await writeFile(file, bytes);
  return file;
}

describe('the bytes of a file', () => {
  test('are those of a plain file', async () => {
    expect(await readAll(await fileOf(TEXT))).toEqual({ text: TEXT, consumed: TEXT.length, damaged: false });
  });

  test('are unpacked, in one part or in several, and its own bytes are counted', async () => {
    const one = gzipSync(TEXT);
    expect(await readAll(await fileOf(one))).toEqual({ text: TEXT, consumed: one.length, damaged: false });
    const two = Buffer.concat([one, gzipSync('last\n')]);
    expect(await readAll(await fileOf(two))).toEqual({
      text: `${TEXT}last\n`,
      consumed: two.length,
      damaged: false,
    });
  });

  test('end at padding, but not in silence at anything else', async () => {
    const padded = Buffer.concat([gzipSync(TEXT), Buffer.alloc(70_000)]);
    expect(await readAll(await fileOf(padded))).toMatchObject({ text: TEXT, damaged: false });
    const followed = Buffer.concat([gzipSync(TEXT), Buffer.from('{"id":"plain"}\n')]);
    expect(await readAll(await fileOf(followed))).toMatchObject({ text: TEXT, damaged: true });
    const behind = Buffer.concat([padded, gzipSync('more\n')]);
    expect(await readAll(await fileOf(behind))).toMatchObject({ text: `${TEXT}more\n`, damaged: false });
  });

  test('are given up to the byte at which a packed file is cut', async () => {
    const packed = gzipSync(TEXT);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: packed.length - 1 }), async (cut) => {
        const { text, damaged } = await readAll(await fileOf(packed.subarray(0, cut)));
        expect(damaged).toBe(true);
        expect(text).toBe(salvage(packed.subarray(0, cut)));
      }),
      { numRuns: 60 },
    );
  });

  test('are given up to the byte at which a packed file is damaged', async () => {
    const packed = gzipSync(TEXT);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 12, max: packed.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const broken = Buffer.from(packed);
          broken[at] = (broken[at] ?? 0) ^ flip;
          const { text, damaged } = await readAll(await fileOf(broken));
          expect(damaged).toBe(true);
          expect(text.startsWith(salvage(packed.subarray(0, at)))).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('are unpacked from zstd, in several parts, and cut, where the runtime can', async () => {
    if (!canUnpack('zstd')) {
      const read = await readAll(await fileOf(Buffer.from('28b52ffd20010900007b', 'hex')));
      expect(read).toMatchObject({ text: '', damaged: true });
      return;
    }
    const compress = (zlib as unknown as { zstdCompressSync: (text: string) => Buffer }).zstdCompressSync;
    const packed = Buffer.concat([compress(TEXT), compress('last\n')]);
    expect(await readAll(await fileOf(packed))).toEqual({
      text: `${TEXT}last\n`,
      consumed: packed.length,
      damaged: false,
    });
    const cut = await readAll(await fileOf(packed.subarray(0, packed.length - 9)));
    expect(cut).toMatchObject({ text: TEXT, damaged: true });
    const followed = Buffer.concat([packed, Buffer.from('{"id":"plain"}\n')]);
    expect(await readAll(await fileOf(followed))).toMatchObject({ text: `${TEXT}last\n`, damaged: true });
  });
});

/** What can be had of a cut gzip file, found in another way. */
function salvage(packed: Uint8Array): string {
  try {
    return gunzipSync(packed, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString();
  } catch {
    return '';
  }
}
