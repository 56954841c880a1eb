import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { command, tail } from '../setup/command.mjs';
import { cacheFolder, shortHash } from '../setup/paths.mjs';
import { say, StepError } from '../setup/step.mjs';
import { ending } from './ending.mjs';
import { withLock } from './lock.mjs';
import { pins, pinsFile } from './releases.mjs';

/**
 * Where a release is installed.
 *
 * @typedef {object} Installed
 * @property {string} bin folder of its Python programs
 * @property {string} packages folder of its Python packages
 * @property {string} engine folder of the query engine's npm packages
 */

const engineSource = fileURLToPath(new URL('engine', import.meta.url));

/**
 * Installs a release of LiteLLM and the query engine into the cache, unless they are there: every package in the
 * version that its file of pins says.
 *
 * @param {string} release
 * @param {import('./prerequisites.mjs').Prerequisites} prerequisites
 * @returns {Promise<Installed>}
 */
export async function installGateway(release, { python, pythonVersion }) {
  const cache = join(cacheFolder(), 'gateways');
  mkdirSync(cache, { recursive: true });
  return withLock(join(cache, 'install.lock'), async () => {
    const engine = await once(join(cache, 'query-engine'), engineSum(), installEngine);
    const wanted = shortHash(`${pins(release)}${pythonVersion}${engineSum()}`);
    const folder = await once(
      join(cache, `litellm-${release}-python-${pythonVersion}`),
      wanted,
      async (target) => {
        await installPython(release, python, target);
        await generateClient(target, engine);
      },
    );
    return { bin: join(folder, 'bin'), packages: await packagesOf(folder), engine };
  });
}

/**
 * Fills a folder, unless a stamp in it says that it holds what is wanted. One that was left half-way is made anew.
 *
 * @param {string} folder
 * @param {string} wanted
 * @param {(folder: string) => Promise<void>} fill
 */
async function once(folder, wanted, fill) {
  const stamp = join(folder, '.gatehouse');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    say(`already installed: ${folder}`);
    return folder;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  await fill(folder);
  writeFileSync(stamp, wanted);
  return folder;
}

function engineSum() {
  return shortHash(readFileSync(join(engineSource, 'package-lock.json')));
}

/**
 * @param {string} folder
 */
async function installEngine(folder) {
  say('installing the query engine (npm ci, a few seconds)');
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(engineSource, name), join(folder, name));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const outcome = await command('npm', args, { cwd: folder, limit: 300_000, signal: ending.signal });
  if (outcome.code !== 0) {
    throw new StepError(
      `npm ci in ${folder} failed:\n${tail(outcome)}`,
      'check that npm reaches its registry: npm ping',
    );
  }
}

/**
 * @param {string} release
 * @param {string} python
 * @param {string} folder
 */
async function installPython(release, python, folder) {
  say(`installing LiteLLM ${release} from its pins (pip, about a minute)`);
  const made = await command(python, ['-m', 'venv', folder], { limit: 120_000 });
  if (made.code !== 0)
    throw new StepError(`${python} -m venv failed:\n${tail(made)}`, 'apt-get install -y python3-venv');
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '-r',
    pinsFile(release),
  ];
  const outcome = await command(join(folder, 'bin', 'python'), pip, {
    limit: 600_000,
    signal: ending.signal,
  });
  if (outcome.code !== 0) {
    throw new StepError(
      `pip could not install LiteLLM ${release}:\n${tail(outcome)}`,
      'check that pip reaches its registry: pip download --no-deps litellm',
    );
  }
}

/**
 * Generates the database client for Python from the schema of the release, into its packages. The targets for which
 * the schema wants native engines are left out: none of them is used.
 *
 * @param {string} folder of the release
 * @param {string} engine
 */
async function generateClient(folder, engine) {
  say('generating the database client of this release');
  const schema = readFileSync(join(await packagesOf(folder), 'litellm', 'proxy', 'schema.prisma'), 'utf8');
  const file = join(folder, 'schema.prisma');
  writeFileSync(file, schema.replace(/^\s*binaryTargets.*$/m, ''));
  const prisma = join(engine, 'node_modules', 'prisma', 'build', 'index.js');
  const path = `${join(folder, 'bin')}:${process.env.PATH ?? ''}`;
  const env = { ...process.env, ...engineEnvironment(makeLauncher(folder, engine)), PATH: path };
  const outcome = await command(process.execPath, [prisma, 'generate', '--schema', file], {
    env,
    limit: 120_000,
  });
  if (outcome.code !== 0) {
    throw new StepError(
      `prisma generate failed:\n${tail(outcome)}`,
      `remove ${folder} and ${engine}, then run the same command again`,
    );
  }
}

/**
 * Writes the program that Prisma's client starts as its query engine.
 *
 * @param {string} folder to put it into
 * @param {string} engine
 * @returns {string} its path
 */
export function makeLauncher(folder, engine) {
  const script = fileURLToPath(new URL('query-engine.mjs', import.meta.url));
  const launcher = join(folder, 'query-engine');
  const line = ['exec', quote(process.execPath), quote(script), '"$@"'].join(' ');
  writeFileSync(launcher, `#!/bin/sh\nexport GATEHOUSE_ENGINE_PACKAGES=${quote(engine)}\n${line}\n`, {
    mode: 0o755,
  });
  return launcher;
}

/**
 * What tells Prisma to use this engine and to fetch none.
 *
 * @param {string} launcher
 */
export function engineEnvironment(launcher) {
  return {
    PRISMA_QUERY_ENGINE_BINARY: launcher,
    PRISMA_QUERY_ENGINE_LIBRARY: launcher,
    PRISMA_SCHEMA_ENGINE_BINARY: launcher,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
}

/**
 * @param {string} folder
 */
async function packagesOf(folder) {
  const script = 'import sysconfig; print(sysconfig.get_paths()["purelib"])';
  const { stdout } = await command(join(folder, 'bin', 'python'), ['-c', script]);
  return stdout.trim();
}

/**
 * @param {string} text
 */
function quote(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
