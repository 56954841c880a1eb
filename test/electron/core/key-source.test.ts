import { describe, expect, it } from 'vitest';

import { createSecretStore, type KeyVault } from '../../../electron/core/key-source.ts';

const vault: KeyVault = {
  get: async (node, use, origin) => `${node}/${use} for ${origin}`,
  locate: async () => 'keychain',
  set: async () => 'keychain',
  remove: async () => undefined,
};

const HERE = 'https://gw.example.com:443';

describe('where keys are found', () => {
  const store = createSecretStore(vault, { LITELLM_KEY: 'sk-made-up-7', EMPTY: '' });

  it('asks the vault for a key of the keychain', async () => {
    expect(await store.get('prod', 'apply', { from: 'keychain' }, HERE)).toBe(`prod/apply for ${HERE}`);
    expect(await store.locate('prod', 'apply', { from: 'keychain' }, HERE)).toBe('keychain');
  });

  it('reads a key from the environment', async () => {
    expect(await store.get('prod', 'read', { from: 'env', name: 'LITELLM_KEY' }, HERE)).toBe('sk-made-up-7');
    expect(await store.locate('prod', 'read', { from: 'env', name: 'LITELLM_KEY' }, HERE)).toBe('env');
  });

  it.each(['EMPTY', 'MISSING'])('finds no key in %s', async (name) => {
    expect(await store.get('prod', 'read', { from: 'env', name }, HERE)).toBeNull();
    expect(await store.locate('prod', 'read', { from: 'env', name }, HERE)).toBeNull();
  });

  it.each(['http://127.0.0.1:4000', 'http://127.9.8.7:80', 'http://[::1]:4000', 'http://localhost:1'])(
    'gives the key of the sample to %s',
    async (origin) => {
      expect(await store.get('prod', 'read', { from: 'sample' }, origin)).toMatch(/^sk-sample-/);
      expect(await store.locate('prod', 'read', { from: 'sample' }, origin)).toBe('sample');
    },
  );

  it.each([HERE, 'http://127.0.0.1.example.com:80', 'http://[::2]:4000', 'http://localhost.example.com:80'])(
    'does not give the key of the sample to %s',
    async (origin) => {
      const refused = { problem: { code: 'sample_key_not_loopback', where: 'prod' } };
      await expect(store.get('prod', 'read', { from: 'sample' }, origin)).rejects.toMatchObject(refused);
      await expect(store.locate('prod', 'read', { from: 'sample' }, origin)).rejects.toMatchObject(refused);
    },
  );
});
