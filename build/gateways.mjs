import { join } from 'node:path';
import { parseArgs } from 'node:util';

import * as doubleword from './gateways/doubleword/target.mjs';
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
 * Python or PostgreSQL is not here, so the real one was not tested. With `doubleword` the same for Doubleword's control
 * layer, of which the simulator alone is tested where no real one is named or built.
 */

/** @typedef {{ passed: number, failed: number }} Count */

const HELP = `npm run test:gateways -- [doubleword] [options] [filters of test files]
  --release <version>   of LiteLLM: ${RELEASES.join(' or ')} (${DEFAULT_RELEASE} when left out)
  --only <which>        real or simulator; both when left out
  --log <calls>         calls to models that the test of the request log makes; 300 when left out, of
                        Doubleword's 1000
  --serve               start a seeded real proxy, say where it is, and keep it until Ctrl-C
  --port <number>       where it listens with --serve; a free port when left out
With doubleword, the real one is that of DW_URL and DW_ADMIN_KEY, which is written to; or one started from the program
that DW_BIN names, or from what was built:
  --build               build it first with cargo, unless it is there (a quarter of an hour)
`;

/** What has to be stopped when somebody ends this. @type {(() => Promise<void>) | undefined} */
let stopProxy;

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    release: { type: 'string', default: DEFAULT_RELEASE },
    only: { type: 'string' },
    log: { type: 'string' },
    build: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
    port: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const isDoubleword = words[0] === 'doubleword';
const positionals = isDoubleword ? words.slice(1) : words;
const calls = values.log ?? (isDoubleword ? '1000' : '300');

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
    else if (values.serve) await (isDoubleword ? serveDoubleword() : serve());
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
  if (!/^[1-9]\d{0,6}$/.test(calls)) throw new StepError(`--log ${calls} is no number of calls.`, HELP);
  const counts = isDoubleword ? await testDoubleword() : await testLitellm();
  const sum = { passed: 0, failed: 0 };
  for (const { passed, failed } of counts) {
    sum.passed += passed;
    sum.failed += failed;
  }
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed === 0 ? 0 : 1;
}

async function testLitellm() {
  const { only } = values;
  // Asked first: what is lacking is said at once, not after minutes.
  const prerequisites = only === 'simulator' ? undefined : await findPrerequisites();
  /** @type {Count[]} */
  const counts = [];
  if (only !== 'real') {
    const target = { GATEHOUSE_GATEWAY_RELEASE: values.release, GATEHOUSE_GATEWAY_CALLS: calls };
    counts.push(await runSuite(`simulator-${values.release}`, positionals, target));
  }
  if (prerequisites !== undefined) counts.push(await testReal(prerequisites));
  return counts;
}

/** The simulator always; a real one where there is one, as building it takes long. */
async function testDoubleword() {
  const { only } = values;
  /** @type {Count[]} */
  const counts = [];
  if (only !== 'real') counts.push(...(await doubleword.testSimulators(askedDoubleword())));
  if (only === 'simulator') return counts;
  try {
    counts.push(await doubleword.testReal(askedDoubleword()));
  } catch (error) {
    if (!(error instanceof MissingError) || only === 'real' || values.build) throw error;
    say(`the real one was NOT tested. ${error.message}`);
    say(`next: ${error.next}`);
  }
  return counts;
}

/** @returns {import('./gateways/doubleword/target.mjs').Asked} */
function askedDoubleword() {
  return {
    filters: positionals,
    log: calls,
    build: values.build,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    onStop: (stop) => (stopProxy = stop),
  };
}

async function serveDoubleword() {
  const { url, key, environment } = await doubleword.openReal(askedDoubleword());
  const { GATEHOUSE_GATEWAY_DATABASE: database = 'its own' } = environment;
  process.stdout.write(`url       ${url}\nkey       ${key}\ndatabase  ${database}\n`);
  await untilEnded();
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
      GATEHOUSE_GATEWAY_CALLS: calls,
    });
  } finally {
    await proxy.stop();
  }
}

async function serve() {
  const proxy = await start(await findPrerequisites());
  const { url, key, database, log } = proxy;
  process.stdout.write(`url       ${url}\nkey       ${key}\ndatabase  ${database}\nlog       ${log}\n`);
  await untilEnded();
}

async function untilEnded() {
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
