import { pathToFileURL } from 'node:url';

import { buildStamp, isBuilt, markBuilt } from './bundle/stamp.mjs';
import { runScript, say, StepError } from './setup/step.mjs';

/** @typedef {'node' | 'window'} Part `node`: everything under dist/electron; `window`: dist/renderer */

// Loaded only to build: the command line must start fast, and before the packages are installed there is no bundler.
const builders = {
  node: async () => (await import('./bundle/node.mjs')).buildNode(),
  window: async () => (await import('./bundle/window.mjs')).buildWindow(),
};

/**
 * Bundles what changed since it was last bundled.
 *
 * @param {readonly Part[]} [parts]
 * @returns {Promise<string>} the stamp of the whole build: the same sources, the same stamp
 */
export async function bundle(parts = ['node', 'window']) {
  const stale = parts.filter((part) => !isBuilt(part));
  if (stale.length > 0) {
    say(`bundling (${stale.join(', ')})`);
    const { NODE_ENV } = process.env;
    await Promise.all(stale.map(buildPart));
    // The bundler sets it for itself; tests that this process starts later must not run as production.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  return parts.map(buildStamp).join('-');
}

/**
 * @param {Part} part
 */
async function buildPart(part) {
  const stamp = buildStamp(part);
  try {
    await builders[part]();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StepError(`The build failed: ${message}`, 'mend the file named above, then: npm run build');
  }
  markBuilt(part, stamp);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runScript(async () => {
    await bundle();
    return 0;
  });
}
