import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { fileOf, makeRequest, quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** A disk of so many bytes in memory; null where this user may not mount one. */
function smallDisk(folder: string, bytes: number): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
    return () => execFileSync('umount', [folder]);
  } catch {
    return null;
  }
}

const requests = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) =>
    makeRequest({ id: `request-${from + index}`, session: `session ${(from + index) * 7919}` }),
  );

test('an import that does not fit on its disk leaves the archive as it was, and says so', async () => {
  const outside = await temporaryFolder();
  const folder = join(outside, 'disk');
  await mkdir(folder);
  const unmount = smallDisk(folder, 512 * 1024);
  // Without a disk of that size a file in the place of the node's folder keeps the archive from being written.
  if (unmount === null) {
    await mkdir(join(folder, 'archive'));
    await writeFile(join(folder, 'archive/eu'), '');
  }
  try {
    const archive = openArchive(folder, { threads: 0, capacity: 2_000 });
    const take = async (count: number, from: number, name: string) => {
      const { source, reading } = await fileOf(outside, requests(count, from), name);
      return archive.importSource('eu', source, quietWork(), reading);
    };
    if (unmount === null) {
      await expect(take(10, 0, 'small.jsonl')).rejects.toMatchObject({
        problem: { next: expect.any(String) },
      });
      await rm(join(folder, 'archive/eu'));
    }
    await take(10, 0, 'small.jsonl');
    const before = await readdir(join(folder, 'archive/eu'));
    if (unmount !== null) {
      await expect(take(60_000, 100, 'large.jsonl')).rejects.toMatchObject({
        problem: {
          message: expect.stringContaining('the disk is full'),
          next: expect.stringContaining('Free some space'),
        },
      });
      expect((await readdir(join(folder, 'archive/eu'))).toSorted()).toEqual(before.toSorted());
    }
    // Its space is given back: what fits comes in.
    await take(10, 50, 'other.jsonl');
    expect((await archive.costReport('2026-10', ['team'])).total.requests).toBe(20);
    await archive.close();
  } finally {
    unmount?.();
  }
});
