import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { StepError } from '../setup/step.mjs';

/** The releases of LiteLLM that the suite runs against; each has its pins in a file beside this one. */
export const RELEASES = ['1.106.2', '1.81.13'];

/** What is tested when nothing else is asked for. */
export const DEFAULT_RELEASE = '1.106.2';

/** The keys of a proxy that lives for one run on loopback: made up. */
export const MASTER_KEY = 'sk-made-up-master-000000000000000000001';
export const SALT_KEY = 'sk-made-up-salt-00000000000000000000001';

/**
 * The file with the exact version of every Python package of a release.
 *
 * @param {string} release
 */
export function pinsFile(release) {
  if (!RELEASES.includes(release)) {
    throw new StepError(`There are no pins for LiteLLM ${release}.`, `choose one of ${RELEASES.join(', ')}`);
  }
  return fileURLToPath(new URL(`litellm-${release}.txt`, import.meta.url));
}

/**
 * @param {string} release
 */
export function pins(release) {
  return readFileSync(pinsFile(release), 'utf8');
}
