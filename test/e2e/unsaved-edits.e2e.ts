import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, type ElectronApplication, type Page } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { answerOpenDialog } from './harness/dialogs.ts';
import type { Launched } from './harness/launch.ts';
import { readSetting } from './harness/setting.ts';
import { test } from './harness/test.ts';
import { configPage } from './pages/config.ts';
import { frameOf } from './pages/frame.ts';

const EDITED = 'version: 1\n# edited, and not saved yet\nteams: {}\n';

/** Opens the policy file and edits it without saving. */
async function editPolicy(window: Page): Promise<void> {
  await frameOf(window).goTo('Config');
  const config = configPage(window);
  await config.open('policy.yaml');
  await config.replaceText('policy.yaml', EDITED);
}

/** The question that holds a person back. */
function question(window: Page) {
  return window.getByRole('dialog').filter({ hasText: 'not saved' });
}

/** Quits as File > Quit does, without waiting for the end. */
async function quit(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: own }) => {
    setTimeout(() => own.quit(), 0);
  });
}

/** Clicks an item of the app's menu. */
async function clickMenu(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []);
    const item = items.find(({ label: own }) => own === wanted);
    if (item === undefined) throw new Error(`The menu has no ${wanted}.`);
    item.click();
  }, label);
}

/** Starts the app once more on the same data folder; resolves when that second start has ended. */
function startAgain({ dataFolder }: Launched, args: readonly string[]): Promise<void> {
  const { executable, folder, environment } = readSetting();
  const all = [folder, `--user-data-dir=${dataFolder}`, ...args];
  const options = { cwd: folder, env: { ...environment, HOME: join(dataFolder, 'home') }, timeout: 30_000 };
  return new Promise((resolve, reject) => {
    execFile(executable, all, options, (error) => (error === null ? resolve() : reject(error)));
  });
}

test('quitting with unsaved edits asks, and "Save and close" saves them and ends', async ({ start }) => {
  const workspace = await makeWorkspace(200);
  const { app, window } = await start(['--workspace', workspace]);
  await editPolicy(window);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await quit(app);
  await question(window).getByRole('button', { name: 'Save and close' }).click();
  await ended;
  expect(await readFile(join(workspace, 'policy.yaml'), 'utf8')).toBe(EDITED);
});

test('who stays instead of quitting goes on with all that works', async ({ start }) => {
  const workspace = await makeWorkspace(200);
  const { app, window } = await start(['--workspace', workspace]);
  await editPolicy(window);
  await quit(app);
  await question(window).getByRole('button', { name: 'Stay' }).click();
  await expect(question(window)).toBeHidden();
  await configPage(window).save('policy.yaml');
  expect(await readFile(join(workspace, 'policy.yaml'), 'utf8')).toBe(EDITED);
});

test('the menu asks before it opens another workspace', async ({ start }) => {
  const [workspace, other] = [await makeWorkspace(200), await makeWorkspace(200)];
  const { app, window } = await start(['--workspace', workspace]);
  await answerOpenDialog(app, [other]);
  await editPolicy(window);
  await clickMenu(app, 'Open Sample Workspace');
  await question(window).getByRole('button', { name: 'Stay' }).click();
  await expect(configPage(window).editor('policy.yaml')).toContainText('not saved yet');

  await clickMenu(app, 'Open Workspace…');
  await question(window).getByRole('button', { name: 'Discard and leave' }).click();
  await expect(window.getByRole('main')).toHaveAttribute('data-screen', 'overview');
  await expect(window.locator(`[title="${other}"]`)).toBeVisible();
  expect(await readFile(join(workspace, 'policy.yaml'), 'utf8')).not.toBe(EDITED);
});

test('a second start opens its workspace in the window that is there, after asking', async ({ start }) => {
  const [workspace, other] = [await makeWorkspace(200), await makeWorkspace(200)];
  const first = await start(['--workspace', workspace]);
  await editPolicy(first.window);
  await startAgain(first, ['--workspace', other]);
  await question(first.window).getByRole('button', { name: 'Save and leave' }).click();
  await expect(first.window.locator(`[title="${other}"]`)).toBeVisible();
  expect(await readFile(join(workspace, 'policy.yaml'), 'utf8')).toBe(EDITED);
});
