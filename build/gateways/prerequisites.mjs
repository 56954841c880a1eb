import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { command } from '../setup/command.mjs';
import { findProgram, isExecutable, isRoot } from '../setup/paths.mjs';

/** The exit code that says: nothing was tested, as something has to be installed first. */
export const PREREQUISITES_MISSING = 3;

/** Something that has to be installed by a person first. */
export class MissingError extends Error {
  /**
   * @param {string} message what is lacking
   * @param {string} next what to install
   */
  constructor(message, next) {
    super(message);
    this.name = 'MissingError';
    this.next = next;
  }
}

/** What a real gateway stands on. @typedef {{ python: string, pythonVersion: string, postgres: string }} Prerequisites */

const PYTHONS = ['python3.12', 'python3.11', 'python3.13', 'python3'];

/**
 * Finds Python and PostgreSQL. Rejects with a MissingError.
 *
 * @returns {Promise<Prerequisites>} `python`: the program; `postgres`: the folder of PostgreSQL's programs
 */
export async function findPrerequisites() {
  const found = await findPython();
  return { ...found, postgres: findPostgres() };
}

/** The folder of PostgreSQL's programs. Throws a MissingError. */
export function findPostgres() {
  if (isRoot && findProgram('setpriv') === undefined) {
    throw new MissingError(
      'PostgreSQL does not run as root, and setpriv, which changes the user, is not here.',
      'run the same command as an ordinary user, or: apt-get install -y util-linux',
    );
  }
  const folders = ['postgres', 'initdb'].flatMap((name) => {
    const program = findProgram(name);
    return program === undefined ? [] : [dirname(program)];
  });
  const debian = '/usr/lib/postgresql';
  const installed = namesIn(debian).toSorted((a, b) => Number(b) - Number(a));
  folders.push(...installed.map((version) => join(debian, version, 'bin')));
  const needed = ['initdb', 'postgres', 'psql', 'pg_isready'];
  const folder = folders.find((bin) => needed.every((name) => isExecutable(join(bin, name))));
  if (folder !== undefined) return folder;
  throw new MissingError(
    'PostgreSQL is not here: a gateway keeps its teams, keys and models in it.',
    'apt-get install -y postgresql (its service need not run), or put its bin folder on the PATH',
  );
}

/** The first Python that runs, is new enough for both releases, and can make virtual environments. */
async function findPython() {
  const asked = process.env.PYTHON;
  for (const name of asked === undefined ? PYTHONS : [asked]) {
    const test = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
    const { code, stdout } = await command(name, ['-c', test], { limit: 30_000 });
    const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
    if (code === 0 && major === 3 && minor >= 11 && minor <= 13) {
      return { python: name, pythonVersion: stdout.trim() };
    }
  }
  throw new MissingError(
    `LiteLLM needs Python 3.11, 3.12 or 3.13 with venv, and ${asked ?? 'none on the PATH'} is not that.`,
    'apt-get install -y python3 python3-venv, or name one: PYTHON=/path/to/python3.12 npm run test:gateways',
  );
}

/**
 * @param {string} folder
 */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
