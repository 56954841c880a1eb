import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openLineReader } from '../../../helpers/line-reader.ts';
import type { ReadLines } from '../../../helpers/line-reader.ts';
import { rowOf } from './node-state.ts';

/** Longer lines than this are refused by the reader of these tests; it also fills one buffer. */
const LONGEST = 4_096;

/** Lines of a log: rows, some of them long, what cannot be read, and blanks. */
const anyLines = fc.array(
  fc.oneof(
    { arbitrary: fc.nat(30).map((pad) => rowOf(`id-${pad}`, { messages: 'x'.repeat(pad * 9) })), weight: 6 },
    { arbitrary: fc.constant(rowOf('long', { messages: 'y'.repeat(3_500) })), weight: 1 },
    { arbitrary: fc.constant(rowOf('longer', { messages: 'z'.repeat(LONGEST) })), weight: 1 },
    { arbitrary: fc.constant(rowOf('longest', { messages: 'z'.repeat(300_000) })), weight: 1 },
    { arbitrary: fc.constantFrom('', '', '  ', '{"cut', '[]', '{}', 'ж'), weight: 3 },
  ),
  { minLength: 1, maxLength: 25 },
);
const ends = fc.constantFrom('\n', '\r\n');
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

/** What was read, without how it was cut into segments. */
function contentOf({ requests, refused }: ReadLines) {
  return { requests: [...requests].toSorted(([a], [b]) => a - b), refused };
}

/** Where each line begins, and the number that it has. */
function linesOf(text: string): readonly { readonly at: number; readonly text: string }[] {
  const lines: { at: number; text: string }[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    lines.push({ at, text: line });
    at += Buffer.byteLength(line) + 1;
  }
  return lines;
}

describe('a file read in ranges', () => {
  test('says the same however it is cut, and every line is told by its number', async () => {
    const reader = await openLineReader({ capacity: 7, inputBytes: LONGEST });
    await fc.assert(
      fc.asyncProperty(
        anyLines,
        ends,
        fc.boolean(),
        cuts,
        fc.boolean(),
        async (lines, end, last, parts, backwards) => {
          const text = lines.join(end) + (last ? end : '');
          fc.pre(text !== '');
          const bytes = Buffer.from(text);
          const edges = parts.map((part) => Math.floor(part * bytes.length));
          const read = await reader.ranges(bytes, edges, backwards ? 'backwards' : 'forwards');
          expect(contentOf(read)).toEqual(contentOf(await reader.ranges(bytes, [])));
          const places = linesOf(text);
          for (const [position, request] of read.requests) {
            const line = places.find(({ at }) => at === position);
            expect(line?.text).toContain(`"request_id":"${request.id}"`);
          }
          const refused = places.flatMap(({ text: line }, index) => {
            const isRow = line.includes('request_id') && Buffer.byteLength(line) < LONGEST;
            return line.trim() === '' || isRow ? [] : [index + 1];
          });
          expect(read.refused.map(({ line }) => line)).toEqual(refused);
          // Pieces lie side by side, and hold all lines and rows.
          const pieces = read.made.flatMap((one) => one.pieces).toSorted((a, b) => a.from - b.from);
          expect(pieces.map(({ from }) => from)).toEqual([
            0,
            ...pieces.slice(0, -1).map(({ until }) => until),
          ]);
          expect(pieces.at(-1)?.until).toBe(bytes.length);
          const count = (of: 'lines' | 'rows') => pieces.reduce((sum, piece) => sum + piece[of], 0);
          expect(count('lines')).toBe(places.length - (text.endsWith('\n') ? 1 : 0));
          expect(count('rows')).toBe(read.requests.size + read.refused.length);
          for (const { segment } of read.made) expect(segment?.rows ?? 0).toBeLessThanOrEqual(7);
        },
      ),
      { numRuns: 250, examples: [[['', ''], '\n', true, [0.5], false]] },
    );
  });

  test('says the same in ranges of one byte', async () => {
    const reader = await openLineReader({ capacity: 7, inputBytes: LONGEST });
    const text = ['', rowOf('a'), '  ', '{"cut', rowOf('ж'), rowOf('c'), ''].join('\r\n') + rowOf('d');
    const every = Array.from({ length: Buffer.byteLength(text) }, (_, at) => at);
    const whole = contentOf(await reader.ranges(text, []));
    expect(whole.requests).toHaveLength(4);
    for (const order of ['forwards', 'backwards'] as const)
      expect(contentOf(await reader.ranges(text, every, order))).toEqual(whole);
  });

  test('keeps the beginning of a line that is too long, and the line after it', async () => {
    const reader = await openLineReader({ inputBytes: LONGEST });
    const long = rowOf('long', { messages: 'sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.repeat(900) });
    const read = await reader.ranges(`${long}\n${rowOf('a')}\n${long}`, []);
    expect([...read.requests.values()].map(({ id }) => id)).toEqual(['a']);
    expect(read.refused.map(({ line }) => line)).toEqual([1, 3]);
    expect(read.refused[0]?.reason).toMatch(/longer than 10 MB/);
    expect(read.refused[0]?.raw).toMatch(/^\{"request_id":"long"/);
    expect(read.refused[0]?.raw).not.toContain('aaaa');
  });
});

describe('lines that are numbered', () => {
  test('say the same as in a file, also when segments are full in the middle', async () => {
    const reader = await openLineReader({ capacity: 7, inputBytes: LONGEST });
    await fc.assert(
      fc.asyncProperty(anyLines, ends, async (lines, end) => {
        const short = lines.filter((line) => line.length < LONGEST);
        const text = short.map((line) => line + end).join('');
        const counted = await reader.lines(text);
        const file = await reader.ranges(text, []);
        const places = linesOf(text);
        const byLine = [...file.requests].map(
          ([position, request]) => [places.findIndex(({ at }) => at === position) + 1, request] as const,
        );
        expect(contentOf(counted)).toEqual({
          requests: byLine.toSorted(([a], [b]) => a - b),
          refused: file.refused,
        });
        const rows = counted.made.flatMap(({ pieces }) => pieces).reduce((sum, piece) => sum + piece.rows, 0);
        expect(rows).toBe(counted.requests.size + counted.refused.length);
      }),
      { numRuns: 50 },
    );
  });

  test('of any length that a chunk can have are read', async () => {
    const reader = await openLineReader({ inputBytes: LONGEST });
    // A line that only just fits, behind one that ends a part of the chunk.
    const pad = (id: string, bytes: number) => {
      const empty = rowOf(id, { messages: '' });
      return rowOf(id, { messages: 'x'.repeat(bytes - empty.length) });
    };
    const read = await reader.lines(
      [pad('a', 120), pad('b', LONGEST - 1), pad('c', LONGEST - 1), ''].join('\n'),
    );
    expect([...read.requests.values()].map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
