import { describe, expect, it } from 'vitest';

import { createSecretStore, type KeyVault } from '../../../electron/core/key-source.ts';

const vault: KeyVault = {
  get: async (node, use) => `${node}/${use}`,
  locate: async () => 'keychain',
  set: async () => 'keychain',
  remove: async () => undefined,
};

describe('where keys are found', () => {
  const store = createSecretStore(vault, { LITELLM_KEY: 'sk-made-up-7', EMPTY: '' });

  it('asks the vault for a key of the keychain', async () => {
    expect(await store.get('prod', 'apply', { from: 'keychain' })).toBe('prod/apply');
    expect(await store.locate('prod', 'apply', { from: 'keychain' })).toBe('keychain');
  });

  it('reads a key from the environment', async () => {
    expect(await store.get('prod', 'read', { from: 'env', name: 'LITELLM_KEY' })).toBe('sk-made-up-7');
    expect(await store.locate('prod', 'read', { from: 'env', name: 'LITELLM_KEY' })).toBe('env');
  });

  it.each(['EMPTY', 'MISSING'])('finds no key in %s', async (name) => {
    expect(await store.get('prod', 'read', { from: 'env', name })).toBeNull();
    expect(await store.locate('prod', 'read', { from: 'env', name })).toBeNull();
  });
});
