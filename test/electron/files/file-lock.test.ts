import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { lockHolder, takeLock } from '../../../electron/files/file-lock.ts';
import { bundleScript } from '../../helpers/bundle-script.ts';
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

describe('a process that is killed', { timeout: 60_000 }, () => {
  /** Takes each lock in a process of its own and kills it while it holds it. */
  async function leave(script: string, path: string): Promise<string> {
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    expect(String(await once(child.stdout, 'data'))).toBe('taken\n');
    child.kill('SIGKILL');
    await closed;
    const { token } = JSON.parse(await readFile(path, 'utf8')) as { token: string };
    return token;
  }

  it('while it takes away the lock of another killed one leaves nothing in the way, however often', async () => {
    const folder = await temporaryFolder();
    const script = await bundleScript(join(import.meta.dirname, 'hold-lock.ts'), folder, 'hold-lock');
    const path = join(folder, 'locks', 'one.lock');
    let last = path;
    for (let killed = 0; killed < 3; killed += 1) last = `${last}.after-${await leave(script, last)}`;
    const tries = await Promise.all(
      Array.from({ length: 6 }, (_, index) => takeLock(path, `t${index}`, 2000 * Math.sign(index))),
    );
    const [winner, ...more] = tries.filter(({ taken }) => taken);
    if (winner?.taken !== true) throw new Error('nobody got the lock');
    expect(more).toEqual([]);
    await winner.release();
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it('with the permit of an older release, which was an empty file, is got over as well', async () => {
    const path = join(await temporaryFolder(), 'one.lock');
    await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1, mark: null, what: 'old', token: 'abc' }));
    await writeFile(`${path}.after-abc`, '');
    expect(await takeLock(path, 'new')).toMatchObject({ taken: true });
    expect(await readdir(dirname(path))).toEqual(['one.lock']);
  });
});
