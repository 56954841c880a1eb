import { join } from 'node:path';
import { renameSync, rmSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import { build } from 'vite';

import { root } from '../setup/paths.mjs';

/**
 * Bundles the window into dist/renderer. Nothing is inlined into the page, because its content security policy
 * lets only files of its own run, style and draw.
 */
export async function buildWindow() {
  const target = join(root, 'dist', 'renderer');
  const fresh = `${target}-${process.pid}`;
  await build({
    root: join(root, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      // The oldest Chromium that has to run it: the one of the fallback Electron.
      target: 'chrome130',
      sourcemap: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4000,
      // What the first screen needs is one script and one style sheet: each file costs a way through the main process.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    },
  });
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}
