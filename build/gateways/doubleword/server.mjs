import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { say, StepError } from '../../setup/step.mjs';
import { startChild } from '../child.mjs';
import { freePort } from '../free-port.mjs';
import { createDatabase, startPostgres } from '../postgres.mjs';
import { openRun, untilReady } from '../real-server.mjs';
import { ADMIN, configText } from './config.mjs';

/**
 * A real control layer that runs.
 *
 * @typedef {object} RealServer
 * @property {string} url
 * @property {string} key a platform key of its admin
 * @property {string} database address of its PostgreSQL database, which wants no password
 * @property {() => Promise<void>} stop ends it and its database, and removes their folder
 */

/** How long it may take until it answers, milliseconds: it makes its tables on the first start. */
const PATIENCE = 120_000;

/**
 * Starts a real control layer with an empty PostgreSQL database, both reachable from this machine only. It inherits no
 * variable: a stray one of its own would stop it, and others could hold keys.
 *
 * @param {import('./binary.mjs').Binary} binary
 * @param {{ postgres: string, upstream: string, port?: number, onStop?: (stop: () => Promise<void>) => void }} options
 *   `postgres`: the folder of its programs; `onStop` learns early how to stop
 * @returns {Promise<RealServer>}
 */
export async function startServer({ program, version }, options) {
  const { folder, stops, stop } = openRun('doubleword', options.onStop);
  try {
    say('starting PostgreSQL on loopback');
    const postgres = await startPostgres(options.postgres, join(folder, 'postgres'));
    stops.push(postgres.stop);
    const database = await createDatabase(options.postgres, postgres.url);

    const port = options.port ?? (await freePort());
    const url = `http://127.0.0.1:${port}`;
    say(`starting Doubleword's control layer ${version} at ${url}`);
    const log = join(folder, 'server.log');
    const config = join(folder, 'config.yaml');
    writeFileSync(log, '');
    writeFileSync(config, configText({ port, database, upstream: options.upstream, folder }));
    const child = await startChild(program, ['--config', config], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', RUST_LOG: 'warn', NO_PROXY: '127.0.0.1' },
      log,
      signal: 'SIGTERM',
      patience: 10_000,
    });
    stops.push(child.stop);
    await untilReady('The control layer', { child, log, patience: PATIENCE, isReady: () => isUp(url) });
    return { url, key: await makeAdminKey(url), database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} url
 */
async function isUp(url) {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  return answer?.ok === true;
}

/**
 * Signs in as the admin of the config and makes a platform key.
 *
 * @param {string} url
 * @returns {Promise<string>}
 */
async function makeAdminKey(url) {
  const json = { 'content-type': 'application/json' };
  const login = await fetch(`${url}/authentication/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(ADMIN),
  });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const made = await fetch(`${url}/admin/api/v1/users/current/api-keys`, {
    method: 'POST',
    headers: { ...json, cookie },
    body: JSON.stringify({ name: 'console', purpose: 'platform' }),
  });
  if (!made.ok)
    throw new StepError(
      `The admin's key was refused with ${made.status}: ${await made.text()}`,
      'look at build/gateways/doubleword/config.mjs',
    );
  return /** @type {{ key: string }} */ (await made.json()).key;
}
