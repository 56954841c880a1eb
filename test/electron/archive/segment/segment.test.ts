import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { writeCorrection } from '../../../../electron/archive/segment/correction.ts';
import { PROFILE_FIELDS } from '../../../../electron/archive/segment/profile.ts';
import { NUMBER_COLUMNS, WORD_COLUMNS } from '../../../../electron/archive/segment/row-columns.ts';
import {
  DamagedError,
  LAYOUT,
  NewerLayoutError,
  writeSections,
} from '../../../../electron/archive/segment/sections.ts';
import { openSectionFile } from '../../../../electron/archive/segment/section-file.ts';
import { createBuilder } from '../../../../electron/archive/segment/segment-builder.ts';
import { openSegment } from '../../../../electron/archive/segment/segment-reader.ts';
import type { SegmentReader } from '../../../../electron/archive/segment/segment-reader.ts';
import { writeSegment } from '../../../../electron/archive/segment/segment-writer.ts';
import { GROUP_FIELDS, USAGE_MEASURES } from '../../../../electron/archive/segment/usage.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { TEST_SOURCE } from '../../../helpers/line-reader.ts';
import { anyRequest, makeRequest } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { expectedSums, sumsOf } from '../../../helpers/usage-sums.ts';

function bytesOf(requests: readonly LoggedRequest[]): Buffer {
  const builder = createBuilder(Math.max(1, requests.length));
  for (const [position, request] of requests.entries()) builder.add(request, position);
  return writeSegment('eu', builder, TEST_SOURCE).bytes;
}

/** Writes files into one folder, and opens them. */
async function opener(): Promise<(bytes: Uint8Array) => SegmentReader> {
  const folder = await temporaryFolder();
  let files = 0;
  return (bytes) => {
    files += 1;
    const file = join(folder, `${files}.seg`);
    writeFileSync(file, bytes);
    return openSegment(file);
  };
}

/** Everything that a segment can be asked for. */
function everythingOf(reader: SegmentReader) {
  const rows = Array.from({ length: reader.facts.rows }, (_, row) => row);
  return {
    facts: reader.facts,
    values: reader.values(),
    profileValues: PROFILE_FIELDS.map((field) => reader.profileValues(field)),
    groupValues: GROUP_FIELDS.map((field) => reader.groupValues(field)),
    lastMs: reader.profileLastMs(),
    groupOfProfile: reader.groupOfProfile(),
    names: reader.names(),
    usage: reader.usage(USAGE_MEASURES),
    latency: reader.latency(),
    days: reader.days(),
    numbers: NUMBER_COLUMNS.map((column) => reader.numbers(column)),
    words: WORD_COLUMNS.map((column) => reader.wordNumbers(column)),
    texts: reader.words(),
    hashes: reader.hashes(),
    requests: rows.map((row) => reader.request(row)),
  };
}

const anyRequests = fc.array(anyRequest, { maxLength: 40 });

