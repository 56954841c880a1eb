import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { withLock } from '../../../build/gateways/lock.mjs';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('lets one at a time work, and gives the place back also after a failure', async () => {
  const file = join(await temporaryFolder(), 'lock');
  let inside = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
  };
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});

it('takes over from a process that is gone', async () => {
  const file = join(await temporaryFolder(), 'lock');
  // Above every process number that Linux gives out.
  writeFileSync(file, '99999999');
  expect(await withLock(file, async () => 'done')).toBe('done');
});
