import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { command, tail } from '../../setup/command.mjs';
import { cacheFolder, findProgram, isExecutable } from '../../setup/paths.mjs';
import { say, StepError } from '../../setup/step.mjs';
import { ending } from '../ending.mjs';
import { withLock } from '../lock.mjs';
import { MissingError } from '../prerequisites.mjs';

/** The newest release of dwctl in the Rust package registry. */
const PUBLISHED = '8.94.2';

/** A program of the control layer. @typedef {{ program: string, version: string }} Binary */

/**
 * The control layer to run: what DW_BIN names, or what was built into the cache; undefined when there is neither.
 *
 * @returns {Promise<Binary | undefined>}
 */
export async function findBinary() {
  const named = process.env.DW_BIN;
  if (named !== undefined && !isExecutable(named)) {
    throw new StepError(
      `DW_BIN names ${named}, which is no program.`,
      'name the built dwctl, or unset DW_BIN',
    );
  }
  const program = named ?? builtProgram();
  return existsSync(program) ? { program, version: await versionOf(program) } : undefined;
}

/**
 * Builds the published release with cargo into the cache, unless it is there: a quarter of an hour on two processors, and
 * 2.5 GB while it builds. Without the embedded database, whose build downloads PostgreSQL. Rejects with a MissingError
 * where a tool is lacking.
 *
 * @returns {Promise<Binary>}
 */
export async function buildBinary() {
  for (const tool of ['cargo', 'cmake', 'cc']) {
    if (findProgram(tool) !== undefined) continue;
    throw new MissingError(
      `Building the control layer needs ${tool}, which is not on the PATH.`,
      'install Rust 1.93 or newer (rustup), cmake and a C compiler, or name a built one: DW_BIN=/path/to/dwctl',
    );
  }
  const folder = installFolder();
  mkdirSync(folder, { recursive: true });
  await withLock(join(folder, 'install.lock'), async () => {
    if (existsSync(builtProgram())) return;
    say(`building dwctl ${PUBLISHED} with cargo (once, about a quarter of an hour)`);
    const args = ['install', 'dwctl', '--version', PUBLISHED, '--locked', '--debug', '--no-default-features'];
    const outcome = await command('cargo', [...args, '--root', folder], {
      env: { ...process.env, SQLX_OFFLINE: 'true', CARGO_PROFILE_DEV_DEBUG: '0', CARGO_INCREMENTAL: '0' },
      show: true,
      signal: ending.signal,
    });
    if (outcome.code !== 0)
      throw new StepError(`cargo install dwctl failed:\n${tail(outcome)}`, 'read what cargo says above');
  });
  return { program: builtProgram(), version: await versionOf(builtProgram()) };
}

function installFolder() {
  return join(cacheFolder(), 'gateways', `dwctl-${PUBLISHED}`);
}

function builtProgram() {
  return join(installFolder(), 'bin', 'dwctl');
}

/**
 * @param {string} program
 */
async function versionOf(program) {
  const outcome = await command(program, ['--version'], { limit: 30_000 });
  const [, version] = /^dwctl (\S+)/.exec(outcome.stdout) ?? [];
  if (version === undefined)
    throw new StepError(`${program} --version says no version:\n${tail(outcome)}`, 'name a dwctl that runs');
  return version;
}
