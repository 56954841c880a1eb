/**
 * Writes LICENSES.md: what the app is built on and ships, and what only builds and tests it.
 * With `--check`, fails when the file is out of date or a licence is not on the list below.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Licences that let us ship the work of others in ours; OFL is for the fonts. */
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'OFL-1.1',
  'BlueOak-1.0.0',
]);

/** Tools that are never shipped may also be under a licence that binds only changes to the tool itself. */
const FOR_TOOLS = new Set([...PERMISSIVE, 'MPL-2.0']);

/** @typedef {{ version: string, license?: string, dependencies?: Record<string, string> }} Locked */

/**
 * Packages that a folder's sources import, by name.
 * @param {string} folder
 * @returns {Set<string>}
 */
function importedPackages(folder) {
  const names = new Set();
  for (const entry of readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const source = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, name] of source.matchAll(
      /^(?:import|export)\s(?:[^'"]*\sfrom\s)?'((?:@[a-z0-9._-]+\/)?[a-z][a-z0-9._-]*)/gm,
    )) {
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

/**
 * The packages named and all that they need, from the lockfile.
 * @param {Iterable<string>} names
 * @param {Record<string, Locked>} packages
 * @returns {Map<string, Locked>}
 */
function closure(names, packages) {
  const found = new Map();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const locked = packages[`node_modules/${name}`];
    if (locked === undefined || found.has(name)) continue;
    found.set(name, locked);
    waiting.push(...Object.keys(locked.dependencies ?? {}));
  }
  return found;
}

/**
 * @param {Map<string, Locked>} packages
 * @returns {string}
 */
function table(packages) {
  const rows = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { version, license }]) => `| ${name} | ${version} | ${license ?? 'none given'} |`);
  return ['| package | version | licence |', '| --- | --- | --- |', ...rows].join('\n');
}

/** @type {{ packages: Record<string, Locked & { devDependencies?: Record<string, string> }> }} */
const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const direct = Object.keys({
  ...lock.packages['']?.dependencies,
  ...lock.packages['']?.devDependencies,
});
const imported = new Set(
  ['shared', 'electron', 'renderer'].flatMap((folder) => [...importedPackages(folder)]),
);
imported.delete('electron');
const shipped = closure(
  direct.filter((name) => imported.has(name)),
  lock.packages,
);
const tools = new Map(
  [...closure(direct, lock.packages)].filter(([name]) => direct.includes(name) && !shipped.has(name)),
);

const text = `# Licences

Gatehouse itself: [Apache-2.0](LICENSE). Made by \`node build/licenses.mjs\` from the lockfile.

## Shipped in the app

${table(shipped)}

The packaged app also carries Electron (MIT), with Chromium and Node and the notices they bring along in
\`LICENSES.chromium.html\`.

## Only for building and testing

${table(tools)}
`;

const refused = [
  ...[...shipped].filter(([, { license }]) => !PERMISSIVE.has(license ?? '')),
  ...[...tools].filter(([, { license }]) => !FOR_TOOLS.has(license ?? '')),
].map(([name, { license }]) => `${name}: ${license ?? 'no licence given'}`);
if (refused.length > 0) {
  console.error(`These licences are not on our list:\n${refused.join('\n')}`);
  process.exit(1);
}

const file = path.join(ROOT, 'LICENSES.md');
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('LICENSES.md is out of date. Run: node build/licenses.mjs');
  process.exit(1);
}
