import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { lockHolder, takeLock } from '../../../electron/files/file-lock.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('is waited for, and taken when it is given back', async () => {
  const path = join(await temporaryFolder(), 'one.lock');
  const first = await takeLock(path, 'first');
  if (!first.taken) throw new Error('the lock of nobody was not taken');
  const second = takeLock(path, 'second', 10_000);
  await wait(20);
  expect(await lockHolder(path)).toMatchObject({ pid: process.pid, what: 'first' });
  await first.release();
  expect((await second).taken).toBe(true);
  expect(await lockHolder(path)).toMatchObject({ what: 'second' });
});

it('tells who has it when the wait is over', async () => {
  const path = join(await temporaryFolder(), 'one.lock');
  await takeLock(path, 'first');
  expect(await takeLock(path, 'second', 60)).toMatchObject({
    taken: false,
    holder: { pid: process.pid, what: 'first' },
  });
});
