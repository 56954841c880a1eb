import { readFile, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';

import { isSameSource } from '../../../../electron/archive/sources/log-file.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { canUnpack } from '../../../../electron/archive/sources/unpacker.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { Problem } from '../../../../shared/result.ts';
import { fileOf, readSource, recordsOf } from './reading.ts';

const ROWS = Array.from({ length: 40 }, (_, index) => ({
  request_id: `chatcmpl-${index}`,
  startTime: '2026-10-01T00:01:09.969+00:00',
  team_id: index % 2 === 0 ? 'team-a' : 'café',
  spend: 0.011095,
  metadata: { note: 'one\ntwo', nested: [{ deep: {} }] },
}));
const LINES = ROWS.map((row) => `${JSON.stringify(row)}\n`).join('');
const TABLE = ROWS.map(({ metadata, ...row }) => ({ ...row, metadata: JSON.stringify(metadata) }));

const REQUESTS = [
  { id: 40, timestamp: '2026-11-23T13:36:04.681562Z', method: 'POST', uri: '/x', status_code: 200 },
];
const CHARGES = [
  { id: 'c', user_id: 'u', transaction_type: 'usage', amount: '0.000880000000000', source_id: '40' },
];

async function problemOf(content: string | Uint8Array, name?: string): Promise<Problem> {
  const error: unknown = await openLogSource(await fileOf(content, name)).then(
    () => null,
    (rejected: unknown) => rejected,
  );
  if (!(error instanceof ProblemError)) throw new Error('was taken');
  return error.problem;
}

describe('the kind of a file', () => {
  test.each([
    ['jsonl', 'litellm', LINES],
    ['jsonl', 'litellm', LINES.replaceAll('\n', '\r\n')],
    ['jsonl', 'litellm', JSON.stringify(ROWS[0])],
    ['json-array', 'litellm', JSON.stringify(ROWS)],
    ['json-array', 'litellm', JSON.stringify(ROWS, null, 2)],
    ['json-array', 'litellm', ` [\n${ROWS.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`],
    ['json-array', 'litellm', JSON.stringify({ data: ROWS, total: 40, page: 1 })],
    ['json-array', 'litellm', JSON.stringify({ total: 40, data: ROWS }, null, 4)],
    ['json-objects', 'litellm', ROWS.map((row) => JSON.stringify(row, null, 2)).join('\n')],
    ['csv', 'litellm', Papa.unparse(TABLE)],
    ['csv', 'litellm', `\uFEFF${Papa.unparse(TABLE, { quotes: true, delimiter: ';' })}`],
    ['jsonl', 'doubleword-requests', REQUESTS.map((row) => JSON.stringify(row)).join('\n')],
    ['json-array', 'doubleword-requests', JSON.stringify({ entries: REQUESTS })],
    ['csv', 'doubleword-requests', Papa.unparse(REQUESTS)],
    ['jsonl', 'doubleword-transactions', CHARGES.map((row) => JSON.stringify(row)).join('\n')],
    ['json-array', 'doubleword-transactions', JSON.stringify({ data: CHARGES, has_more: false })],
    ['csv', 'doubleword-transactions', Papa.unparse(CHARGES)],
  ])('is found from its content: %s of %s', async (format, rows, content) => {
    const source = await openLogSource(await fileOf(content, 'export.bin'));
    expect(source).toMatchObject({
      description: 'export.bin',
      format,
      rows,
      totalBytes: Buffer.byteLength(content),
      seekable: format === 'jsonl',
    });
    const packed = await openLogSource(await fileOf(gzipSync(content), 'export.bin'));
    expect(packed).toMatchObject({ format: `${format}.gz`, rows, seekable: false });
    const records = await recordsOf(source);
    expect(await recordsOf(packed)).toEqual(records);
    expect(records).toHaveLength(
      rows !== 'litellm' ? 1 : format === 'jsonl' ? content.split('request_id').length - 1 : 40,
    );
  });

  test('is found behind records that are damaged, unknown or very long', async () => {
    const lines = `{"cut":\n{"other":1}\n{"x":"${'y'.repeat(2_000_000)}"}\n{"x":"${'y'.repeat(9_999_000)}"}\n`;
    expect(await openLogSource(await fileOf(lines + LINES))).toMatchObject({
      format: 'jsonl',
      rows: 'litellm',
    });
    const preamble = `Exported on Monday\n${LINES}`;
    expect(await openLogSource(await fileOf(preamble))).toMatchObject({ format: 'jsonl', rows: 'litellm' });
  });

  test('with a byte order mark is not for reading in ranges', async () => {
    const source = await openLogSource(await fileOf(`\uFEFF${LINES}`));
    expect(source).toMatchObject({ format: 'jsonl', seekable: false });
    expect(await recordsOf(source)).toEqual(ROWS);
  });

  test('of payloads of the loggers is rows of the spend log', async () => {
    const fixture = join(import.meta.dirname, '../../../fixtures/spend-logs/payload-1.106.2.json');
    const { ok, failed } = JSON.parse(await readFile(fixture, 'utf8')) as Record<string, { payload: object }>;
    const lines = [ok?.payload, failed?.payload, { request_id: 'row', startTime: 'x' }, { bad: 1 }].map(
      (row) => JSON.stringify(row),
    );
    const source = await openLogSource(await fileOf(lines.join('\n')));
    expect(source).toMatchObject({ format: 'jsonl', rows: 'litellm', seekable: false });
    const read = await readSource(source);
    expect(read.lines.map((line) => line && (JSON.parse(line) as { request_id: string }).request_id)).toEqual(
      ['chatcmpl-abc', 'call-0001', 'row', ''],
    );
    expect(read.lines.join('')).not.toContain('secret');
    expect(read.refused).toEqual([
      ['log.jsonl:4', 'It is no record of the log that was found here.', '{"bad":1}'],
    ]);
  });
});

describe('the chunks of a source', () => {
  const many = Array.from({ length: 30_000 }, (_, index) => ({
    ...ROWS[0],
    request_id: `r-${index}`,
    pad: 'x'.repeat(300),
  }));

  test('are whole lines of 4 MB and more, each with its first record and what was read', async () => {
    for (const content of [
      many.map((row) => JSON.stringify(row)).join('\n'),
      JSON.stringify(many, null, 1),
      Papa.unparse(many.map((row) => ({ ...row, metadata: '{}' }))),
    ]) {
      const source = await openLogSource(await fileOf(gzipSync(content)));
      const { chunks, lines } = await readSource(source);
      expect(chunks.length).toBeGreaterThan(2);
      expect(lines.map((line) => (JSON.parse(line) as { request_id: string }).request_id)).toEqual(
        many.map((row) => row.request_id),
      );
      let record = 1;
      let consumed = 0;
      for (const [index, chunk] of chunks.entries()) {
        expect(chunk.firstRecord).toBe(record);
        expect(chunk.bytes.at(-1)).toBe(10);
        if (index < chunks.length - 1) expect(chunk.bytes.length).toBeGreaterThanOrEqual(4_194_304);
        expect(chunk.bytes.length).toBeLessThan(8_388_608);
        expect(chunk.consumed).toBeGreaterThanOrEqual(consumed);
        record += Buffer.from(chunk.bytes).toString().split('\n').length - 1;
        ({ consumed } = chunk);
      }
      expect(consumed).toBe(source.totalBytes);
    }
  });

  test('can be given away, one after the other', async () => {
    const source = await openLogSource(
      await fileOf(gzipSync(many.map((row) => JSON.stringify(row)).join('\n'))),
    );
    let count = 0;
    for await (const { bytes } of source.chunks(new AbortController().signal)) {
      const given = structuredClone(bytes, { transfer: [bytes.buffer] });
      count += Buffer.from(given)
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown).length;
    }
    expect(count).toBe(many.length);
  });

  test('count a line that is too long, and an empty one', async () => {
    const first = JSON.stringify(ROWS[0]);
    const text = `${first}\n{"x":"${'y'.repeat(10_000_001)}"}\n\n${first}`;
    const source = await openLogSource(await fileOf(gzipSync(text)));
    const { lines, refused } = await readSource(source);
    expect(lines).toEqual([first, '', '', first]);
    expect(refused).toMatchObject([
      [
        'log.jsonl:2',
        'It is longer than 10 MB. Only its first 64 kB are kept.',
        expect.stringMatching(/^\{"x":"y+$/),
      ],
    ]);
    expect(source.placeOf(4)).toBe('log.jsonl:4');
  });

  test('stop when they are told to', async () => {
    const abort = new AbortController();
    const source = await openLogSource(await fileOf(gzipSync(LINES)));
    abort.abort();
    await expect(async () => {
      for await (const _ of source.chunks(abort.signal));
    }).rejects.toThrow('aborted');
  });

  test('of a packed file that is cut are all that was before the cut', async () => {
    const packed = gzipSync(LINES);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: packed.length - 1 }), async (end) => {
        const source = await openLogSource(await fileOf(packed.subarray(0, end)));
        const { lines, refused } = await readSource(source);
        expect(LINES.startsWith(lines.slice(0, -1).join('\n'))).toBe(true);
        expect(refused).toHaveLength(1);
        expect(refused[0]?.[1]).toContain('cut or damaged');
        expect(refused[0]?.[0]).toBe(`log.jsonl:${lines.length + 1}`);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the fingerprint of a file', () => {
  test('is the same again, whatever its name and its time, and changes with its bytes', async () => {
    const file = await fileOf(LINES);
    const before = await openLogSource(file);
    const again = await openLogSource(join(dirname(file), '.', basename(file)));
    expect(again).toMatchObject({
      fingerprint: before.fingerprint,
      timedFingerprint: before.timedFingerprint,
    });
    const other = await fileOf(LINES.replace('chatcmpl-39', 'chatcmpl-38'));
    const when = new Date(1_790_000_000_000);
    await utimes(file, when, when);
    await utimes(other, when, when);
    const after = await openLogSource(file);
    expect(after.fingerprint).toBe(before.fingerprint);
    expect(after.timedFingerprint).not.toBe(before.timedFingerprint);
    const changed = await openLogSource(other);
    expect(changed.fingerprint).not.toBe(after.fingerprint);
    expect(changed.timedFingerprint).not.toBe(after.timedFingerprint);
    // What an earlier version kept is understood.
    expect(isSameSource(after, after.timedFingerprint)).toBe(true);
    expect(isSameSource(after, before.timedFingerprint)).toBe(false);
  });

  test('tells large files apart by pieces of them', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, at) => `{"request_id":"id-${at}","startTime":"2026-10-10T12:00:00Z","spend":1}`,
    );
    const file = await fileOf(rows.join('\n'));
    const other = await fileOf(rows.map((one) => one.replace('"spend":1', '"spend":2')).join('\n'));
    const [one, two] = [await openLogSource(file), await openLogSource(other)];
    expect(one.totalBytes).toBeGreaterThan(2_000_000);
    expect(one.fingerprint).not.toBe(two.fingerprint);
  });
});

