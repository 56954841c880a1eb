import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** Whether this process is root: then Electron runs as another user, with its sandbox on. */
export const isRoot = process.getuid?.() === 0;

/**
 * Where what is fetched or staged once is kept; made when it is not there. Root's lies where an unprivileged user can
 * read it.
 */
export function cacheFolder() {
  const own = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gatehouse');
  const folder = isRoot ? '/var/cache/gatehouse' : own;
  mkdirSync(folder, { recursive: true });
  if (isRoot) chmodSync(folder, 0o755);
  return folder;
}

/** The version of Electron the product is pinned to, from package.json. */
export function pinnedElectron() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return /** @type {string} */ (manifest.devDependencies.electron);
}

/**
 * The full path of a program on the PATH, or undefined.
 *
 * @param {string} name
 */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * @param {string} path
 */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A short name for a text, the same every time.
 *
 * @param {string | Buffer} text
 */
export function shortHash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
