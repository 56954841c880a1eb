import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { stagingKey } from '../../../electron/archive/import/import-source.ts';
import { openStaging } from '../../../electron/archive/import/staging.ts';
import { openLogSource } from '../../../electron/archive/sources/open-log-source.ts';
import { openMendingBench } from './mending.ts';
import type { MendingBench } from './mending.ts';

let bench: MendingBench;
let log = '';
let staging = '';

const row = (id: string) => ({
  request_id: id,
  startTime: '2026-10-10T12:00:00Z',
  spend: 0.001,
  prompt_tokens: 7,
  metadata: {},
});
const GO_ON = 'Import it again: 3 rows are not read again.';

/** What an import leaves that was killed after three rows. */
beforeEach(async () => {
  bench = await openMendingBench();
  log = await bench.file('g.jsonl', ['a', 'b', 'c', 'd'].map(row));
  const other = await bench.file('other.jsonl', [row('x')]);
  await bench.run('import', other, '--node', 'a');
  staging = path.join(bench.workspace, 'archive/a/.staging');
  await mkdir(staging, { recursive: true });
  const source = await openLogSource(log);
  const one = openStaging(staging, stagingKey(source), {
    importing: source.description,
    at: '2026-11-01T12:00:00.000Z',
    files: [{ path: log, timedFingerprint: source.timedFingerprint }],
  });
  one.note({
    pieces: [{ from: 0, until: 9, lines: 3, rows: 3, refused: [] }],
    segment: null,
    hashes: new Uint32Array(0),
  });
});

const coverage = async (): Promise<string> => (await bench.run('coverage')).out;
const again = async (): Promise<string> =>
  (await bench.run('import', path.join(bench.workspace, 'other.jsonl'), '--node', 'a')).out;

describe('an import that was killed', () => {
  it('is announced and kept as long as nobody has touched its file', async () => {
    expect(await coverage()).toContain(GO_ON);
    expect(await again()).not.toContain('cleared away');
    expect(await coverage()).toContain(GO_ON);
  });

  it('is said to be of no use when its file has changed, and is cleared by the next import', async () => {
    await bench.file('g.jsonl', ['a', 'b', 'c', 'd', 'e'].map(row));
    expect(await coverage()).not.toContain(GO_ON);
    expect(await coverage()).toContain(
      'Nobody can go on with it: a file of it has changed since. The next import into a clears it away.',
    );
    const { out } = await bench.run('import', log, '--node', 'a');
    expect(out).toContain(
      'An import of g.jsonl that was ended on 2026-11-01 after 3 rows was cleared away: a file of it has changed since.',
    );
    expect(await coverage()).not.toContain('g.jsonl');
    expect(await readdir(staging)).toEqual([]);
  });

  it('is said to be of no use when its file holds no log any more', async () => {
    await writeFile(log, 'nothing');
    expect(await coverage()).toContain('a file of it has changed since');
  });

  it('is cleared when its file is gone', async () => {
    await rm(log);
    expect(await coverage()).toContain('a file of it is gone');
    expect(await again()).toContain('after 3 rows was cleared away: a file of it is gone.');
    expect(await coverage()).not.toContain('g.jsonl');
  });
});
