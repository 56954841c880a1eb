import { chownSync, mkdirSync } from 'node:fs';

import { command } from './command.mjs';
import { findProgram, isRoot } from './paths.mjs';
import { StepError } from './step.mjs';

/**
 * The user that Electron runs as when the script itself runs as root.
 *
 * @typedef {{ uid: number, gid: number }} User
 */

/**
 * Electron refuses its sandbox to root, so root's scripts run it as `nobody`. Anyone else runs it as themselves.
 *
 * @returns {Promise<User | undefined>} undefined when no change of user is needed
 */
export async function electronUser() {
  if (!isRoot) return undefined;
  const uid = await command('id', ['-u', 'nobody']);
  const gid = await command('id', ['-g', 'nobody']);
  if (uid.code !== 0 || gid.code !== 0 || findProgram('setpriv') === undefined) {
    throw new StepError(
      'As root, Electron has to run as another user, and this system lacks `nobody` or `setpriv`.',
      'run the same command as an ordinary user, or: apt-get install -y util-linux',
    );
  }
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * The command line that runs a program as that user, without any of root's groups.
 *
 * @param {User | undefined} user
 * @param {readonly string[]} line program and arguments
 * @returns {[program: string, args: string[]]}
 */
export function asUser(user, line) {
  const [program = '', ...args] = line;
  if (user === undefined) return [program, args];
  return ['setpriv', [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--', ...line]];
}

/**
 * Makes a folder that only that user can read.
 *
 * @param {string} folder
 * @param {User | undefined} user
 */
export function makePrivateFolder(folder, user) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/**
 * Whether that user may start this executable and read what lies beside it.
 *
 * @param {User} user
 * @param {string} executable
 */
export async function canRun(user, executable) {
  const [program, args] = asUser(user, ['test', '-r', executable, '-a', '-x', executable]);
  return (await command(program, args)).code === 0;
}
