import type { KeyVault } from '../../electron/core/key-source.ts';

/** There is no keychain in a test: the key stands in the environment. */
export const NO_VAULT: KeyVault = {
  get: () => Promise.resolve(null),
  locate: () => Promise.resolve(null),
  set: () => Promise.reject(new Error('There is no keychain here.')),
  remove: () => Promise.resolve(),
};
