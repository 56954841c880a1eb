import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MAX_LINE_BYTES, readLines } from '../../../electron/archive/lines.ts';
import type { Line } from '../../../electron/archive/lines.ts';

async function* chunksOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function linesOf(parts: readonly Uint8Array[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const some of readLines(chunksOf(parts))) lines.push(...some);
  return lines;
}

/** Cuts bytes anywhere, also within a character. */
function cut(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...parts, bytes.subarray(at)];
}

describe('lines of a stream', () => {
  test('do not depend on where the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\r\n]|^\uFEFF/.test(text)),
        ),
        fc.array(fc.nat(9)),
        fc.constantFrom('\n', '\r\n'),
        async (texts, sizes, end) => {
          const bytes = Buffer.from(texts.map((text) => text + end).join(''));
          const lines = await linesOf(cut(bytes, sizes));
          expect(lines).toEqual(texts.map((text, index) => ({ number: index + 1, text })));
        },
      ),
    );
  });

  test('need no end at the end, and lose a byte order mark', async () => {
    expect(await linesOf([Buffer.from('\uFEFF{"a":1}\n\uFEFFb')])).toEqual([
      { number: 1, text: '{"a":1}' },
      { number: 2, text: '\uFEFFb' },
    ]);
    expect(await linesOf([])).toEqual([]);
  });

  test('that are too long give their start, and the next ones are whole', async () => {
    const long = Buffer.alloc(MAX_LINE_BYTES + 1, 'x');
    for (const parts of [[long], cut(long, [4_000_000, 4_000_000])]) {
      const lines = await linesOf([Buffer.from('a\n'), ...parts, Buffer.from('\nb')]);
      expect(lines.map(({ number, text }) => [number, text])).toEqual([
        [1, 'a'],
        [2, null],
        [3, 'b'],
      ]);
      expect(lines[1]?.start).toBe('x'.repeat(4096));
    }
  });
});
