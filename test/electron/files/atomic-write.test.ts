import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { writeFileAtomic } from '../../../electron/files/atomic-write.ts';
import { bundleScript } from '../../helpers/bundle-script.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function refusal(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

describe('writeFileAtomic', () => {
  it('writes text and bytes, makes folders, and leaves nothing else behind', async () => {
    const folder = await temporaryFolder();
    await writeFileAtomic(join(folder, 'deep/er/file.txt'), 'grün');
    await writeFileAtomic(join(folder, 'deep/er/bytes'), new Uint8Array([0, 255, 10]));
    expect(await readFile(join(folder, 'deep/er/file.txt'), 'utf8')).toBe('grün');
    expect([...(await readFile(join(folder, 'deep/er/bytes')))]).toEqual([0, 255, 10]);
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['bytes', 'file.txt']);
  });

  // Windows knows "read only" and nothing else.
  const modeOf = async (path: string) => (await stat(path)).mode & (process.platform === 'win32' ? 0 : 0o777);
  const onDisk = (mode: number) => (process.platform === 'win32' ? 0 : mode);

  it.each([
    [false, 0o666 & ~process.umask()],
    [true, 0o600],
  ])('gives a new file the mode that fits, secret: %s', async (secret, mode) => {
    const path = join(await temporaryFolder(), 'file');
    await writeFileAtomic(path, 'x', { secret });
    expect(await modeOf(path)).toBe(onDisk(mode));
  });

  it.each([0o664, 0o600, 0o666, 0o755])('keeps the mode of the file it replaces: %i', async (mode) => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'old');
    await chmod(path, mode);
    for (const secret of [false, true]) {
      await writeFileAtomic(path, 'new', { secret });
      expect(await modeOf(path)).toBe(onDisk(mode));
    }
  });

  it.each([
    ['theirs', 'mine-before'],
    ['theirs', null],
    [null, 'mine-before'],
  ])('writes nothing where the file holds %j instead of %j', async (held, replaces) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    if (held !== null) await writeFile(path, held);
    await expect(writeFileAtomic(path, 'mine', { replaces })).rejects.toMatchObject({
      problem: { code: 'file_changed', where: path },
    });
    expect(await readdir(folder)).toEqual(held === null ? [] : ['file']);
    expect(await readFile(path, 'utf8').catch(() => null)).toBe(held);
  });

  it('writes where the file holds what it has to', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFileAtomic(path, 'one', { replaces: null });
    await writeFileAtomic(path, 'two', { replaces: 'one' });
    expect(await readFile(path, 'utf8')).toBe('two');
  });

  it('keeps the old file and no temporary file when the rename fails', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFileAtomic(path, 'old');
    const failing = writeFileAtomic(path, 'new', { rename: () => Promise.reject(refusal('EIO')) });
    await expect(failing).rejects.toMatchObject({ problem: { code: 'file_not_written', where: path } });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.each(['EPERM', 'EACCES', 'EBUSY'])('tries again when the rename answers %s', async (code) => {
    const path = join(await temporaryFolder(), 'file');
    let calls = 0;
    const flaky = (from: string, to: string) =>
      ++calls < 3 ? Promise.reject(refusal(code)) : rename(from, to);
    await writeFileAtomic(path, 'new', { rename: flaky, renamePauses: [0, 0, 0] });
    expect(calls).toBe(3);
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('gives up after the last pause', async () => {
    const path = join(await temporaryFolder(), 'file');
    let calls = 0;
    const stuck = () => {
      calls += 1;
      return Promise.reject(refusal('EBUSY'));
    };
    await expect(writeFileAtomic(path, 'x', { rename: stuck, renamePauses: [0, 0] })).rejects.toThrow(
      'EBUSY',
    );
    expect(calls).toBe(3);
  });

  it('names the place when the target is a folder or its folder is a file', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'inside'), '');
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toMatchObject({
      problem: { code: 'file_not_written' },
    });
    await writeFile(join(folder, 'plain'), '');
    await expect(writeFileAtomic(join(folder, 'plain', 'x'), 'x')).rejects.toMatchObject({
      problem: { code: 'file_not_written' },
    });
  });

  it('does writes to one path in the order they were asked for', async () => {
    const path = join(await temporaryFolder(), 'file');
    await Promise.all(Array.from({ length: 20 }, (_, index) => writeFileAtomic(path, `${index}`)));
    expect(await readFile(path, 'utf8')).toBe('19');
  });

  it('goes on after a write to the same path failed', async () => {
    const path = join(await temporaryFolder(), 'file');
    const failing = writeFileAtomic(path, 'a', { rename: () => Promise.reject(refusal('EIO')) });
    const next = writeFileAtomic(path, 'b');
    await expect(failing).rejects.toThrow('EIO');
    await next;
    expect(await readFile(path, 'utf8')).toBe('b');
  });

  it('leaves the old or the new file when the process is killed at any moment', async () => {
    const folder = await temporaryFolder();
    const entry = fileURLToPath(new URL('./write-forever.ts', import.meta.url));
    const script = await bundleScript(entry, folder, 'write-forever');
    const path = join(folder, 'data', 'file');
    await writeFileAtomic(path, 'a'.repeat(300_000));
    const seen = new Set<string>();
    for (let round = 0; round < 25; round += 1) {
      const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      await wait((round * 7) % 31);
      child.kill('SIGKILL');
      await once(child, 'close');
      const text = await readFile(path, 'utf8');
      seen.add(`${text.slice(0, 1)}${text.length}`);
    }
    expect([...seen].filter((image) => image !== 'a300000' && image !== 'b200000')).toEqual([]);
  }, 60_000);
});
