import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'vite';

import { root } from '../setup/paths.mjs';
import { buildScanner } from './scanner.mjs';

/** Each program of the main side and where it starts. */
const programs = {
  main: 'electron/main.ts',
  preload: 'electron/preload.ts',
  core: 'electron/core/main.ts',
  sample: 'electron/sample/main.ts',
  cli: 'electron/cli.ts',
  'import-worker': 'electron/archive/import/import-worker.ts',
  'sql-worker': 'electron/archive/sql/sql-worker.ts',
};

/** What these import when it is first needed stands in files beside them; a window or a command does not wait for it. */
const split = new Set(['core', 'cli']);

/**
 * Bundles every program into CommonJS in dist/electron, with all packages inside, for the packaged app carries no
 * node_modules. Each is one file, but for those that are split: the preload runs sandboxed and can load no other.
 */
export async function buildNode() {
  const target = join(root, 'dist', 'electron');
  const fresh = join(root, 'dist', `.electron-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    for (const [name, entry] of Object.entries(programs)) await buildProgram(name, entry, fresh);
    copyFileSync(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(fresh, 'sql-wasm.wasm'));
    copyFileSync(await buildScanner(), join(fresh, 'line-scanner.wasm'));
    // File by file and by rename, so that a program that is running or starting never meets half a file.
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(fresh)) renameSync(join(fresh, file), join(target, file));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Bundles one program.
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
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: `${name}-[name].cjs`,
          codeSplitting: split.has(name),
          // Comments and white space cost a third of the time a program takes to load; names stay, for the log.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
    ssr: { noExternal: true, target: 'node' },
  });
}
