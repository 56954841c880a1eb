import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { command, tail } from './command.mjs';
import { root, shortHash } from './paths.mjs';
import { say, StepError } from './step.mjs';

const stamp = join(root, 'node_modules', '.gatehouse-install');

/** What npm is started with; with NODE_ENV=production it would leave out what builds and tests the app. */
export const installArguments = ['ci', '--include=dev', '--no-progress', '--loglevel=error'];

/**
 * Installs the pinned packages, unless node_modules already holds what package-lock.json asks for.
 */
export async function installPackages() {
  const wanted = shortHash(readFileSync(join(root, 'package-lock.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing the pinned packages (npm ci)');
  const outcome = await command('npm', installArguments, { cwd: root });
  if (outcome.code !== 0) {
    throw new StepError(
      `npm ci failed:\n${tail(outcome)}`,
      `check that npm reaches its registry (npm ping), then: cd ${root} && npm ci --include=dev`,
    );
  }
  requireBuildTools(root);
  writeFileSync(stamp, wanted);
}

/**
 * Throws unless the packages that build the app are installed too, which npm leaves out where it is told to.
 *
 * @param {string} folder with package.json and node_modules
 */
export function requireBuildTools(folder) {
  if (existsSync(join(folder, 'node_modules', 'typescript', 'package.json'))) return;
  throw new StepError(
    'npm ci ended well, but left out the packages that build the app.',
    `check what keeps development packages away (npm config get omit), then: cd ${folder} && npm ci --include=dev`,
  );
}
