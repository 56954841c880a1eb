import { join } from 'node:path';

import { say } from '../../setup/step.mjs';
import { findPostgres, MissingError } from '../prerequisites.mjs';
import { runSuite } from '../suite.mjs';
import { buildBinary, findBinary } from './binary.mjs';
import { startMockUpstream } from './mock-upstream.mjs';
import { seedServer } from './seed.mjs';
import { startServer } from './server.mjs';

/** The project of the suite (vitest.config.ts). */
const PROJECT = 'gateways-doubleword';

/** What is asked for on the command line.
 * @typedef {{ filters: readonly string[], log: string, build: boolean, port?: number, onStop: (stop: () => Promise<void>) => void }} Asked */

/** A control layer that the suite can be pointed at.
 * @typedef {{ name: string, url: string, key: string, environment: NodeJS.ProcessEnv, stop: () => Promise<void> }} Running */

/** Releases that the simulator answers as. */
const SIMULATED = ['10.13.1', '8.94.2'];

/**
 * Runs the suite against the simulator, as each release that it answers as.
 *
 * @param {Asked} asked
 * @returns {Promise<readonly import('../../gateways.mjs').Count[]>}
 */
export async function testSimulators({ filters, log }) {
  const counts = [];
  for (const release of SIMULATED) {
    const target = { GATEHOUSE_GATEWAY_CALLS: log, GATEHOUSE_GATEWAY_RELEASE: release };
    counts.push(await runSuite(`doubleword-simulator-${release}`, filters, target, PROJECT));
  }
  return counts;
}

/**
 * Runs the suite against a real control layer: the one of DW_URL and DW_ADMIN_KEY, or one started from DW_BIN or from what
 * was built.
 *
 * @param {Asked} asked
 * @returns {Promise<import('../../gateways.mjs').Count>} rejects with a MissingError where there is none
 */
export async function testReal(asked) {
  const running = await openReal(asked);
  try {
    return await runSuite(
      running.name,
      asked.filters,
      {
        GATEHOUSE_GATEWAY_URL: running.url,
        GATEHOUSE_GATEWAY_KEY: running.key,
        GATEHOUSE_GATEWAY_CALLS: asked.log,
        ...running.environment,
      },
      PROJECT,
    );
  } finally {
    await running.stop();
  }
}

/**
 * @param {Asked} asked
 * @returns {Promise<Running>}
 */
export async function openReal(asked) {
  const { DW_URL: url, DW_ADMIN_KEY: key } = process.env;
  const upstream = await startMockUpstream();
  /** @type {(() => Promise<void>)[]} */
  const stops = [upstream.stop];
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  asked.onStop(stop);
  try {
    if (url !== undefined && key !== undefined) {
      await seedServer({ url, key }, upstream.url);
      return { name: 'doubleword-given', url, key, environment: {}, stop };
    }
    const postgres = findPostgres();
    const binary = asked.build ? await buildBinary() : await findBinary();
    if (binary === undefined) {
      throw new MissingError(
        'No control layer is built here, and neither DW_URL with DW_ADMIN_KEY nor DW_BIN names one.',
        'npm run test:gateways -- doubleword --build (cargo, once a quarter of an hour), or set DW_BIN=/path/to/dwctl',
      );
    }
    const server = await startServer(binary, {
      postgres,
      upstream: upstream.url,
      ...(asked.port === undefined ? {} : { port: asked.port }),
      onStop: (end) => stops.push(end),
    });
    await seedServer(server, upstream.url);
    say(`the control layer says of itself: ${binary.version}`);
    return {
      name: `doubleword-${binary.version}`,
      url: server.url,
      key: server.key,
      environment: {
        GATEHOUSE_GATEWAY_RELEASE: binary.version,
        GATEHOUSE_GATEWAY_DATABASE: server.database,
        GATEHOUSE_GATEWAY_PSQL: join(postgres, 'psql'),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
