import { join } from 'node:path';

import { prepareApp } from './setup/app.mjs';
import { root } from './setup/paths.mjs';
import { say, StepError } from './setup/step.mjs';
import { staticChecks, journeys, packaged, recordings, unitTests } from './stages.mjs';

/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. The last line of stdout is the sum,
 * `N passed, N failed`; a stage that does not come to its end counts as one failure.
 */

/** @typedef {{ passed: number, failed: number }} Count */

/** @type {{ name: string, count: Count, seconds: number }[]} */
const results = [];

/**
 * @param {string} name
 * @param {() => Promise<Count>} work
 */
async function stage(name, work) {
  say(`== ${name}`);
  const began = Date.now();
  /** @type {Count} */
  let count;
  try {
    count = await work();
    // A stage without a single result has tested nothing.
    if (count.passed + count.failed === 0) count = { passed: 0, failed: 1 };
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof StepError) say(`next: ${error.next}`);
    count = { passed: 0, failed: 1 };
  }
  results.push({ name, count, seconds: (Date.now() - began) / 1000 });
}

/** @type {import('./setup/app.mjs').App | undefined} */
let prepared;
await stage('set-up', async () => {
  prepared = await prepareApp({ virtualDisplay: true });
  return { passed: 1, failed: 0 };
});
if (prepared !== undefined) {
  const app = prepared;
  await stage('format, lint and types', staticChecks);
  await stage('unit and contract', unitTests);
  await stage('recordings', recordings);
  await stage('package', () => packaged(app));
  await stage('journeys', () => journeys(app));
}

let passed = 0;
let failed = 0;
for (const { name, count, seconds } of results) {
  passed += count.passed;
  failed += count.failed;
  say(`${name}: ${count.passed} passed, ${count.failed} failed (${seconds.toFixed(1)} s)`);
}
if (failed > 0) say(`reports are in ${join(root, 'out')}`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
