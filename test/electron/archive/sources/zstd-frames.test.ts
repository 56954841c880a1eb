import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { walkFrames } from '../../../../electron/archive/sources/zstd-frames.ts';

/** Made with the zstd program: 40 x `{"id":"a"}`, with a checksum and without, and a text of one byte. */
const WITH_CHECKSUM = '28b52ffd64b800950000587b226964223a2261227d0a0100aa568b17ca723dae';
const WITHOUT = '28b52ffd60b800950000587b226964223a2261227d0a0100aa568b17';
const ONE_BYTE = '28b52ffd20010900007b';
/** Data of another program (RFC 8878, 3.1.2), five bytes of it. */
const SKIPPABLE = '502a4d18050000000102030405';

const PARTS = [WITH_CHECKSUM, WITHOUT, ONE_BYTE, SKIPPABLE].map((hex) => Buffer.from(hex, 'hex'));

describe('the frames of zstd data', () => {
  test('are followed to their ends, wherever the data is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (parts, step) => {
          const bytes = Buffer.concat(parts);
          const ends = new Set(parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).length));
          const walk = walkFrames();
          expect(walk.atEnd()).toBe(true);
          for (let at = 0; at < bytes.length; at += step) {
            walk.follow(bytes.subarray(at, at + step));
            expect(walk.atEnd()).toBe(ends.has(Math.min(at + step, bytes.length)));
          }
        },
      ),
    );
  });
});
