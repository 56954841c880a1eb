import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'vite';

import { root } from '../setup/paths.mjs';

/** Each program of the main side and where it starts. */
const programs = {
  main: 'electron/main.ts',
  preload: 'electron/preload.ts',
  core: 'electron/core/main.ts',
  sample: 'electron/sample/main.ts',
  cli: 'electron/cli.ts',
};

/**
 * Bundles every program into one CommonJS file of its own in dist/electron, with all packages inside: the preload
 * runs sandboxed and can load no other file, and the packaged app carries no node_modules.
 */
export async function buildNode() {
  const target = join(root, 'dist', 'electron');
  const fresh = join(root, 'dist', `.electron-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    for (const [name, entry] of Object.entries(programs)) await buildProgram(name, entry, fresh);
    copyFileSync(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(fresh, 'sql-wasm.wasm'));
    // File by file and by rename, so that a program that is running or starting never meets half a file.
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(fresh)) renameSync(join(fresh, file), join(target, file));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Bundles one program into one CommonJS file.
 *
 * @param {string} name
 * @param {string} entry
 * @param {string} outDir
 */
export async function buildProgram(name, entry, outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // Chosen for the oldest runtime that has to run it: Node 20 in the command line and in the fallback Electron.
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true, target: 'node' },
  });
}
