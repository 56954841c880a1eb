import { spawn } from 'node:child_process';

import { PREREQUISITES_MISSING } from './gateways/prerequisites.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/step.mjs';

/**
 * What the continuous integration runs: `npm test`, the contract suite on the simulated Doubleword, whose real one takes a
 * quarter of an hour to build, then the suite on a real LiteLLM (`npm run test:gateways`), which is left out, and said so,
 * where Python or PostgreSQL is not there. The last line of stdout is the sum of all.
 */

/** @typedef {{ code: number, passed: number, failed: number }} Ended */

const whole = await run('npm', ['test']);
const suite = ['run', '--silent', 'test:gateways'];
const doubleword = await run('npm', [...suite, '--', 'doubleword', '--only', 'simulator']);
const gateways = await run('npm', suite);
const left = gateways.code === PREREQUISITES_MISSING;
if (left) say('the real gateways were NOT tested here: see above what to install for it');

const parts = left ? [whole, doubleword] : [whole, doubleword, gateways];
const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
say(`npm test: ${whole.passed} passed, ${whole.failed} failed`);
say(`simulated Doubleword: ${doubleword.passed} passed, ${doubleword.failed} failed`);
if (!left) say(`real gateways: ${gateways.passed} passed, ${gateways.failed} failed`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Runs a check and shows what it says. One that ends badly without a failure of its own, or without a sum, failed once.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<Ended>}
 */
function run(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, CI: '1' },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let end = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    end = (end + text).slice(-500);
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, passed: 0, failed: 1 }));
    child.once('close', (status) => {
      const code = status ?? 1;
      const [, passed = '0', failed = '0'] = /(\d+) passed, (\d+) failed\s*$/.exec(end) ?? [];
      const bad = code !== 0 && failed === '0' ? 1 : Number(failed);
      resolve({ code, passed: Number(passed), failed: bad });
    });
  });
}
