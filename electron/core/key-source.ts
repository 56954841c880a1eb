import { ProblemError } from '../../shared/result.ts';
import { SAMPLE_KEY } from '../sample/key.ts';
import { isLoopback } from '../workspace/node-origin.ts';
import type { KeyUse, SecretStore } from './ports.ts';

/**
 * Keys kept by the operating system, or for this run only. The app's shell has one; the command line has none.
 * A key is kept for one origin (`scheme://host:port`); `get` and `locate` reject with `key_for_other_address`
 * when it was set for another one.
 */
export interface KeyVault {
  get(node: string, use: KeyUse, origin: string): Promise<string | null>;
  locate(node: string, use: KeyUse, origin: string): Promise<'keychain' | 'session' | null>;
  set(node: string, use: KeyUse, key: string, origin: string): Promise<'keychain' | 'session'>;
  remove(node: string): Promise<void>;
}

/** Finds keys where the fleet file says they are. */
export function createSecretStore(
  vault: KeyVault,
  environment: Readonly<Record<string, string | undefined>>,
): SecretStore {
  return {
    async get(node, use, reference, origin) {
      switch (reference.from) {
        case 'keychain':
          return vault.get(node, use, origin);
        case 'env':
          return environment[reference.name] || null;
        case 'sample':
          requireLoopback(node, origin);
          return SAMPLE_KEY;
      }
    },
    async locate(node, use, reference, origin) {
      switch (reference.from) {
        case 'keychain':
          return vault.locate(node, use, origin);
        case 'env':
          return environment[reference.name] ? 'env' : null;
        case 'sample':
          requireLoopback(node, origin);
          return 'sample';
      }
    },
    set: (node, use, key, origin) => vault.set(node, use, key, origin),
    remove: (node) => vault.remove(node),
    named: (name) => environment[name] || null,
  };
}

/** The sample's key is for the gateways that run beside the app; another machine must not see it used. */
function requireLoopback(node: string, origin: string): void {
  if (isLoopback(origin)) return;
  throw new ProblemError({
    code: 'sample_key_not_loopback',
    message: `${node} names the key of the sample, but ${origin} is not this machine.`,
    next: `Write "key: { from: keychain }" for ${node} in fleet.yaml, then set its key in Fleet.`,
    where: node,
  });
}
