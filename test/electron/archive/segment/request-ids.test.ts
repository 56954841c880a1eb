import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createIdWriter, idOf } from '../../../../electron/archive/segment/request-ids.ts';
import type { IdWriter } from '../../../../electron/archive/segment/request-ids.ts';

const anyId = fc.oneof(
  fc.uuid(),
  fc.stringMatching(/^chatcmpl-[0-9a-f]{24}$/),
  fc.stringMatching(/^[0-9a-f]{1,40}$/),
  fc.stringMatching(/^[0-9]{1,19}$/),
  fc.stringMatching(/^[0-9A-Za-z_-]{1,30}$/),
  fc.stringMatching(/^(?:g?[0-9a-f]{3,9}-?){1,4}$/),
  fc.string({ minLength: 1, unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'a',
    '\u0001',
    '\u0002',
    '\u0003x',
    '\ud800',
    'a\udc00',
    '"\\',
    'x\\n00001111',
    'ж'.repeat(1_000),
  ),
  fc.nat(2_000).map((length) => '0123abcd'.repeat(250).slice(0, length + 1)),
);

/** As a row spells it: bytes where they are of a shape that was met, else text. */
function addAsRead(writer: IdWriter, id: string): void {
  const spelled = Buffer.from(`"${JSON.stringify(id).slice(1, -1)}"`);
  if (!writer.addBytes(spelled, 1, spelled.length - 1)) writer.addText(id);
}

function idAt(writer: IdWriter, row: number): string {
  const bytes = writer.bytes.subarray(writer.starts[row], writer.starts[row + 1]);
  return idOf(writer.shapes[writer.shapeOf[row] ?? 0] ?? '', bytes);
}

const hashAt = ({ hashes }: IdWriter, row: number) => [hashes[row * 2], hashes[row * 2 + 1]];

describe('request ids', () => {
  test('come back as they were, also after a segment was begun anew', () => {
    fc.assert(
      fc.property(fc.array(anyId, { maxLength: 40 }), fc.boolean(), (ids, again) => {
        const writer = createIdWriter(40);
        if (again) {
          for (const id of ids.toReversed()) addAsRead(writer, id);
          writer.clear();
        }
        for (const id of ids) addAsRead(writer, id);
        expect(ids.map((_, row) => idAt(writer, row))).toEqual(ids);
        expect(writer.count).toBe(ids.length);
      }),
      { numRuns: 500 },
    );
  });

  test('that are the same have the same hash, whatever was added before and however they were read', () => {
    fc.assert(
      fc.property(
        anyId,
        fc.array(anyId, { maxLength: 30 }),
        fc.array(anyId, { maxLength: 30 }),
        (id, some, others) => {
          const one = createIdWriter(40);
          const other = createIdWriter(40);
          for (const before of some) one.addText(before);
          for (const before of others) addAsRead(other, before);
          one.addText(id);
          addAsRead(other, id);
          expect(hashAt(other, others.length)).toEqual(hashAt(one, some.length));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that differ have different hashes', () => {
    const ids = new Set<string>();
    for (let at = 0; ids.size < 200_000; at += 1) {
      ids.add(`chatcmpl-${at.toString(16).padStart(24, '0')}`);
      ids.add(`chatcmpl-${at.toString(16).padEnd(24, '0')}x`);
      ids.add(
        `${at.toString(16).padStart(8, '0')}-0000-4000-8000-00000000${(at % 65_536).toString(16).padStart(4, '0')}`,
      );
      ids.add(`req_${at.toString(36)}`);
      ids.add(String(10_000_000 + at * 7_919));
    }
    const writer = createIdWriter(ids.size);
    for (const id of ids) writer.addText(id);
    const hashes = new Set<bigint>();
    for (let row = 0; row < ids.size; row += 1)
      hashes.add(
        BigInt(writer.hashes[row * 2] ?? 0) * 4_294_967_296n + BigInt(writer.hashes[row * 2 + 1] ?? 0),
      );
    expect(hashes.size).toBe(ids.size);
  });

  test('of ever new shapes do not make later segments carry the shapes of earlier ones', () => {
    const writer = createIdWriter(400);
    for (let segment = 0; segment < 5; segment += 1) {
      writer.clear();
      const ids = Array.from(
        { length: 400 },
        (_, at) =>
          `${String.fromCodePoint(103 + segment)}${'-'.repeat(at % 8)}${(at >> 3).toString(26)}x00112233445566778899aabbccddeeff`,
      );
      for (const id of ids) addAsRead(writer, id);
      expect(writer.shapes.length).toBeLessThanOrEqual(400);
      expect(ids.map((_, row) => idAt(writer, row))).toEqual(ids);
    }
  });

  test('of the shapes that gateways give take half their digits', () => {
    const writer = createIdWriter(3);
    writer.addText('chatcmpl-0123456789abcdef01234567');
    writer.addText('chatcmpl-0123456789abcdef01234568');
    writer.addText('0b5b0f2e-94c1-4a0c-a4c5-0d6d5a3f1c2d');
    expect(writer.starts).toEqual(Uint32Array.from([0, 12, 24, 40]));
    expect(writer.shapes).toHaveLength(2);
  });
});
