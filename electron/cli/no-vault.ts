import { ProblemError } from '../../shared/result.ts';
import type { KeyVault } from '../core/key-source.ts';

/** The command line cannot open the app's keychain: it takes keys from the environment. */
export const noVault: KeyVault = {
  get: async () => null,
  locate: async () => null,
  set: async (node) => {
    throw new ProblemError({
      code: 'no_keychain',
      message: 'The command line does not store keys.',
      next: 'Name an environment variable with --key-env.',
      where: node,
    });
  },
  remove: async () => undefined,
};
