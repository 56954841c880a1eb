import { join } from 'node:path';

import { appEnvironment, prepareApp, shareDisplay } from './setup/app.mjs';
import { passThrough } from './setup/command.mjs';
import { hasDisplay } from './setup/display.mjs';
import { root } from './setup/paths.mjs';
import { runScript, say } from './setup/step.mjs';
import { makePrivateFolder } from './setup/user.mjs';

/** `npm start`: the app in a window; without a display, the tour of it under a virtual one. */
await runScript(async () => {
  const app = await prepareApp();
  if (hasDisplay()) return openWindow(app);

  say('no display here: running the tour under a virtual one');
  const { runPlaywright } = await import('./setup/playwright.mjs');
  const code = await runPlaywright(app, ['--project=tour']);
  if (code === 0) say(`the tour is in ${join(root, 'out', 'tour')}: start with report.md`);
  return code;
});

/**
 * @param {import('./setup/app.mjs').App} app
 * @returns {Promise<number>} exit code of the app
 */
function openWindow(app) {
  const given = process.argv.slice(2);
  const args = [app.folder, ...(given.length > 0 ? given : ['--sample'])];
  let env = process.env;
  if (app.user !== undefined) {
    const home = makePrivateFolder('/var/lib/gatehouse', app.user);
    env = { ...appEnvironment(home), ...shareDisplay(home, app.user) };
    args.push(`--user-data-dir=${join(home, 'data')}`);
  }
  say('opening the window');
  return passThrough(app.executable, args, { env, cwd: app.folder });
}
