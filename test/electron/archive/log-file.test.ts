import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { openLogFile } from '../../../electron/archive/log-file.ts';
import type { LogPage } from '../../../electron/gateways/adapter.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { makeRequest } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Reads rows that are just an id; others are refused. */
const adapter = {
  readLogRow: (row: unknown) =>
    isJsonObject(row) && typeof row['id'] === 'string'
      ? ({ ok: true, request: makeRequest({ id: row['id'] }) } as const)
      : ({ ok: false, reason: 'id is missing' } as const),
};

async function fileOf(content: string | Uint8Array, name = 'log.jsonl'): Promise<string> {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

async function readAll(
  file: string,
): Promise<{ ids: string[]; refused: LogPage['refused'][number][]; bytes: number }> {
  const all = { ids: [] as string[], refused: [] as LogPage['refused'][number][], bytes: 0 };
  for await (const page of (await openLogFile(file, adapter)).pages) {
    all.ids.push(...page.rows.map(({ id }) => id));
    all.refused.push(...page.refused);
    all.bytes += page.bytes;
  }
  return all;
}

describe('a log file', () => {
  test('is read line by line, with empty lines, CRLF and a byte order mark', async () => {
    const text = '\uFEFF\r\n{"id":"a"}\r\n\r\n{"id":"ä"}';
    const file = await fileOf(text);
    expect(await readAll(file)).toEqual({ ids: ['a', 'ä'], refused: [], bytes: Buffer.byteLength(text) });
    expect(await openLogFile(file, adapter)).toMatchObject({
      description: 'log.jsonl',
      covers: null,
      totalBytes: Buffer.byteLength(text),
    });
  });

  test('with bad rows gives them back with their line, and the rest', async () => {
    const lines = ['{"id":"a"}', '{"id":"b', '[1]', '{"other":1}', 'null', '{"id":"c"}', '{"id":"cut of'];
    const { ids, refused } = await readAll(await fileOf(lines.join('\n')));
    expect(ids).toEqual(['a', 'c']);
    expect(refused.map(({ where, raw }) => [where, raw])).toEqual([
      ['log.jsonl:2', '{"id":"b'],
      ['log.jsonl:3', '[1]'],
      ['log.jsonl:4', '{"other":1}'],
      ['log.jsonl:5', 'null'],
      ['log.jsonl:7', '{"id":"cut of'],
    ]);
    expect(refused.map(({ reason }) => reason)).toContain('id is missing');
  });

  test('keeps the digits that a float cannot hold, as an answer of the gateway does', async () => {
    const seen: unknown[] = [];
    const watching = { readLogRow: (row: unknown) => (seen.push(row), adapter.readLogRow(row)) };
    const line = '{"id":"a","count":12345678901234567891,"spend":0.1234567890123456789012,"few":0.25}';
    const { pages } = await openLogFile(await fileOf(line), watching);
    for await (const { refused } of pages) expect(refused).toEqual([]);
    expect(seen).toEqual([
      { id: 'a', count: '12345678901234567891', spend: '0.1234567890123456789012', few: 0.25 },
    ]);
  });

  test('with a line that is too long refuses it alone', async () => {
    const { ids, refused } = await readAll(
      await fileOf(`{"id":"a"}\n{"id":"${'x'.repeat(10_000_001)}"}\n{"id":"b"}\n`),
    );
    expect(ids).toEqual(['a', 'b']);
    expect(refused).toMatchObject([{ where: 'log.jsonl:2', reason: 'The line is longer than 10 MB.' }]);
  });

  test('keeps at most 64 kB of a refused row', async () => {
    const { refused } = await readAll(await fileOf(`{"id":"a"}\n{"x":"${'y'.repeat(100_000)}"}\n`));
    expect(refused[0]?.raw).toHaveLength(65_536);
  });
});

describe('a packed log file', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `{"id":"row-${index}"}\n`).join('');

  test('is unpacked whatever its name, and counts its own bytes', async () => {
    const packed = gzipSync(rows);
    const { ids, bytes } = await readAll(await fileOf(packed));
    expect(ids).toHaveLength(5_000);
    expect(bytes).toBe(packed.length);
  });

  test('in several parts is read to the last', async () => {
    const file = await fileOf(Buffer.concat([gzipSync('{"id":"a"}\n'), gzipSync('{"id":"b"}\n')]));
    expect((await readAll(file)).ids).toEqual(['a', 'b']);
  });

  test('that is cut gives what is before the cut, and says that something is missing', async () => {
    const packed = gzipSync(rows);
    const { ids, refused } = await readAll(await fileOf(packed.subarray(0, packed.length - 2_000)));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(5_000);
    expect(refused.at(-1)?.reason).toContain('cut or damaged');
  });
});

describe('what is no log', () => {
  test.each([
    ['an empty file', '', /is empty/, 1],
    ['only empty lines', '\n\n', /is empty/, 1],
    ['a web page', '\n<!doctype html>\n<p>sk-secret-0123456789</p>', /web page/, 2],
    ['a JSON array', '[{"id":"a"}]', /array/, 1],
    ['an object over several lines', '{\n"id": "a"\n}', /does not end/, 1],
    ['CSV', 'request_id,spend\na,1\n', /CSV/, 1],
    ['bytes', Buffer.from([0, 1, 2, 255]), /no JSON object/, 1],
    ['a number', '12\n', /no JSON object/, 1],
    ['a packed web page', gzipSync('<html>'), /web page/, 1],
  ])('%s is refused before anything is read', async (_name, content, message, line) => {
    const problem = await openLogFile(await fileOf(content), adapter).then(
      () => null,
      (error: { problem: { code: string; message: string; next: string; where: string } }) => error.problem,
    );
    expect(problem).toMatchObject({ code: 'not_jsonl', where: `log.jsonl:${line}` });
    expect(problem?.message).toMatch(message);
    expect(problem?.message).toContain('log.jsonl');
    expect(problem?.next).not.toBe('');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  test('a file that is not there and a folder are said to be so', async () => {
    const folder = await temporaryFolder();
    await expect(openLogFile(join(folder, 'none.jsonl'), adapter)).rejects.toMatchObject({
      problem: { code: 'file_unreadable', message: 'none.jsonl cannot be read: there is no such file.' },
    });
    await mkdir(join(folder, 'sub'));
    await expect(openLogFile(join(folder, 'sub'), adapter)).rejects.toMatchObject({
      problem: { code: 'file_unreadable' },
    });
  });

  test('a real log of lines passes', async () => {
    const file = join(import.meta.dirname, '../../fixtures/spend-logs/seed-60.jsonl');
    const source = await openLogFile(file, adapter);
    expect(source.totalBytes).toBe((await readFile(file)).length);
  });
});
