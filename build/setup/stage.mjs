import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { cacheFolder, root, shortHash } from './paths.mjs';
import { say } from './step.mjs';
import { canRun } from './user.mjs';

/**
 * The folder to hand to Electron. As root it is a copy of what was built, in a place where the unprivileged user
 * can read it, because a clone under /root is closed to everyone else.
 *
 * @param {import('./user.mjs').User | undefined} user
 * @param {string} stamp names the build: the same stamp is not copied again
 */
export function stageApp(user, stamp) {
  if (user === undefined) return root;
  const target = join(cacheFolder(), `app-${shortHash(root)}`);
  const mark = join(target, 'stamp');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) return target;
  copyWhole(target, (folder) => {
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    writeFileSync(join(folder, 'stamp'), stamp);
  });
  return target;
}

/**
 * An executable that the user may start: the one given, or a copy of its folder where they can read it.
 *
 * @param {import('./user.mjs').User | undefined} user
 * @param {string} executable
 * @param {string} name of the copy
 */
export async function stageExecutable(user, executable, name) {
  if (user === undefined || (await canRun(user, executable))) return executable;
  const target = join(cacheFolder(), `${name}-${shortHash(dirname(executable))}`);
  say(`copying ${basename(executable)} to ${target}, where an unprivileged user can read it`);
  copyWhole(target, (folder) => {
    cpSync(dirname(executable), folder, { recursive: true, verbatimSymlinks: true });
  });
  return join(target, basename(executable));
}

/**
 * Fills a folder beside the target and puts it in place when it is whole.
 *
 * @param {string} target
 * @param {(folder: string) => void} fill
 */
function copyWhole(target, fill) {
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  fill(fresh);
  openToAll(fresh);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

/**
 * Lets everyone read, and only the owner write, whatever the mask was when the files were made.
 *
 * @param {string} folder
 */
export function openToAll(folder) {
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', folder]);
}
