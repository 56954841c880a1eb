import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { folderOf, readSource } from './reading.ts';

const payload = (id: string) => ({
  id,
  call_type: 'acompletion',
  startTime: 1_790_812_869.969,
  endTime: 1_790_812_870.5,
  response_cost: 0.25,
  messages: [{ content: 'secret' }],
});
const json = (id: string, space?: number) => JSON.stringify(payload(id), null, space);
const row = (id: string) => JSON.stringify({ request_id: id, startTime: '2026-10-01T00:00:00Z', spend: 1 });

const idsOf = (lines: readonly string[]) =>
  lines.map((line) => (line === '' ? '' : (JSON.parse(line) as { request_id: string }).request_id));

describe('a folder of objects', () => {
  test('is read in the order of its names, whatever they are, with the place of each record', async () => {
    const folder = await folderOf({
      '2026-10-02/time-00-00-01_c.json': json('c'),
      '2026-10-01/growth/b.json': json('b', 4),
      '2026-10-01/growth/failure-1f': json('b2'),
      '2026-10-01/a.json': `${json('a')}\n`,
      '2026-10-03/batch-1.ndjson': [json('d'), json('e')].join('\n'),
      '2026-10-03/batch-2.ndjson.gz': gzipSync([json('f'), json('g')].join('\n')),
      '2026-10-04/list.json': `[${json('h')},${row('i')}]`,
      '2026-10-04/.DS_Store': 'hidden',
    });
    const source = await openLogSource(folder);
    expect(source).toMatchObject({
      description: basename(folder),
      path: folder,
      format: 'object-folder',
      rows: 'litellm',
      seekable: false,
    });
    const { lines, places, refused, chunks } = await readSource(source);
    expect(refused).toEqual([]);
    expect(idsOf(lines)).toEqual(['a', 'b', 'b2', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
    expect(lines.join('')).not.toContain('secret');
    expect(places).toEqual([
      '2026-10-01/a.json',
      '2026-10-01/growth/b.json',
      '2026-10-01/growth/failure-1f',
      '2026-10-02/time-00-00-01_c.json',
      '2026-10-03/batch-1.ndjson',
      '2026-10-03/batch-1.ndjson:2',
      '2026-10-03/batch-2.ndjson.gz',
      '2026-10-03/batch-2.ndjson.gz:2',
      '2026-10-04/list.json',
      '2026-10-04/list.json:2',
    ]);
    expect(chunks.at(-1)?.consumed).toBe(source.totalBytes);
  });

  test('with files that are no part of it refuses them by their place, and reads the rest', async () => {
    const folder = await folderOf({
      'a.json': json('a'),
      'b.json': json('b').slice(0, 40),
      'c.json': '',
      'd.txt': 'notes with a key sk-secret-0123456789',
      'e.json': '{"action":"created","id":"audit"}',
      'f.json': JSON.stringify({ ...payload('f'), startTime: 'soon' }),
      'g.json.gz': gzipSync(json('g')).subarray(0, 60),
      'h.json': json('h'),
    });
    await symlink(join(folder, '..'), join(folder, 'i'));
    await symlink(join(folder, 'nowhere'), join(folder, 'j'));
    const { lines, refused, places } = await readSource(await openLogSource(folder));
    expect(idsOf(lines).filter((id) => id !== '')).toEqual(['a', 'h']);
    expect(lines).toHaveLength(places.length);
    const reasons = new Map(refused.map(([where, reason]) => [where, reason]));
    expect(reasons.get('b.json')).toContain('file ends inside');
    expect(reasons.get('c.json')).toContain('empty');
    expect(reasons.get('d.txt')).toContain('not a log');
    expect(reasons.get('e.json')).toContain('no record of the log');
    expect(reasons.get('f.json')).toContain('startTime');
    expect(reasons.get('g.json.gz')).toBeDefined();
    expect(reasons.get('i')).toContain('links to folders');
    expect(reasons.get('j')).toContain('no such file');
    expect(JSON.stringify(refused)).not.toContain('sk-secret');
  });

  test('of many files and more than a chunk keeps lines and places together', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `${index % 3}/${String(index).padStart(4, '0')}.json`,
        JSON.stringify({ ...payload(`id-${index}`), x_pad: 'x'.repeat(40_000) }),
      ]),
    );
    const { lines, places, chunks } = await readSource(await openLogSource(await folderOf(files)));
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) {
      expect(chunk.places).toHaveLength(Buffer.from(chunk.bytes).toString().split('\n').length - 1);
    }
    for (const [index, id] of idsOf(lines).entries()) {
      expect(places[index]).toMatch(new RegExp(`/0*${id.slice(3)}\\.json$`));
    }
    expect(lines).toHaveLength(300);
  });

  test('is counted while it is looked through, which can be cancelled', async () => {
    const folder = await folderOf({ 'a/1.json': json('1'), 'a/2.json': json('2'), 'b/3.json': json('3') });
    const stop = new AbortController();
    const counts: number[] = [];
    const found = (files: number): void => {
      counts.push(files);
      if (files === 2) stop.abort();
    };
    await expect(openLogSource(folder, { signal: stop.signal, found })).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
    expect(counts).toEqual([1, 2]);
  });

  test('has a fingerprint that changes with its files', async () => {
    const folder = await folderOf({ 'a.json': json('a') });
    const { fingerprint } = await openLogSource(folder);
    expect((await openLogSource(folder)).fingerprint).toBe(fingerprint);
    const more = await folderOf({ 'a.json': json('a'), 'b.json': json('b') });
    expect((await openLogSource(more)).fingerprint).not.toBe(fingerprint);
  });

  test('that holds none is no log', async () => {
    await expect(openLogSource(await folderOf({}))).rejects.toMatchObject({
      problem: { code: 'not_a_log', message: expect.stringContaining('the folder is empty') },
    });
    await expect(openLogSource(await folderOf({ 'x.txt': 'x' }))).rejects.toMatchObject({
      problem: { code: 'not_a_log', message: expect.stringContaining('no file in it is one') },
    });
    const file = join(await folderOf({ 'a.json': json('a') }), 'a.json');
    expect(await readFile(file, 'utf8')).toBe(json('a'));
    expect(await openLogSource(dirname(file))).toMatchObject({ format: 'object-folder' });
  });
});
