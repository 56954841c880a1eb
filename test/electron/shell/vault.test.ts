import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openVault, type Encryption } from '../../../electron/shell/vault.ts';

/** Where the keys of these tests are sent. */
const HERE = 'https://gw.example.com:443';

/** A stand-in for the keychain: turns bytes around, so that nothing is stored as it is. */
function encryption(available: boolean): Encryption {
  const turn = (data: Buffer): Buffer => Buffer.from(data.map((byte) => byte ^ 0xff));
  return {
    available: () => available,
    encrypt: async (text) => turn(Buffer.from(text)),
    decrypt: async (data) => turn(data).toString(),
  };
}

describe('the key vault', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-vault-'));
    file = path.join(folder, 'keys.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps a key for the next run, encrypted', async () => {
    expect(await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-3', HERE)).toBe(
      'keychain',
    );
    expect(await readFile(file, 'utf8')).not.toContain('sk-made-up-3');
    const next = openVault(file, '/w', encryption(true));
    expect(await next.locate('prod', 'read', HERE)).toBe('keychain');
    expect(await next.get('prod', 'read', HERE)).toBe('sk-made-up-3');
    expect(await next.get('prod', 'apply', HERE)).toBeNull();
  });

  it('keeps a key for this run only where nothing can encrypt, and writes no file', async () => {
    const vault = openVault(file, '/w', encryption(false));
    expect(await vault.set('prod', 'read', 'sk-made-up-4', HERE)).toBe('session');
    expect(await vault.get('prod', 'read', HERE)).toBe('sk-made-up-4');
    await expect(readFile(file)).rejects.toThrow('ENOENT');
    expect(await openVault(file, '/w', encryption(false)).get('prod', 'read', HERE)).toBeNull();
  });

  it('does not give one workspace the key of another', async () => {
    await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-5', HERE);
    expect(await openVault(file, '/other', encryption(true)).get('prod', 'read', HERE)).toBeNull();
  });

  it('removes both keys of a node and leaves the rest', async () => {
    const vault = openVault(file, '/w', encryption(true));
    await vault.set('prod', 'read', 'a', HERE);
    await vault.set('prod', 'apply', 'b', HERE);
    await vault.set('prod-us', 'read', 'c', HERE);
    await vault.remove('prod');
    expect(await vault.get('prod', 'read', HERE)).toBeNull();
    expect(await vault.get('prod', 'apply', HERE)).toBeNull();
    expect(await vault.get('prod-us', 'read', HERE)).toBe('c');
  });

  it('says so when the keychain cannot open a key, without its cipher text', async () => {
    await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-6', HERE);
    const broken: Encryption = { ...encryption(true), decrypt: () => Promise.reject(new Error('cipher')) };
    await expect(openVault(file, '/w', broken).get('prod', 'read', HERE)).rejects.toMatchObject({
      problem: { code: 'key_unreadable', where: 'prod' },
    });
  });

  it('never overwrites a file it cannot read', async () => {
    await writeFile(file, '{"half');
    const vault = openVault(file, '/w', encryption(true));
    await expect(vault.set('prod', 'read', 'x', HERE)).rejects.toMatchObject({
      problem: { code: 'vault_unreadable' },
    });
    expect(await readFile(file, 'utf8')).toBe('{"half');
  });

  it.each([true, false])('keeps a key for the origin it was set for (keychain: %s)', async (available) => {
    const vault = openVault(file, '/w', encryption(available));
    await vault.set('prod', 'read', 'sk-made-up-7', HERE);
    const elsewhere = 'https://other.example.com:443';
    const refused = {
      problem: {
        code: 'key_for_other_address',
        message: `The key of prod was set for ${HERE}, but its address is ${elsewhere} now.`,
        next: expect.stringContaining('set the key again in Fleet') as string,
      },
    };
    await expect(vault.get('prod', 'read', elsewhere)).rejects.toMatchObject(refused);
    await expect(vault.locate('prod', 'read', elsewhere)).rejects.toMatchObject(refused);
    await expect(vault.get('prod', 'read', 'http://gw.example.com:443')).rejects.toThrow('was set for');
    await vault.set('prod', 'read', 'sk-made-up-8', elsewhere);
    expect(await vault.get('prod', 'read', elsewhere)).toBe('sk-made-up-8');
  });

  it('loses no key when many are set at once, by two workspaces', async () => {
    const vaults = ['/w', '/other'].map((workspace) => openVault(file, workspace, encryption(true)));
    const nodes = Array.from({ length: 12 }, (_, index) => `node-${index}`);
    await Promise.all(
      nodes.flatMap((node) => vaults.map((vault) => vault.set(node, 'read', `sk-${node}`, HERE))),
    );
    await Promise.all([vaults[0]?.remove('node-0'), vaults[1]?.set('late', 'read', 'sk-late', HERE)]);
    for (const vault of vaults) {
      const found = await Promise.all(nodes.slice(1).map((node) => vault.get(node, 'read', HERE)));
      expect(found).toEqual(nodes.slice(1).map((node) => `sk-${node}`));
    }
    expect(await vaults[0]?.get('node-0', 'read', HERE)).toBeNull();
    expect(await vaults[1]?.get('late', 'read', HERE)).toBe('sk-late');
  });
});
