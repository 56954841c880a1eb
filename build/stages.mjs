import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { packageApp } from './package.mjs';
import { wrap } from './setup/app.mjs';
import { command, passThrough } from './setup/command.mjs';
import { withDisplay } from './setup/display-run.mjs';
import { root } from './setup/paths.mjs';
import { runPlaywright } from './setup/playwright.mjs';
import { stageExecutable } from './setup/stage.mjs';

/** @typedef {import('./test.mjs').Count} Count */

/**
 * Format, lint and types, side by side: each is one check.
 *
 * @returns {Promise<Count>}
 */
export async function staticChecks() {
  const scripts = ['format', 'lint', 'types'];
  const outcomes = await Promise.all(
    scripts.map((script) => command('npm', ['run', '--silent', script], { cwd: root })),
  );
  outcomes.forEach((outcome) => {
    if (outcome.code !== 0) process.stderr.write(`${outcome.stdout}${outcome.stderr}`);
  });
  const passed = outcomes.filter((outcome) => outcome.code === 0).length;
  return { passed, failed: scripts.length - passed };
}

/** @returns {Promise<Count>} */
export function unitTests() {
  return vitest('unit', ['--project=node', '--project=window'], process.env);
}

/** @returns {Promise<Count>} */
export async function recordings() {
  const script = join(root, 'build', 'recordings.mjs');
  const outcome = await command(process.execPath, [script], { cwd: root, show: true, limit: 120_000 });
  const sum = /(\d+) passed, (\d+) failed\s*$/.exec(outcome.stdout);
  if (sum === null) return { passed: 0, failed: 1 };
  return atLeastOneFailure({ passed: Number(sum[1]), failed: Number(sum[2]) }, outcome.code ?? 1);
}

/**
 * Packages the app with the Electron at hand, then tests what came out: what is in it, its fuses, and that it starts.
 *
 * @param {import('./setup/app.mjs').App} app
 * @returns {Promise<Count>}
 */
export async function packaged(app) {
  process.env.GATEHOUSE_PACKAGE_FALLBACK = app.runtime.version;
  rmSync(join(root, 'out', 'package'), { recursive: true, force: true });
  if ((await packageApp([])) !== 0) return { passed: 0, failed: 1 };
  const built = join(root, 'out', 'package', 'linux-unpacked', 'gatehouse');
  const started = await stageExecutable(app.user, built, 'packaged');
  const launcher = { executable: wrap(started, app.user), folder: dirname(started), user: app.user };
  try {
    return await withDisplay(launcher, (env) => vitest('package', ['--project=package'], env));
  } finally {
    if (started !== built) rmSync(dirname(started), { recursive: true, force: true });
  }
}

/**
 * @param {import('./setup/app.mjs').App} app
 * @returns {Promise<Count>}
 */
export async function journeys(app) {
  const report = freshReport('e2e');
  const code = await runPlaywright(app, []);
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return atLeastOneFailure({ passed: stats.expected, failed }, code);
}

/**
 * @param {string} name of the report in out/
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Count>}
 */
async function vitest(name, args, env) {
  const report = freshReport(name);
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await passThrough(process.execPath, [cli, 'run', ...args, ...reporters], { cwd: root, env });
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A test that was skipped proved nothing.
  const failed = numFailedTests + numPendingTests + numTodoTests;
  return atLeastOneFailure({ passed: numPassedTests, failed }, code);
}

/**
 * Where a stage writes its report; the one of an earlier run is gone, so that it is never read as this run's.
 *
 * @param {string} name
 */
function freshReport(name) {
  mkdirSync(join(root, 'out'), { recursive: true });
  const report = join(root, 'out', `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

/**
 * A run that ended badly without a failed test (a file that does not load, a crash) still failed.
 *
 * @param {Count} count
 * @param {number} code
 * @returns {Count}
 */
function atLeastOneFailure(count, code) {
  return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 };
}
