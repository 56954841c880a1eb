import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { say, StepError } from '../setup/step.mjs';
import { startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { engineEnvironment, installGateway, makeLauncher } from './install.mjs';
import { createDatabase, migrateDatabase, startPostgres } from './postgres.mjs';
import { MASTER_KEY, SALT_KEY } from './releases.mjs';

/**
 * A real proxy that runs.
 *
 * @typedef {object} RealProxy
 * @property {string} url
 * @property {string} key its master key, made up
 * @property {string} database address of its PostgreSQL database, which wants no password
 * @property {string} log file with everything it said, its access log included
 * @property {() => Promise<void>} stop ends it and its database, and removes their folder
 */

const configFile = fileURLToPath(new URL('config.yaml', import.meta.url));

/** How long a proxy may take until it answers, milliseconds: it compiles its own code on the first start. */
const PATIENCE = 180_000;

/**
 * Starts a real LiteLLM proxy with an empty PostgreSQL database, both reachable from this machine only. It calls no
 * provider: every model of its config answers from the file. It inherits no variable that could hold a key.
 *
 * @param {string} release
 * @param {import('./prerequisites.mjs').Prerequisites} prerequisites
 * @param {{ port?: number, onStop?: (stop: () => Promise<void>) => void }} [options] `onStop` learns early how to stop
 * @returns {Promise<RealProxy>}
 */
export async function startProxy(release, prerequisites, options = {}) {
  const installed = await installGateway(release, prerequisites);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-litellm-'));
  // The database's user has to get through.
  chmodSync(folder, 0o711);
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  let stopped = Promise.resolve();
  // Who asks a second time waits for the first, and stops what has been started since.
  const stop = () => {
    stopped = stopped.then(async () => {
      for (const end of stops.splice(0).toReversed()) await end();
      rmSync(folder, { recursive: true, force: true });
    });
    return stopped;
  };
  options.onStop?.(stop);
  try {
    say('starting PostgreSQL on loopback');
    const postgres = await startPostgres(prerequisites.postgres, join(folder, 'postgres'));
    stops.push(postgres.stop);
    const migrations = join(installed.packages, 'litellm_proxy_extras', 'migrations');
    const database = await createDatabase(prerequisites.postgres, postgres.url);
    await migrateDatabase(prerequisites.postgres, database, migrations, folder);

    const port = options.port ?? (await freePort());
    const url = `http://127.0.0.1:${port}`;
    say(`starting LiteLLM ${release} at ${url}`);
    const home = join(folder, 'home');
    mkdirSync(home);
    const log = join(folder, 'proxy.log');
    writeFileSync(log, '');
    const config = join(folder, 'config.yaml');
    writeFileSync(config, readFileSync(configFile));
    const args = ['--config', config, '--host', '127.0.0.1', '--port', String(port)];
    const env = {
      ...engineEnvironment(makeLauncher(folder, installed.engine)),
      PATH: `${installed.bin}:${process.env.PATH ?? ''}`,
      HOME: home,
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      DATABASE_URL: database,
      DISABLE_SCHEMA_UPDATE: 'True',
      LITELLM_MASTER_KEY: MASTER_KEY,
      LITELLM_SALT_KEY: SALT_KEY,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      LITELLM_TELEMETRY: 'False',
      NO_PROXY: '127.0.0.1,localhost',
    };
    const program = join(installed.bin, 'litellm');
    const child = await startChild(program, args, {
      cwd: home,
      env,
      log,
      signal: 'SIGTERM',
      patience: 10_000,
    });
    stops.push(child.stop);
    await untilReady(url, child, log);
    return { url, key: MASTER_KEY, database, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} url
 * @param {import('./child.mjs').Child} child
 * @param {string} log
 */
async function untilReady(url, child, log) {
  const began = Date.now();
  while (Date.now() - began < PATIENCE) {
    if (!child.isRunning()) break;
    if (await isConnected(url)) {
      say(`ready after ${((Date.now() - began) / 1000).toFixed(0)} s`);
      return;
    }
    await pause(250);
  }
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-20).join('\n');
  throw new StepError(`The proxy did not come up:\n${said}`, 'read what it says above');
}

/**
 * @param {string} url
 */
async function isConnected(url) {
  try {
    const answer = await fetch(`${url}/health/readiness`, { signal: AbortSignal.timeout(2000) });
    const body = /** @type {{ db?: string }} */ (await answer.json());
    return body.db === 'connected';
  } catch {
    return false;
  }
}