describe('what is no log', () => {
  test.each([
    ['an empty file', '', 'is empty'],
    ['only empty lines', '\uFEFF\n\r\n ', 'is empty'],
    ['a web page', '\n<!DOCTYPE html>\n<p>sk-secret-0123456789</p>', 'web page'],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${LINES}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without', Buffer.from(LINES, 'utf16le'), 'UTF-16'],
    ['a zip archive', Buffer.from('504b0304140000', 'hex'), 'zip'],
    ['a Parquet file', 'PAR1....', 'Parquet'],
    ['bytes', Buffer.from('0102000304050607', 'hex'), 'no text'],
    ['other records', '{"id":"a","sk-secret-0123456789":1}', 'fields of no log that is known (id, …)'],
    ['daily sums of the gateway', '{"date":"2026-10-01","spend":1}', 'sums of days'],
    ['daily sums of its window', 'Date,Team,Team ID,Spend ($),Requests\n2026-10-01,a,b,1,2', 'sums of days'],
    ['another table', 'a,b\n1,2', 'columns of no log'],
    [
      'a table with a column twice',
      'request_id,startTime,request_id\n',
      'more than one column named request_id',
    ],
    ['a text', 'sk-secret-0123456789', 'neither like JSON nor like a table'],
    ['broken JSON', '[{"request_id":', 'no record of it can be read'],
    ['one line that does not end', `{"request_id":"${'x'.repeat(13_000_000)}`, 'no record of it can be read'],
    ['a packed empty file', gzipSync(''), 'is empty'],
    [
      'a packed file cut in its head',
      gzipSync(LINES).subarray(0, 12),
      'cut or damaged before its first record',
    ],
  ])('%s is refused with what it is, and without what it says', async (_name, content, looks) => {
    const problem = await problemOf(content);
    expect(problem).toMatchObject({ code: 'not_a_log', where: 'log.jsonl' });
    expect(problem.message).toContain(looks);
    expect(problem.message).toMatch(
      /^log\.jsonl is not a log that can be imported: .*\. Nothing was imported\.$/,
    );
    expect(problem.next).toBeTruthy();
    expect(JSON.stringify(problem)).not.toContain('sk-secret');
  });

  test('cannot be read', async () => {
    const file = await fileOf('');
    await expect(openLogSource(join(dirname(file), 'none.jsonl'))).rejects.toMatchObject({
      problem: { code: 'file_unreadable', message: 'none.jsonl cannot be read: there is no such file.' },
    });
    await expect(openLogSource('/dev/null')).rejects.toMatchObject({ problem: { code: 'file_unreadable' } });
  });

  test('is packed with zstd, where the runtime has none', async () => {
    if (canUnpack('zstd')) {
      const file = await fileOf(Buffer.from('28b52ffd20010900007b', 'hex'), 'log.jsonl.zst');
      await expect(openLogSource(file)).rejects.toMatchObject({ problem: { code: 'not_a_log' } });
      return;
    }
    const problem = await problemOf(Buffer.from('28b52ffd20010900007b', 'hex'), 'log.jsonl.zst');
    expect(problem).toMatchObject({ code: 'packing_not_supported', where: 'log.jsonl.zst' });
    expect(problem.next).toContain('zstd -d');
  });
});
