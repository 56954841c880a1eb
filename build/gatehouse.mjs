#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { bundle } from './bundle.mjs';
import { root } from './setup/paths.mjs';
import { runScript, StepError } from './setup/step.mjs';

/** The command line of a clone: bundles it when its sources are newer, then runs it in this process. */
await runScript(async () => {
  if (!existsSync(join(root, 'node_modules', 'vite'))) {
    throw new StepError('The packages are not installed.', `cd ${root} && npm ci`);
  }
  await bundle(['node']);
  createRequire(import.meta.url)(join(root, 'dist', 'electron', 'cli.cjs'));
  return 0;
});
