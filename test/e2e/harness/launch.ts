import { chown, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';

import { endProcessesOn, processesOn } from './processes.ts';
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

const startWithinMs = 60_000;
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
  const starting = begin(args, data, home);
  const launched = await within(startWithinMs, starting);
  if (launched !== 'late') return launched;
  // Nothing Playwright offers ends an app that it is still connecting to.
  const left = await processesOn(data);
  await endProcessesOn(data);
  const lines = left.map(({ pid, commandLine }) => `${pid} ${commandLine.slice(0, 200)}`);
  throw new Error(`The app did not show its first screen. These were running:\n${lines.join('\n')}`);
}

async function begin(args: readonly string[], data: string, home: string): Promise<Launched> {
  const setting = readSetting();
  const app = await _electron.launch({
    executablePath: setting.executable,
    args: [setting.folder, `--user-data-dir=${data}`, '--force-color-profile=srgb', ...args],
    env: { ...setting.environment, HOME: home },
    cwd: setting.folder,
    chromiumSandbox: true,
    timeout: 0,
  });
  let said = '';
  app.process().stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  app.process().stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const window = await app.firstWindow({ timeout: 0 });
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible({ timeout: startWithinMs });
  return { app, window, dataFolder: data, said: () => said, close: closer(app, data) };
}

/** Ends an app once, however often it is asked; by force when it does not end by itself. */
function closer(app: ElectronApplication, data: string): () => Promise<void> {
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    if ((await within(endWithinMs, app.close())) === 'late') await endProcessesOn(data);
  };
  return () => (closing ??= close());
}

/** The outcome of some work, or `late` when it is not there in time. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
