import { chmodSync, chownSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { command } from './command.mjs';
import { isRoot } from './paths.mjs';
import { say, StepError } from './step.mjs';
import { asUser } from './user.mjs';

/**
 * Makes sure that Chromium's sandbox can work for the user Electron runs as: by user namespaces, else by the setuid
 * helper beside the executable. There is no third way: the sandbox is never switched off.
 *
 * @param {string} dist folder of the Electron in use
 * @param {import('./user.mjs').User | undefined} user
 */
export async function checkSandbox(dist, user) {
  if (process.platform !== 'linux') return;
  const [program, args] = asUser(user, ['unshare', '--user', '--map-root-user', 'true']);
  if ((await command(program, args)).code === 0) return;

  const helper = join(dist, 'chrome-sandbox');
  if (existsSync(helper) && isSetuidRoot(helper)) return;
  const next = `chown root:root ${helper} && chmod 4755 ${helper}`;
  if (!isRoot || !existsSync(helper)) {
    throw new StepError(
      'This system allows no user namespaces, which the sandbox of the window needs.',
      `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
    );
  }
  say(`no user namespaces here: giving the sandbox helper its rights (${next})`);
  chownSync(helper, 0, 0);
  chmodSync(helper, 0o4755);
}

/**
 * @param {string} helper
 */
function isSetuidRoot(helper) {
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0;
}
