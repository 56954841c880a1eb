import {
  chmodSync,
  copyFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { bundle } from '../bundle.mjs';
import { hasDisplay } from './display.mjs';
import { findRuntime } from './electron-runtime.mjs';
import { installPackages } from './install.mjs';
import { checkSandbox } from './sandbox.mjs';
import { stageApp, stageExecutable } from './stage.mjs';
import { checkLibraries } from './system-libraries.mjs';
import { checkTools } from './tools.mjs';
import { asUser, electronUser, makePrivateFolder } from './user.mjs';

/**
 * What it takes to start the app: `executable` is Electron, or a script that starts it as the unprivileged user;
 * `folder` is the app's; `user` is who it runs as when that is not who runs the script.
 *
 * @typedef {{
 *   executable: string,
 *   folder: string,
 *   user: import('./user.mjs').User | undefined,
 *   runtime: import('./electron-runtime.mjs').Runtime,
 * }} App
 */

/**
 * Does everything that is not done yet: packages, Electron, libraries, sandbox, build.
 *
 * @param {{ virtualDisplay?: boolean }} [needs] whether the display will be a virtual one; default: when there is none
 * @returns {Promise<App>}
 */
export async function prepareApp(needs = {}) {
  await checkTools();
  await installPackages();
  const runtime = await findRuntime();
  const virtualDisplay = needs.virtualDisplay ?? !hasDisplay();
  await checkLibraries({ executable: runtime.executable, virtualDisplay });
  const user = await electronUser();
  const stamp = await bundle();
  const electron = await stageExecutable(user, runtime.executable, `electron-${runtime.version}`);
  await checkSandbox(dirname(electron), user);
  return { executable: wrap(electron, user), folder: stageApp(user, stamp), user, runtime };
}

/**
 * An executable that starts the given one as the user; programs that take a path and no prefix need it so.
 *
 * @param {string} executable
 * @param {import('./user.mjs').User | undefined} user
 */
export function wrap(executable, user) {
  if (user === undefined) return executable;
  const [program, args] = asUser(user, [executable]);
  const wrapper = `${executable}-unprivileged`;
  const line = [program, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const script = `#!/bin/sh\nexec ${line} "$@"\n`;
  // Another run may be starting it at this moment.
  if (existsSync(wrapper) && readFileSync(wrapper, 'utf8') === script) return wrapper;
  writeFileSync(wrapper, script);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/**
 * The environment for Electron: a home of its own, and nothing that points into another user's.
 *
 * @param {string} home
 * @returns {Record<string, string>}
 */
export function appEnvironment(home) {
  const foreign = /^(HOME|XDG_|WAYLAND_|DBUS_|SUDO_|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|npm_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { .../** @type {Record<string, string>} */ (Object.fromEntries(kept)), HOME: home };
}

/**
 * A folder of one run, with a home that belongs to the user Electron runs as.
 *
 * @param {import('./user.mjs').User | undefined} user
 */
export function openRunFolder(user) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-run-'));
  chmodSync(folder, 0o755);
  const home = makePrivateFolder(join(folder, 'home'), user);
  return { folder, home, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Lets the user onto the display of root's session: copies the cookie that opens it. Returns what to add to the
 * environment.
 *
 * @param {string} home
 * @param {import('./user.mjs').User} user
 */
export function shareDisplay(home, user) {
  const cookie = process.env.XAUTHORITY ?? join(homedir(), '.Xauthority');
  if (!existsSync(cookie)) return {};
  const copy = join(home, '.Xauthority');
  copyFileSync(cookie, copy);
  chmodSync(copy, 0o600);
  chownSync(copy, user.uid, user.gid);
  return { XAUTHORITY: copy };
}
