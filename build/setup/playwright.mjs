import { join } from 'node:path';

import { passThrough } from './command.mjs';
import { withDisplay } from './display-run.mjs';
import { root } from './paths.mjs';

/**
 * Runs journeys through the real window.
 *
 * @param {import('./app.mjs').App} app
 * @param {readonly string[]} args for Playwright
 * @returns {Promise<number>} its exit code
 */
export function runPlaywright(app, args) {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  return withDisplay(app, (env) => passThrough(process.execPath, [cli, 'test', ...args], { cwd: root, env }));
}
