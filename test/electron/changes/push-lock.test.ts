import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { lockPush, whoPushes } from '../../../electron/changes/push-lock.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function withLock(text: string): Promise<string> {
  const workspace = await temporaryFolder();
  await mkdir(join(workspace, 'changes'));
  await writeFile(join(workspace, 'changes/push.lock'), text);
  return workspace;
}

const left = (pid: number, mark: string | null) => JSON.stringify({ pid, mark, what: 'old', token: 't' });

describe('the push lock', () => {
  it('is held by one, named while it is held, and gone afterwards', async () => {
    const workspace = await temporaryFolder();
    const release = await lockPush(workspace, 'c1');
    expect(await whoPushes(workspace)).toBe('c1');
    await expect(lockPush(workspace, 'c2')).rejects.toMatchObject({
      problem: { code: 'push_running', where: 'c1' },
    });
    await release();
    expect(await whoPushes(workspace)).toBeNull();
    expect(await readdir(join(workspace, 'changes'))).toEqual([]);
    await (
      await lockPush(workspace, 'c2')
    )();
  });

  it('is kept by another living process', async () => {
    const workspace = await withLock(left(process.ppid, null));
    expect(await whoPushes(workspace)).toBe('old');
    await expect(lockPush(workspace, 'new')).rejects.toMatchObject({ problem: { code: 'push_running' } });
  });

  it.each([
    ['a process that is gone', left(2 ** 22 + 1, null)],
    ['half a lock', '{"pid":'],
    ['something else', '[]'],
  ])('is taken over from %s', async (_, text) => {
    const workspace = await withLock(text);
    expect(await whoPushes(workspace)).toBeNull();
    const release = await lockPush(workspace, 'new');
    expect(await whoPushes(workspace)).toBe('new');
    await release();
    expect(await readdir(join(workspace, 'changes'))).toEqual([]);
  });

  it('is taken over from a process whose number another one has now', async () => {
    const workspace = await withLock(left(process.pid, '1'));
    expect(await whoPushes(workspace)).toBeNull();
    await (
      await lockPush(workspace, 'new')
    )();
  });

  it('is won by exactly one of many who find a stale one', async () => {
    const workspace = await withLock(left(2 ** 22 + 1, null));
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => lockPush(workspace, `c${index}`)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
