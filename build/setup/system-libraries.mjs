import { command, tail } from './command.mjs';
import { findProgram, isRoot } from './paths.mjs';
import { say, StepError } from './step.mjs';

/** Debian's names of what Electron links to and a bare system lacks. */
const libraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
];

/**
 * Makes sure that Electron can start: every shared library is there, and a virtual display when one is needed.
 * As root it installs what is missing; else it says the exact command.
 *
 * @param {{ executable: string, virtualDisplay: boolean }} needs
 */
export async function checkLibraries(needs) {
  if (process.platform !== 'linux') return;
  const missing = await missingParts(needs);
  if (missing.length === 0) return;

  const packages = await packageNames([...libraries, ...(needs.virtualDisplay ? ['xvfb'] : [])]);
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const next = isRoot ? `apt-get update && ${install}` : `sudo apt-get update && sudo ${install}`;
  if (!isRoot || findProgram('apt-get') === undefined) {
    throw new StepError(`This system lacks ${missing.join(', ')}.`, next);
  }
  say(`installing system packages (${packages.join(' ')}): missing ${missing.join(', ')}`);
  let outcome = await aptInstall(packages);
  if (outcome.code !== 0) {
    await command('apt-get', ['update', '-q'], { limit: 300_000 });
    outcome = await aptInstall(await packageNames(packages));
  }
  if (outcome.code !== 0) throw new StepError(`apt-get failed:\n${tail(outcome)}`, next);
  const still = await missingParts(needs);
  if (still.length > 0)
    throw new StepError(`Still missing after the installation: ${still.join(', ')}.`, next);
}

/**
 * @param {{ executable: string, virtualDisplay: boolean }} needs
 * @returns {Promise<string[]>} what is missing, by the name the system gives it
 */
async function missingParts(needs) {
  const linked = await command('ldd', [needs.executable]);
  const missing = [...linked.stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  if (needs.virtualDisplay && findProgram('Xvfb') === undefined) missing.push('Xvfb');
  return [...new Set(missing)];
}

/**
 * The names as this release of Debian or Ubuntu has them: some carry the suffix t64 since 2024.
 *
 * @param {readonly string[]} names
 */
async function packageNames(names) {
  const known = await command('apt-cache', ['pkgnames']);
  const all = new Set(known.stdout.split('\n'));
  return names.map((name) => (!all.has(name) && all.has(`${name}t64`) ? `${name}t64` : name));
}

/**
 * @param {readonly string[]} packages
 */
function aptInstall(packages) {
  return command('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    limit: 600_000,
  });
}
