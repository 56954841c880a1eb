import { execFile } from 'node:child_process';
import { chown, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

import { readSetting } from '../e2e/harness/setting.ts';
import { listArchive } from './asar.ts';
import { readFuses } from './fuses.ts';

const setting = readSetting();
let archive: readonly string[] = [];

beforeAll(async () => {
  archive = await listArchive(join(setting.folder, 'resources', 'app.asar'));
});

test('the fuses in the executable are the ones that the configuration names', async () => {
  const text = await readFile('electron-builder.yml', 'utf8');
  const { electronFuses } = parse(text) as { readonly electronFuses: Record<string, boolean> };
  const { resetAdHocDarwinSignature: _macOnly, ...wanted } = electronFuses;
  expect(await readFuses(join(setting.folder, 'gatehouse'))).toEqual(wanted);
});

test('the archive holds the programs, the window and the database', () => {
  expect(archive).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/electron/main.cjs',
      'dist/electron/preload.cjs',
      'dist/electron/core.cjs',
      'dist/electron/sample.cjs',
      'dist/electron/sql-wasm.wasm',
      'dist/renderer/index.html',
    ]),
  );
});

test('the archive holds no sources, no tests, no maps and no packages', () => {
  const strays = archive.filter(
    (path) => path !== 'package.json' && !/^dist\/(electron|renderer)\//.test(path),
  );
  expect(strays).toEqual([]);
  expect(archive.filter((path) => /\.(ts|tsx|map)$|(^|\/)node_modules\//.test(path))).toEqual([]);
});

test('it starts, shows its first screen, says so and ends', { timeout: 90_000 }, async () => {
  const data = await mkdtemp(join(setting.runFolder, 'packaged-'));
  if (setting.user !== null) await chown(data, setting.user.uid, setting.user.gid);
  const outcome = await start([`--user-data-dir=${data}`, '--sample', '--smoke'], data);
  expect(outcome.stdout.split('\n'), outcome.stderr).toContain('gatehouse: ready');
  expect(outcome.code).toBe(0);
});

test('it does not run as Node', { timeout: 60_000 }, async () => {
  const data = await mkdtemp(join(setting.runFolder, 'node-'));
  if (setting.user !== null) await chown(data, setting.user.uid, setting.user.gid);
  const outcome = await start([`--user-data-dir=${data}`, '--smoke', '-p', '6 * 7'], data, {
    ELECTRON_RUN_AS_NODE: '1',
  });
  expect(outcome.stdout).not.toMatch(/^42$/m);
  expect(outcome.stdout.split('\n'), outcome.stderr).toContain('gatehouse: ready');
});

interface Outcome {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the packaged app; ends it by force when it does not end by itself. */
function start(args: readonly string[], home: string, extra: Record<string, string> = {}): Promise<Outcome> {
  const env = { ...setting.environment, ...extra, HOME: home };
  return new Promise((resolve) => {
    const limits = { timeout: 55_000, killSignal: 'SIGKILL' as const };
    execFile(setting.executable, args, { env, cwd: setting.folder, ...limits }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), stdout, stderr });
    });
  });
}
