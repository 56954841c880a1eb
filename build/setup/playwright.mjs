import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { appEnvironment, openRunFolder } from './app.mjs';
import { startDisplay } from './display.mjs';
import { root } from './paths.mjs';

/**
 * Runs journeys through the real window, under a virtual display of their own: the size of the screen is always the
 * same, and nobody's windows are in the way.
 *
 * @param {import('./app.mjs').App} app
 * @param {readonly string[]} args for Playwright
 * @returns {Promise<number>} its exit code
 */
export async function runPlaywright(app, args) {
  const run = openRunFolder(app.user);
  const display = await startDisplay(app.user);
  try {
    const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
    const env = {
      ...process.env,
      GATEHOUSE_E2E: JSON.stringify({
        executable: app.executable,
        folder: app.folder,
        user: app.user ?? null,
        runFolder: run.folder,
        environment: { ...appEnvironment(run.home), DISPLAY: display.display },
      }),
    };
    const child = spawn(process.execPath, [cli, 'test', ...args], { cwd: root, env, stdio: 'inherit' });
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await display.stop();
    run.remove();
  }
}
