import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { buildProgram } from './bundle/node.mjs';
import { root } from './setup/paths.mjs';
import { runScript } from './setup/step.mjs';

/**
 * Runs recorded answers of real gateways through the adapters' own readers: those of the folder named by
 * GATEWAY_RECORDINGS, or the copies in test/fixtures/gateways. Prints one line for every recording that fails, and the
 * sum last.
 */
await runScript(async () => {
  const outDir = join(root, 'out', `recordings-${process.pid}`);
  mkdirSync(outDir, { recursive: true });
  try {
    await buildProgram('recordings', 'test/recordings/run.ts', outDir);
    const { status } = spawnSync(process.execPath, [join(outDir, 'recordings.cjs')], {
      cwd: root,
      stdio: 'inherit',
    });
    return status ?? 1;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
