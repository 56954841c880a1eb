import { appEnvironment, openRunFolder } from './app.mjs';
import { startDisplay } from './display.mjs';

/**
 * What the tests need to start the app.
 *
 * @typedef {{
 *   executable: string,
 *   folder: string,
 *   user: import('./user.mjs').User | null,
 *   runFolder: string,
 *   environment: Record<string, string>,
 * }} Setting
 */

/**
 * Gives a program everything to start the app under a virtual display of its own: the size of the screen is always
 * the same, and nobody's windows are in the way. The tests read it as GATEHOUSE_E2E.
 *
 * @template T
 * @param {Pick<import('./app.mjs').App, 'executable' | 'folder' | 'user'>} app
 * @param {(env: NodeJS.ProcessEnv, setting: Setting) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(app, work) {
  const run = openRunFolder(app.user);
  const display = await startDisplay(app.user);
  const setting = {
    executable: app.executable,
    folder: app.folder,
    user: app.user ?? null,
    runFolder: run.folder,
    environment: { ...appEnvironment(run.home), DISPLAY: display.display },
  };
  try {
    return await work({ ...process.env, GATEHOUSE_E2E: JSON.stringify(setting) }, setting);
  } finally {
    await display.stop();
    run.remove();
  }
}
