import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { passThrough } from '../setup/command.mjs';
import { root } from '../setup/paths.mjs';
import { say } from '../setup/step.mjs';
import { ending } from './ending.mjs';

/**
 * Runs the contract suite (test/gateways) against one gateway.
 *
 * @param {string} name of the gateway, for its report in out/
 * @param {readonly string[]} filters of test files
 * @param {NodeJS.ProcessEnv} target says where a real one is; without it the suite starts the simulator
 * @param {string} [project] of vitest.config.ts: the part of the suite for this kind of gateway
 * @returns {Promise<import('../gateways.mjs').Count>} a test that was skipped counts as failed: it proved nothing
 */
export async function runSuite(name, filters, target, project = 'gateways') {
  say(`== contract suite against ${name}`);
  const report = join(root, 'out', `gateways-${name}.json`);
  mkdirSync(join(root, 'out'), { recursive: true });
  rmSync(report, { force: true });
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [cli, 'run', `--project=${project}`, ...reporters, ...filters];
  const env = { ...process.env, ...target };
  const code = await passThrough(process.execPath, args, { cwd: root, env, signal: ending.signal });
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = numFailedTests + numPendingTests + numTodoTests;
  // A run that ended badly without a failed test, or without any test, still failed.
  const lost = failed === 0 && (code !== 0 || numPassedTests === 0) ? 1 : 0;
  say(`${name}: ${numPassedTests} passed, ${failed + lost} failed`);
  return { passed: numPassedTests, failed: failed + lost };
}
