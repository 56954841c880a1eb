import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { say } from '../setup/step.mjs';
import { startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { engineEnvironment, installGateway, makeLauncher } from './install.mjs';
import { createDatabase, migrateDatabase, startPostgres } from './postgres.mjs';
import { openRun, untilReady } from './real-server.mjs';
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
  const { folder, stops, stop } = openRun('litellm', options.onStop);
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
    await untilReady('The proxy', { child, log, patience: PATIENCE, isReady: () => isConnected(url) });
    return { url, key: MASTER_KEY, database, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
