import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { prepareApp } from './setup/app.mjs';
import { passThrough } from './setup/command.mjs';
import { withDisplay } from './setup/display-run.mjs';
import { root } from './setup/paths.mjs';
import { openToAll } from './setup/stage.mjs';
import { runScript, StepError } from './setup/step.mjs';
import { makePrivateFolder } from './setup/user.mjs';

/** `npm run bench`: how long the app takes to start, as a ratio to an empty Electron window; how fast logs come in. */

const rounds = 7;
const startLimit = 60_000;

/**
 * Milliseconds from the start of the process to the line that says the window can be used.
 *
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function timeStart(executable, args, env) {
  const began = performance.now();
  const child = spawn(executable, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let ready = Number.NaN;
    let said = '';
    const limit = setTimeout(() => child.kill('SIGKILL'), startLimit);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (Number.isNaN(ready) && said.includes('gatehouse: ready')) ready = performance.now() - began;
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(limit);
      if (Number.isNaN(ready)) {
        reject(new StepError('A window was not ready within a minute.', `run ${args.join(' ')} by hand`));
      } else resolve(ready);
    });
  });
}

/**
 * @param {readonly number[]} values
 */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Starts both in turn, so that a busy machine slows both alike. The first round warms caches and makes the sample.
 *
 * @param {import('./setup/app.mjs').App} app
 */
function benchStart(app) {
  return withDisplay(app, async (_env, setting) => {
    const empty = join(setting.runFolder, 'empty-window');
    cpSync(join(root, 'test', 'bench', 'empty-window'), empty, { recursive: true });
    openToAll(empty);
    const emptyData = makePrivateFolder(join(setting.runFolder, 'empty-data'), app.user);
    const appData = makePrivateFolder(join(setting.runFolder, 'app-data'), app.user);
    /** @type {{ empty: number[], app: number[] }} */
    const times = { empty: [], app: [] };
    for (let round = 0; round <= rounds; round += 1) {
      const emptyTime = await timeStart(
        app.executable,
        [empty, `--user-data-dir=${emptyData}`],
        setting.environment,
      );
      const appTime = await timeStart(
        app.executable,
        [app.folder, `--user-data-dir=${appData}`, '--sample', '--smoke'],
        setting.environment,
      );
      if (round === 0) continue;
      times.empty.push(emptyTime);
      times.app.push(appTime);
    }
    const base = median(times.empty);
    const ours = median(times.app);
    process.stdout.write(
      `start to interactive: ${(ours / base).toFixed(2)} x an empty window ` +
        `(${ours.toFixed(0)} ms and ${base.toFixed(0)} ms, medians of ${rounds} interleaved rounds)\n`,
    );
  });
}

/** Bundles and runs the import bench on plain Node. */
async function benchImport() {
  const { buildProgram } = await import('./bundle/node.mjs');
  const folder = join(root, 'out', 'bench');
  mkdirSync(folder, { recursive: true });
  await buildProgram('import', 'test/bench/import.ts', folder);
  cpSync(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
  return passThrough(process.execPath, [join(folder, 'import.cjs')], { cwd: root, env: process.env });
}

await runScript(async () => {
  const app = await prepareApp({ virtualDisplay: true });
  await benchStart(app);
  if (!existsSync(join(root, 'test', 'bench', 'import.ts'))) return 0;
  return benchImport();
});