describe('a segment', () => {
  test('of before requests without a price were counted by day has them from its hours', async () => {
    const folder = await temporaryFolder();
    const open = await opener();
    fc.assert(
      fc.property(anyRequests, (requests) => {
        const bytes = bytesOf(requests);
        const path = join(folder, 'now.seg');
        writeFileSync(path, bytes);
        const file = openSectionFile(path);
        const before = file.sections
          .filter((name) => name !== 'usage.days.unpriced')
          .map((name) => ({ name, bytes: file.section(name), pack: 'no' as const }));
        expect(before).toHaveLength(file.sections.length - 1);
        const days = open(writeSections(file.facts, before)).days();
        expect(days).toEqual(open(bytes).days());
        const unpriced = requests.filter(({ spendNano }) => spendNano === null);
        expect(days.unpriced.reduce((sum, count) => sum + count, 0)).toBe(unpriced.length);
      }),
    );
  });

  test('holds its requests in order of their start, and their sums', async () => {
    const open = await opener();
    fc.assert(
      fc.property(anyRequests, (requests) => {
        const reader = open(bytesOf(requests));
        const inOrder = requests.toSorted((a, b) => a.startMs - b.startMs);
        expect(inOrder.map((_, row) => reader.request(row))).toEqual(inOrder);
        expect(reader.facts).toMatchObject({
          rows: requests.length,
          firstMs: inOrder[0]?.startMs ?? 0,
          lastMs: inOrder.at(-1)?.startMs ?? 0,
        });
        expect(sumsOf([reader])).toEqual(expectedSums(requests));
        const positions = [...reader.numbers('position')].map((position) => requests[position]);
        expect(positions).toEqual(inOrder);
        for (const [number, last] of reader.profileLastMs().entries()) {
          const wearers = inOrder.filter((_, row) => reader.wordNumbers('profile')[row] === number);
          expect(wearers.at(-1)?.startMs).toBe(last);
          expect(wearers.at(-1)).toMatchObject(reader.profile(number));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('and corrections come to what is left', async () => {
    const open = await opener();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyRequest, fc.boolean()), { minLength: 1, maxLength: 30 }),
        fc.nat(29),
        (given, cut) => {
          const parts = [given.slice(0, cut), given.slice(cut)].filter((part) => part.length > 0);
          const readers = parts.map((part) => open(bytesOf(part.map(([request]) => request))));
          const isMasked = new Map(given.map(([{ id }, masked]) => [id, masked]));
          const masked = readers.map((reader, index) => ({
            segment: `${index}.seg`,
            reader,
            rows: Array.from({ length: reader.facts.rows }, (_, row) => row).filter((row) =>
              isMasked.get(reader.id(row)),
            ),
          }));
          const correction = open(writeCorrection('eu', masked, TEST_SOURCE).bytes);
          const left = given.map(([request]) => request).filter(({ id }) => isMasked.get(id) !== true);
          expect(sumsOf([...readers, correction])).toEqual(expectedSums(left));
          expect(correction.facts.masked.map(({ rows }) => rows)).toEqual(masked.map(({ rows }) => rows));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('holds sums that no float can, and takes them out again', async () => {
    const open = await opener();
    const most = Number.MAX_SAFE_INTEGER;
    const more = {
      promptTokens: most,
      cachedTokens: most,
      durationMs: most,
      firstTokenMs: most,
      spendNano: most,
    };
    const requests = [makeRequest({ id: 'a', ...more }), makeRequest({ id: 'b', ...more })];
    const reader = open(bytesOf(requests));
    expect([0, 1].map((row) => reader.request(row))).toEqual(requests);
    expect([...reader.usage(USAGE_MEASURES).spendNano]).toEqual([most, most]);
    const correction = open(
      writeCorrection('eu', [{ segment: 'a.seg', reader, rows: [0, 1] }], TEST_SOURCE).bytes,
    );
    expect([...correction.usage(USAGE_MEASURES).spendNano]).toEqual([-most, -most]);
    expect([...correction.usage(USAGE_MEASURES).unpriced]).toEqual([0, 0]);
  });

  test('tells requests that say the same from those that do not', async () => {
    const open = await opener();
    const changes: readonly Partial<LoggedRequest>[] = [
      { startMs: 1_790_000_000_000 },
      { durationMs: null },
      { firstTokenMs: 0 },
      { teamAlias: null },
      { endUser: 'x' },
      { session: 'x' },
      { ok: false },
      { errorMessage: 'x' },
      { cachedTokens: null },
      { spendNano: null },
      { cacheHit: null },
      { tags: ['x'] },
      { address: '::1' },
      { extra: { x: 1 } },
    ];
    const plain = makeRequest({ extra: {} });
    const requests = [plain, ...changes.map((change) => makeRequest(change))];
    const others = requests.map((request) =>
      open(bytesOf([makeRequest({ id: 'z', tags: ['y', 'z'] }), request])),
    );
    const readers = requests.map((request) => open(bytesOf([request])));
    for (const [one, reader] of readers.entries())
      for (const [two, other] of others.entries()) {
        const row = other.id(0) === 'z' ? 1 : 0;
        expect(reader.same(0, other, row)).toBe(one === two);
      }
  });
});

describe('a damaged segment', () => {
  const requests = fc.sample(anyRequest, { numRuns: 12, seed: 5 });
  const bytes = bytesOf(requests);

  test('is found out whichever byte of it is another', async () => {
    const open = await opener();
    const whole = everythingOf(open(bytes));
    expect(whole.requests).toHaveLength(12);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, to) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ to;
        expect(() => everythingOf(open(changed))).toThrow(DamagedError);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is found out when it is opened, wherever it is cut and whatever follows it', async () => {
    const open = await opener();
    for (let end = 0; end < bytes.length; end += end < 40 ? 1 : 13)
      expect(() => open(bytes.subarray(0, end))).toThrow(DamagedError);
    expect(() => open(Buffer.concat([bytes, Buffer.from('x')]))).toThrow(DamagedError);
  });

  test('gives either what it holds or says that it is damaged', async () => {
    const open = await opener();
    const whole = everythingOf(open(bytes));
    const asked: readonly ((reader: SegmentReader) => unknown)[] = [
      (reader) => reader.request(3),
      (reader) => reader.usage(['spendNano']),
      (reader) => reader.names(),
      (reader) => reader.id(5),
    ];
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(3), (at, what) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        const ask = asked[what] ?? asked[0];
        let answer: unknown;
        try {
          answer = ask?.(open(changed));
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedError);
          return;
        }
        expect(answer).toEqual(ask?.(open(bytes)));
      }),
      { numRuns: 300 },
    );
    expect(whole.facts.rows).toBe(12);
  });

  test('of a newer layout is told from one that is damaged', async () => {
    const open = await opener();
    const header = JSON.stringify({ layout: LAYOUT + 1, facts: {}, sections: [] });
    const { crc32 } = await import('node:zlib');
    const file = Buffer.concat([writeSections({}, []).subarray(0, 8), Buffer.alloc(8), Buffer.from(header)]);
    file.writeUInt32LE(header.length, 8);
    file.writeUInt32LE(crc32(header), 12);
    expect(() => open(file)).toThrow(NewerLayoutError);
  });

  test('whose header is whole but not of this program is damaged', async () => {
    const open = await opener();
    expect(() => open(writeSections({ version: 1 }, []))).toThrow(DamagedError);
  });
});
