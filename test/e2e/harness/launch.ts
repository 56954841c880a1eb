import type { ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';

import { readSetting } from './setting.ts';

/** A running app and its one window. `dataFolder` is its own; nothing is shared between two launches. */
export interface Launched {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly dataFolder: string;
  /** What the app wrote on stdout and stderr so far. */
  readonly said: () => string;
  /** Ends the app; by force when it does not end by itself. */
  readonly close: () => Promise<void>;
}

const endWithinMs = 12_000;

/**
 * A fresh folder that belongs to the user the app runs as, and that the tests can read.
 *
 * @param name start of its name
 */
export async function makeFolder(name: string): Promise<string> {
  const { runFolder, user } = readSetting();
  const folder = await mkdtemp(join(runFolder, `${name}-`));
  if (user !== null) await chown(folder, user.uid, user.gid);
  return folder;
}

/**
 * Starts the app with the operating system's sandbox on and waits until its first screen is there.
 *
 * @param args after the app's folder, as on its command line
 * @param dataFolder where it keeps its data; default: a fresh one
 */
export async function launch(args: readonly string[], dataFolder?: string): Promise<Launched> {
  const setting = readSetting();
  const data = dataFolder ?? (await makeFolder('data'));
  const home = join(data, 'home');
  await mkdir(home, { recursive: true });
  if (setting.user !== null) await chown(home, setting.user.uid, setting.user.gid);
  const app = await _electron.launch({
    executablePath: setting.executable,
    args: [setting.folder, `--user-data-dir=${data}`, '--force-color-profile=srgb', ...args],
    env: { ...setting.environment, HOME: home },
    cwd: setting.folder,
    chromiumSandbox: true,
    timeout: 60_000,
  });
  let said = '';
  app.process().stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  app.process().stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const window = await app.firstWindow({ timeout: 60_000 });
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 30_000 });
  return { app, window, dataFolder: data, said: () => said, close: closer(app) };
}

/** Ends an app once, however often it is asked. */
function closer(app: ElectronApplication): () => Promise<void> {
  const started = app.process();
  let closing: Promise<void> | null = null;
  return () => (closing ??= closeWithin(app, started));
}

/** An app that does not end by itself is ended: only the process that was started here. */
async function closeWithin(app: ElectronApplication, started: ChildProcess): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), endWithinMs);
  });
  const outcome = await Promise.race([app.close().then(() => 'closed' as const), late]);
  clearTimeout(timer);
  if (outcome === 'late') started.kill('SIGKILL');
}
