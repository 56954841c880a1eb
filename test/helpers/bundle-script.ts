import { join } from 'node:path';

import { build } from 'vite';

/**
 * Makes one plain script of a TypeScript entry, so that a test can run it in a Node process of its own
 * and kill that. Returns the script's path. Libraries that look for their own folder need `cjs`.
 */
export async function bundleScript(
  entry: string,
  outFolder: string,
  name: string,
  format: 'es' | 'cjs' = 'es',
): Promise<string> {
  const file = `${name}.${format === 'es' ? 'mjs' : 'cjs'}`;
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir: outFolder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: file, format } },
    },
    ssr: { noExternal: true },
  });
  return join(outFolder, file);
}
