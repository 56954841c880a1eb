import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { prepareApp } from './setup/app.mjs';
import { passThrough } from './setup/command.mjs';
import { withDisplay } from './setup/display-run.mjs';
import { installPackages } from './setup/install.mjs';
import { root } from './setup/paths.mjs';
import { openToAll } from './setup/stage.mjs';
import { runScript, StepError } from './setup/step.mjs';
import { makePrivateFolder } from './setup/user.mjs';

/**
 * `npm run bench`: how long the app takes to start, as a ratio to an empty Electron window; how fast logs come in and the
 * archive answers, against DuckDB and the sqlite3 shell; how fast a month is replayed through a policy; how fast a push
 * is, the snapshot of a large node, and the import of a Doubleword's log.
 */

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

/**
 * Bundles one bench into a script of plain Node and runs it.
 *
 * @param {string} name
 * @param {readonly string[]} [args]
 * @returns {Promise<number>}
 */
async function benchOnNode(name, args = []) {
  const { buildProgram } = await import('./bundle/node.mjs');
  const folder = join(root, 'out', 'bench');
  mkdirSync(folder, { recursive: true });
  await buildProgram(name, `test/bench/${name}.ts`, folder);
  cpSync(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
  const { buildScanner } = await import('./bundle/scanner.mjs');
  await buildProgram('import-worker', 'electron/archive/import/import-worker.ts', folder);
  cpSync(await buildScanner(), join(folder, 'line-scanner.wasm'));
  return passThrough(process.execPath, [join(folder, `${name}.cjs`), ...args], {
    cwd: root,
    env: process.env,
  });
}

/**
 * Each part by its name on the command line: `npm run bench -- push`. Without a name all of them run. What comes after
 * the names, from the first that begins with `--` on, is the part's own: `npm run bench -- archive --rows 10000000`.
 *
 * @type {Record<string, (args: readonly string[]) => Promise<number>>}
 */
const parts = {
  start: async () => {
    await benchStart(await prepareApp({ virtualDisplay: true }));
    return 0;
  },
  import: () => benchOnNode('import'),
  archive: (args) => benchOnNode('archive', args),
  replay: (args) => benchOnNode('replay', args),
  push: () => benchOnNode('push'),
  large: () => benchOnNode('large'),
  doubleword: (args) => benchOnNode('doubleword', args),
};

await runScript(async () => {
  const given = process.argv.slice(2);
  const first = given.findIndex((one) => one.startsWith('--'));
  const asked = first < 0 ? given : given.slice(0, first);
  const own = first < 0 ? [] : given.slice(first);
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    throw new StepError(
      `There is no bench named ${unknown.join(', ')}.`,
      `name one of: ${Object.keys(parts).join(', ')}`,
    );
  }
  await installPackages();
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const code = await run(own);
    if (code !== 0) return code;
  }
  return 0;
});
