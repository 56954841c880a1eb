import { join } from 'node:path';
import { mkdirSync, renameSync } from 'node:fs';

import asc from 'assemblyscript/asc';

import { root } from '../setup/paths.mjs';

/**
 * Compiles the scanner of log lines to WebAssembly: dist/line-scanner.wasm.
 *
 * @returns {Promise<string>} the file
 */
export async function buildScanner() {
  const file = join(root, 'dist', 'line-scanner.wasm');
  const fresh = `${file}.${process.pid}`;
  mkdirSync(join(root, 'dist'), { recursive: true });
  const { error } = await asc.main([
    join(root, 'electron/scan/assembly/scanner.ts'),
    '--outFile',
    fresh,
    '--runtime',
    'stub',
    '-O3',
    '--noAssert',
    '--enable',
    'simd',
    '--enable',
    'bulk-memory',
  ]);
  if (error !== null) throw new Error(`The scanner does not compile: ${error.message}`);
  renameSync(fresh, file);
  return file;
}
