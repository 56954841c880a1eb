import { appendFile, copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, test, vi } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
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
      const { record, from, why } = await archive.record('eu', row?.request_id ?? '', quietWork());
      expect(JSON.parse(record ?? '')).toEqual(row);
      expect({ from, why }).toEqual({ from: 'file', why: null });
    }
  });

  test('of a table is the row that was read from it, and says so', async () => {
    const write = (rows: readonly Row[]) =>
      ['request_id,startTime', ...rows.map((row) => `${row.request_id},${row.startTime}`)].join('\n');
    const { archive, rows } = await archiveOf('log.csv', write);
    const [{ request_id: id } = { request_id: '' }] = rows;
    expect(await archive.record('eu', id, quietWork())).toMatchObject({
      record: expect.stringContaining(id),
      from: 'archive',
      why: expect.stringContaining('another form'),
    });
  });

  test('is put together from the archive when its file has changed or is not there', async () => {
    const { archive, rows, file } = await archiveOf('log.jsonl', asLines);
    const id = rows[7]?.request_id ?? '';
    await appendFile(file, '\n');
    const changed = await archive.record('eu', id, quietWork());
    expect(changed).toMatchObject({ from: 'archive', why: 'log.jsonl has changed since it was imported.' });
    expect(JSON.parse(changed.record ?? '')).toMatchObject({ id });
    await copyFile(LOG, join(file, '..', 'other.jsonl'));
    expect(await archive.record('eu', 'nobody', quietWork())).toMatchObject({ record: null });
  });

  test('of a packed file can be cancelled, tells how far it is read, and of a plain file neither is needed', async () => {
    // More than a chunk before the row that is looked for.
    const packed = await archiveOf('log.jsonl.gz', (rows) =>
      gzipSync(
        asLines(
          Array.from({ length: 40 }, (_, n) =>
            rows.map((row) => ({ ...row, request_id: `${row.request_id}-${n}` })),
          ).flat(),
        ),
      ),
    );
    const id = `${packed.rows.at(-1)?.request_id ?? ''}-39`;
    const told: (readonly [number, number | null, string?])[] = [];
    const progress = (...how: readonly [number, number | null, string?]) => void told.push(how);
    await packed.archive.record('eu', id, { ...quietWork(), progress });
    const { size } = await stat(packed.file);
    expect(told[0]).toEqual([0, size, 'log.jsonl.gz']);
    expect(told.length).toBeGreaterThan(2);

    const stop = new AbortController();
    const reading = packed.archive.record('eu', id, { signal: stop.signal, progress: () => stop.abort() });
    await expect(reading).rejects.toMatchObject({ problem: { code: 'cancelled' } });

    const plain = await archiveOf('log.jsonl', asLines);
    const untold = vi.fn<() => void>();
    await plain.archive.record('eu', plain.rows.at(-1)?.request_id ?? '', {
      ...quietWork(),
      progress: untold,
    });
    expect(untold).not.toHaveBeenCalled();
  });
});
