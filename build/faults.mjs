import { join } from 'node:path';

import { passThrough } from './setup/command.mjs';
import { installPackages } from './setup/install.mjs';
import { root } from './setup/paths.mjs';
import { runScript, StepError } from './setup/step.mjs';

/**
 * `npm run test:faults`: what `npm test` tries of faults in a minute, thousands of times: the archive's imports ended at
 * every call to the disk, on full and read-only disks, processes killed at random, and bytes of its files changed.
 * `-- --rounds 5000` says how often what is random is tried.
 */
const DEFAULT_ROUNDS = 3_000;

await runScript(async () => {
  const given = process.argv.slice(2);
  const [option, text = ''] = given;
  const rounds = option === undefined ? DEFAULT_ROUNDS : Number(text);
  if ((option !== undefined && option !== '--rounds') || !Number.isSafeInteger(rounds) || rounds < 1) {
    throw new StepError(
      `${given.join(' ')} cannot be understood.`,
      'say how many rounds: npm run test:faults -- --rounds 5000',
    );
  }
  await installPackages();
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [
    vitest,
    'run',
    '--project',
    'node',
    'test/electron/archive/faults',
    '--disable-console-intercept',
  ];
  return passThrough(process.execPath, args, {
    cwd: root,
    env: { ...process.env, GATEHOUSE_FAULT_ROUNDS: String(rounds) },
  });
});
