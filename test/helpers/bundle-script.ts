import { join } from 'node:path';

import { build } from 'vite';

/**
 * Makes one plain script of a TypeScript entry, so that a test can run it in a Node process of its own
 * and kill that. Returns the script's path.
 */
export async function bundleScript(entry: string, outFolder: string, name: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir: outFolder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true },
  });
  return join(outFolder, `${name}.mjs`);
}
