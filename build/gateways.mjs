import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ending } from './gateways/ending.mjs';
import { findPrerequisites, MissingError, PREREQUISITES_MISSING } from './gateways/prerequisites.mjs';
import { startProxy } from './gateways/proxy.mjs';
import { DEFAULT_RELEASE, RELEASES } from './gateways/releases.mjs';
import { seedProxy } from './gateways/seed.mjs';
import { runSuite } from './gateways/suite.mjs';
import { runScript, say, StepError } from './setup/step.mjs';

/**
 * `npm run test:gateways`: the contract suite against our simulator, then against a real LiteLLM proxy with PostgreSQL
 * that is started for it on loopback. The last line of stdout is the sum over both. Exit code 0: all passed; 1: not; 3:
 * Python or PostgreSQL is not here, so the real one was not tested.
 */

/** @typedef {{ passed: number, failed: number }} Count */

const HELP = `npm run test:gateways -- [options] [filters of test files]
  --release <version>   ${RELEASES.join(' or ')} (${DEFAULT_RELEASE} when left out)
  --only <which>        real or simulator; both when left out
  --log <calls>         calls to models that the test of the request log makes; 300 when left out
  --serve               start a seeded real proxy, say where it is, and keep it until Ctrl-C
  --port <number>       where it listens with --serve; a free port when left out
`;

/** What has to be stopped when somebody ends this. @type {(() => Promise<void>) | undefined} */
let stopProxy;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    release: { type: 'string', default: DEFAULT_RELEASE },
    only: { type: 'string' },
    log: { type: 'string', default: '300' },
    serve: { type: 'boolean', default: false },
    port: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    say(`ended by ${signal}: stopping what runs`);
    ending.abort();
    void Promise.resolve(stopProxy?.()).finally(() => process.exit(values.serve ? 0 : 1));
  });
}

await runScript(async () => {
  try {
    if (values.help) process.stdout.write(HELP);
    else if (values.serve) await serve();
    else return await test();
    return 0;
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    say(error.message);
    say(`next: ${error.next}`);
    return PREREQUISITES_MISSING;
  }
});

/** @returns {Promise<number>} the exit code */
async function test() {
  const { only } = values;
  if (only !== undefined && only !== 'real' && only !== 'simulator') {
    throw new StepError(`--only ${only} is neither real nor simulator.`, HELP);
  }
  if (!/^[1-9]\d{0,6}$/.test(values.log))
    throw new StepError(`--log ${values.log} is no number of calls.`, HELP);
  // Asked first: what is lacking is said at once, not after minutes.
  const prerequisites = only === 'simulator' ? undefined : await findPrerequisites();
  /** @type {Count[]} */
  const counts = [];
  if (only !== 'real') {
    const target = { GATEHOUSE_GATEWAY_RELEASE: values.release, GATEHOUSE_GATEWAY_CALLS: values.log };
    counts.push(await runSuite(`simulator-${values.release}`, positionals, target));
  }
  if (prerequisites !== undefined) counts.push(await testReal(prerequisites));
  const sum = { passed: 0, failed: 0 };
  for (const { passed, failed } of counts) {
    sum.passed += passed;
    sum.failed += failed;
  }
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed === 0 ? 0 : 1;
}

/**
 * @param {import('./gateways/prerequisites.mjs').Prerequisites} prerequisites
 * @returns {Promise<Count>}
 */
async function testReal(prerequisites) {
  const proxy = await start(prerequisites);
  try {
    return await runSuite(`litellm-${values.release}`, positionals, {
      GATEHOUSE_GATEWAY_URL: proxy.url,
      GATEHOUSE_GATEWAY_KEY: proxy.key,
      GATEHOUSE_GATEWAY_LOG: proxy.log,
      GATEHOUSE_GATEWAY_DATABASE: proxy.database,
      GATEHOUSE_GATEWAY_PSQL: join(prerequisites.postgres, 'psql'),
      GATEHOUSE_GATEWAY_RELEASE: values.release,
      GATEHOUSE_GATEWAY_CALLS: values.log,
    });
  } finally {
    await proxy.stop();
  }
}

async function serve() {
  const proxy = await start(await findPrerequisites());
  const { url, key, database, log } = proxy;
  process.stdout.write(`url       ${url}\nkey       ${key}\ndatabase  ${database}\nlog       ${log}\n`);
  say('running until Ctrl-C');
  // The database and the proxy are no reason for Node to stay.
  await new Promise(() => setInterval(() => undefined, 60_000));
}

/**
 * @param {import('./gateways/prerequisites.mjs').Prerequisites} prerequisites
 */
async function start(prerequisites) {
  const port = values.port === undefined ? {} : { port: Number(values.port) };
  const proxy = await startProxy(values.release, prerequisites, {
    ...port,
    onStop: (stop) => (stopProxy = stop),
  });
  try {
    await seedProxy(proxy);
  } catch (error) {
    await proxy.stop();
    throw error;
  }
  return proxy;
}
