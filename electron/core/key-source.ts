import { SAMPLE_KEY } from '../sample/key.ts';
import type { KeyUse, SecretStore } from './ports.ts';

/** Keys kept by the operating system, or for this run only. The app's shell has one; the command line has none. */
export interface KeyVault {
  get(node: string, use: KeyUse): Promise<string | null>;
  locate(node: string, use: KeyUse): Promise<'keychain' | 'session' | null>;
  set(node: string, use: KeyUse, key: string): Promise<'keychain' | 'session'>;
  remove(node: string): Promise<void>;
}

/** Finds keys where the fleet file says they are. */
export function createSecretStore(
  vault: KeyVault,
  environment: Readonly<Record<string, string | undefined>>,
): SecretStore {
  return {
    async get(node, use, reference) {
      switch (reference.from) {
        case 'keychain':
          return vault.get(node, use);
        case 'env':
          return environment[reference.name] || null;
        case 'sample':
          return SAMPLE_KEY;
      }
    },
    async locate(node, use, reference) {
      switch (reference.from) {
        case 'keychain':
          return vault.locate(node, use);
        case 'env':
          return environment[reference.name] ? 'env' : null;
        case 'sample':
          return 'sample';
      }
    },
    set: (node, use, key) => vault.set(node, use, key),
    remove: (node) => vault.remove(node),
  };
}
