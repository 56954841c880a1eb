import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { bundle } from './bundle.mjs';
import { passThrough } from './setup/command.mjs';
import { findRuntime } from './setup/electron-runtime.mjs';
import { installPackages } from './setup/install.mjs';
import { pinnedElectron, root } from './setup/paths.mjs';
import { runScript, say, StepError } from './setup/step.mjs';
import { checkTools } from './setup/tools.mjs';

/**
 * Packages the app with electron-builder into out/package; by default as an unpacked folder for this system.
 *
 * @param {readonly string[]} args for electron-builder, such as `--linux AppImage deb`
 * @returns {Promise<number>} exit code
 */
export async function packageApp(args) {
  await checkTools();
  await installPackages();
  const runtime = await findRuntime();
  checkVersion(runtime.version, process.env.GATEHOUSE_PACKAGE_FALLBACK);
  await bundle();
  say(`packaging with Electron ${runtime.version}`);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const settings = [
    `--config.electronDist=${runtime.dist}`,
    `--config.electronVersion=${runtime.version}`,
    '--publish=never',
  ];
  const targets = args.length > 0 ? args : ['--dir'];
  return passThrough(process.execPath, [builder, ...targets, ...settings], { cwd: root, env: process.env });
}

/**
 * Only the pinned Electron is shipped. Another one is packaged for a test alone, and only when it is named.
 *
 * @param {string} version
 * @param {string | undefined} named
 */
export function checkVersion(version, named) {
  const pinned = pinnedElectron();
  if (version === pinned || version === named) return;
  throw new StepError(
    `Electron ${version} is in use, and the product ships ${pinned}.`,
    `fetch it (npx --no install-electron); to package ${version} for a test: GATEHOUSE_PACKAGE_FALLBACK=${version}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(() => packageApp(process.argv.slice(2)));
}
