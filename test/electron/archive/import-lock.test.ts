import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { takeLock } from '../../../electron/files/file-lock.ts';
import { bundleScript } from '../../helpers/bundle-script.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const IMPORTS = 8;

test('two processes that import into one month at once lose nothing of each other', async () => {
  const folder = await temporaryFolder();
  const scripts = await temporaryFolder();
  const script = await bundleScript(
    join(import.meta.dirname, 'import-often.ts'),
    scripts,
    'import-often',
    'cjs',
  );
  const run = (name: string) =>
    promisify(execFile)(process.execPath, [script, folder, name, String(IMPORTS)], { timeout: 100_000 });
  await Promise.all([run('one'), run('two')]);
  const { total } = await openArchive(folder).costReport('2026-10', ['node']);
  expect(total.requests).toBe(2 * IMPORTS);
  const left = await readdir(join(folder, 'archive/eu'));
  // The node's log goes on in its last segment as long as that has room.
  expect(left.filter((name) => name.endsWith('.seg'))).toHaveLength(1);
  expect(await readdir(join(folder, 'archive'))).toEqual(['eu']);
}, 120_000);

test('an import says who imports into the node already, and leaves what that one has', async () => {
  const folder = await temporaryFolder();
  const held = await takeLock(join(folder, 'archive/.eu.lock'), 'october.jsonl');
  await mkdir(join(folder, 'archive/eu/.staging'), { recursive: true });
  await writeFile(join(folder, 'archive/eu/.staging/2026-10.sqlite'), 'parked');
  const archive = openArchive(folder, { importWaitMs: 0 });
  await expect(archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).rejects.toMatchObject({
    problem: {
      code: 'import_running',
      message: `Another import into eu is running (process ${process.pid}, october.jsonl).`,
      next: expect.stringContaining('Wait'),
      where: 'archive/.eu.lock',
    },
  });
  expect(await readdir(join(folder, 'archive/eu/.staging'))).toEqual(['2026-10.sqlite']);
  if (held.taken) await held.release();
  expect(await archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).toMatchObject({
    inserted: 1,
  });
});

test('an import takes the place of a process that is gone', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'archive'));
  const left = { pid: 2 ** 22 + 1, mark: null, what: 'october.jsonl', token: 't' };
  await writeFile(join(folder, 'archive/.eu.lock'), JSON.stringify(left));
  const archive = openArchive(folder, { importWaitMs: 0 });
  expect(await archive.importPages('eu', sourceOf([[makeRequest()]]), quietWork())).toMatchObject({
    inserted: 1,
  });
});
