import { buildScanner } from '../../build/bundle/scanner.mjs';

/** Compiles the scanner of log lines before the tests, from the sources as they are. */
export async function setup() {
  await buildScanner();
}
