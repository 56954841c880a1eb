import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { openLogSource } from '../../../../electron/archive/sources/log-source.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const LOG = join(import.meta.dirname, '../../../fixtures/spend-logs/seed-60.jsonl');

interface Row {
  readonly request_id: string;
  readonly startTime: string;
}

/** An archive of one file, with the file's rows and where it lies. */
async function archiveOf(name: string, write: (rows: readonly Row[]) => string | Buffer) {
  const folder = await temporaryFolder();
  const rows = (await readFile(LOG, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const file = join(folder, name);
  await writeFile(file, write(rows));
  const archive = openArchive(folder);
  await archive.importSource('eu', await openLogSource(file), quietWork());
  return { archive, rows, file };
}

const asLines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('the record of a request', () => {
  test.each([
    ['log.jsonl', asLines],
    ['log.jsonl.gz', (rows: readonly Row[]) => gzipSync(asLines(rows))],
    ['log.json', (rows: readonly Row[]) => JSON.stringify(rows, null, 1)],
  ])('is that of its file, %s', async (name, write) => {
    const { archive, rows } = await archiveOf(name, write);
    for (const row of [rows[0], rows[150], rows.at(-1)]) {
      const { record, from, why } = await archive.record('eu', row?.request_id ?? '');
      expect(JSON.parse(record ?? '')).toEqual(row);
      expect({ from, why }).toEqual({ from: 'file', why: null });
    }
  });

  test('of a table is the row that was read from it, and says so', async () => {
    const write = (rows: readonly Row[]) =>
      ['request_id,startTime', ...rows.map((row) => `${row.request_id},${row.startTime}`)].join('\n');
    const { archive, rows } = await archiveOf('log.csv', write);
    const [{ request_id: id } = { request_id: '' }] = rows;
    expect(await archive.record('eu', id)).toMatchObject({
      record: expect.stringContaining(id),
      from: 'archive',
      why: expect.stringContaining('another form'),
    });
  });

  test('is put together from the archive when its file has changed or is not there', async () => {
    const { archive, rows, file } = await archiveOf('log.jsonl', asLines);
    const id = rows[7]?.request_id ?? '';
    await appendFile(file, '\n');
    const changed = await archive.record('eu', id);
    expect(changed).toMatchObject({ from: 'archive', why: 'log.jsonl has changed since it was imported.' });
    expect(JSON.parse(changed.record ?? '')).toMatchObject({ id });
    await copyFile(LOG, join(file, '..', 'other.jsonl'));
    expect(await archive.record('eu', 'nobody')).toMatchObject({ record: null });
  });
});
