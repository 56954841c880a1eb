import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiled scanner's file, beside the programs of the main side. */
const FILE = 'line-scanner.wasm';

/** A compiled scanner; threads can share it. */
export interface ScannerModule {
  readonly exports?: undefined;
}

interface Engine {
  compile(bytes: Uint8Array): Promise<ScannerModule>;
  Instance: new (module: ScannerModule, imports: object) => { readonly exports: unknown };
}

/** Node's types do not name these. */
const engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;

/** What a module gives to those who call it, in a memory of its own. */
export function instantiate(module: ScannerModule, imports: object): unknown {
  return new engine.Instance(module, imports).exports;
}

/** Loads and compiles the scanner. */
export async function loadScannerModule(): Promise<ScannerModule> {
  const here = typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  // Run from the sources, as tests are, it lies where the build puts it.
  const places = [path.join(here, FILE), path.join(here, '../../dist', FILE)];
  let reason: unknown;
  for (const place of places) {
    try {
      return await engine.compile(new Uint8Array(await readFile(place)));
    } catch (error) {
      reason = error;
    }
  }
  throw new Error(`The scanner of log lines (${FILE}) is not beside the program.`, { cause: reason });
}
