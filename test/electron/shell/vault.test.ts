import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openVault, type Encryption } from '../../../electron/shell/vault.ts';

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
    expect(await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-3')).toBe(
      'keychain',
    );
    expect(await readFile(file, 'utf8')).not.toContain('sk-made-up-3');
    const next = openVault(file, '/w', encryption(true));
    expect(await next.locate('prod', 'read')).toBe('keychain');
    expect(await next.get('prod', 'read')).toBe('sk-made-up-3');
    expect(await next.get('prod', 'apply')).toBeNull();
  });

  it('keeps a key for this run only where nothing can encrypt, and writes no file', async () => {
    const vault = openVault(file, '/w', encryption(false));
    expect(await vault.set('prod', 'read', 'sk-made-up-4')).toBe('session');
    expect(await vault.get('prod', 'read')).toBe('sk-made-up-4');
    await expect(readFile(file)).rejects.toThrow('ENOENT');
    expect(await openVault(file, '/w', encryption(false)).get('prod', 'read')).toBeNull();
  });

  it('does not give one workspace the key of another', async () => {
    await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-5');
    expect(await openVault(file, '/other', encryption(true)).get('prod', 'read')).toBeNull();
  });

  it('removes both keys of a node and leaves the rest', async () => {
    const vault = openVault(file, '/w', encryption(true));
    await vault.set('prod', 'read', 'a');
    await vault.set('prod', 'apply', 'b');
    await vault.set('prod-us', 'read', 'c');
    await vault.remove('prod');
    expect(await vault.get('prod', 'read')).toBeNull();
    expect(await vault.get('prod', 'apply')).toBeNull();
    expect(await vault.get('prod-us', 'read')).toBe('c');
  });

  it('says so when the keychain cannot open a key, without its cipher text', async () => {
    await openVault(file, '/w', encryption(true)).set('prod', 'read', 'sk-made-up-6');
    const broken: Encryption = { ...encryption(true), decrypt: () => Promise.reject(new Error('cipher')) };
    await expect(openVault(file, '/w', broken).get('prod', 'read')).rejects.toMatchObject({
      problem: { code: 'key_unreadable', where: 'prod' },
    });
  });

  it('never overwrites a file it cannot read', async () => {
    await writeFile(file, '{"half');
    const vault = openVault(file, '/w', encryption(true));
    await expect(vault.set('prod', 'read', 'x')).rejects.toMatchObject({
      problem: { code: 'vault_unreadable' },
    });
    expect(await readFile(file, 'utf8')).toBe('{"half');
  });
});
