import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { command, tail } from './command.mjs';
import { root, shortHash } from './paths.mjs';
import { say, StepError } from './step.mjs';

const stamp = join(root, 'node_modules', '.gatehouse-install');

/**
 * Installs the pinned packages, unless node_modules already holds what package-lock.json asks for.
 */
export async function installPackages() {
  const wanted = shortHash(readFileSync(join(root, 'package-lock.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing the pinned packages (npm ci)');
  const outcome = await command('npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: root });
  if (outcome.code !== 0) {
    throw new StepError(
      `npm ci failed:\n${tail(outcome)}`,
      `check that npm reaches its registry (npm ping), then: cd ${root} && npm ci`,
    );
  }
  writeFileSync(stamp, wanted);
}
