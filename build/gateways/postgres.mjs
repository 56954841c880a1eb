import { appendFileSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { command, tail } from '../setup/command.mjs';
import { isRoot } from '../setup/paths.mjs';
import { StepError } from '../setup/step.mjs';
import { asUser } from '../setup/user.mjs';
import { startChild } from './child.mjs';
import { freePort } from './free-port.mjs';

/** The user and the database. */
const NAME = 'gateway';

/**
 * Starts a PostgreSQL of its own in a folder, on a free port of this machine only, that forgets everything: nothing of
 * it is synced to the disk.
 *
 * @param {string} bin folder of PostgreSQL's programs
 * @param {string} folder
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(bin, folder) {
  const user = await postgresUser();
  const data = join(folder, 'data');
  const log = join(folder, 'postgres.log');
  mkdirSync(folder);
  writeFileSync(log, '');
  if (user !== undefined) for (const path of [folder, log]) chownSync(path, user.uid, user.gid);

  const made = await run(user, [
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    NAME,
    '--auth=trust',
    '-E',
    'UTF8',
    '-N',
  ]);
  if (made.code !== 0) throw new StepError(`initdb failed:\n${tail(made)}`, 'look at what initdb says above');

  const port = await freePort();
  const settings = [
    `listen_addresses = '127.0.0.1'`,
    `unix_socket_directories = ''`,
    'max_connections = 200',
    `port = ${port}`,
    'fsync = off',
    'synchronous_commit = off',
    `timezone = 'UTC'`,
  ];
  appendFileSync(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
  const [program, args] = asUser(user, [join(bin, 'postgres'), '-D', data]);
  // SIGINT: end now, and leave the data whole.
  const options = {
    cwd: '/',
    env: plainEnvironment(),
    log,
    signal: /** @type {const} */ ('SIGINT'),
    patience: 15_000,
  };
  const child = await startChild(program, args, options);
  for (let tries = 0; ; tries += 1) {
    const ready = await command(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
    if (ready.code === 0) break;
    if (tries > 150 || !child.isRunning()) {
      await child.stop();
      throw new StepError(
        `PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`,
        `try it by hand: ${bin}/postgres`,
      );
    }
    await pause(200);
  }
  return { url: `postgresql://${NAME}@127.0.0.1:${port}`, stop: child.stop };
}

/**
 * Makes the database, with nothing in it.
 *
 * @param {string} bin
 * @param {string} url of the server
 * @returns {Promise<string>} the address of the database
 */
export async function createDatabase(bin, url) {
  await runSql(bin, ['-c', `create database "${NAME}"`, `${url}/postgres`], 'is the server still there?');
  return `${url}/${NAME}`;
}

/**
 * Fills a database from the SQL of every migration that a release ships, in the order of their names.
 *
 * @param {string} bin
 * @param {string} database its address
 * @param {string} migrations folder with a folder for each
 * @param {string} folder for the joined file
 */
export async function migrateDatabase(bin, database, migrations, folder) {
  const names = readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const texts = names
    .map(({ name }) => name)
    .toSorted()
    .map((name) => readFileSync(join(migrations, name, 'migration.sql'), 'utf8'));
  const file = join(folder, 'migrations.sql');
  writeFileSync(file, texts.map((text) => `${text}\n;\n`).join(''));
  await runSql(bin, ['-f', file, database], `look at ${file}`);
}

/**
 * @param {string} bin
 * @param {readonly string[]} args
 * @param {string} next
 */
async function runSql(bin, args, next) {
  const env = { ...plainEnvironment(), PGOPTIONS: '-c client_min_messages=error' };
  const quiet = ['-q', '-X', '-v', 'ON_ERROR_STOP=1'];
  const outcome = await command(join(bin, 'psql'), [...quiet, ...args], { env, limit: 120_000 });
  if (outcome.code !== 0) throw new StepError(`psql failed:\n${tail(outcome)}`, next);
}

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made, or as nobody. */
async function postgresUser() {
  if (!isRoot) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([command('id', ['-u', name]), command('id', ['-g', name])]);
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new StepError(
    'There is no user that PostgreSQL could run as.',
    'run the same command as an ordinary user',
  );
}

/**
 * @param {import('../setup/user.mjs').User | undefined} user
 * @param {readonly string[]} line
 */
function run(user, line) {
  const [program, args] = asUser(user, line);
  return command(program, args, { cwd: '/', env: plainEnvironment(), limit: 60_000 });
}

function plainEnvironment() {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
}
