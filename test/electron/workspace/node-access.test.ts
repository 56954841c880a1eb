import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createSecretStore } from '../../../electron/core/key-source.ts';
import { createWorkspaceServices } from '../../../electron/core/workspace-services.ts';
import { openVault } from '../../../electron/shell/vault.ts';
import { FLEET } from '../../helpers/core-bench.ts';
import { createFakeGateway } from '../../helpers/fake-gateway.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A workspace's services with the app's own vault, over a stand-in for the keychain. */
async function servicesWithVault() {
  const workspace = await temporaryFolder();
  const fleetFile = join(workspace, 'fleet.yaml');
  await writeFile(fleetFile, FLEET);
  const vaultFile = join(await temporaryFolder(), 'keys.json');
  const encryption = {
    available: () => true,
    encrypt: async (text: string) => Buffer.from(text).reverse(),
    decrypt: async (data: Buffer) => Buffer.from(data).reverse().toString(),
  };
  const services = createWorkspaceServices(
    {
      workspace,
      secrets: createSecretStore(openVault(vaultFile, workspace, encryption), { DW_KEY: 'made-up-dw' }),
      clock: { now: () => new Date('2026-11-01T14:02:00.000Z') },
      events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
      adapter: async (kind) => createFakeGateway(kind).adapter,
      nodesUp: Promise.resolve(),
    },
    { months: async () => [], importedFiles: async () => [] },
  );
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const edit = async (from: string, to: string) =>
    writeFile(fleetFile, (await readFile(fleetFile, 'utf8')).replace(from, to));
  const setKey = (key: string) =>
    services.handlers['fleet.setKey']({ name: 'eu', use: 'read', key }, context);
  const list = async () => (await services.handlers['fleet.list']({}, context)).nodes;
  return { services, vaultFile, edit, setKey, list };
}

it('does not send a key to an address that was edited after it was set, until it is set again', async () => {
  const { services, edit, setKey, list } = await servicesWithVault();
  await setKey('sk-made-up-1');
  expect((await services.connect('eu', 'read')).connection.key).toBe('sk-made-up-1');

  await edit('http://127.0.0.1:4001', 'https://evil.example.com');
  const refused = {
    code: 'key_for_other_address',
    message:
      'The key of eu was set for http://127.0.0.1:4001, but its address is https://evil.example.com:443 now.',
  };
  for (const use of ['read', 'apply'] as const) {
    await expect(services.connect('eu', use)).rejects.toMatchObject({ problem: refused });
  }
  expect((await list())[0]).toMatchObject({ name: 'eu', key: null, keyProblem: refused });

  await setKey('sk-made-up-2');
  expect((await services.connect('eu', 'read')).connection.key).toBe('sk-made-up-2');
  const [eu] = await list();
  expect(eu).toMatchObject({ key: 'keychain' });
  expect(eu).not.toHaveProperty('keyProblem');
});

it('takes the key along when only the path of the address changes', async () => {
  const { services, edit, setKey } = await servicesWithVault();
  await setKey('sk-made-up-1');
  await edit('http://127.0.0.1:4001', 'http://127.0.0.1:4001/litellm');
  expect((await services.connect('eu', 'read')).connection.key).toBe('sk-made-up-1');
});

it('refuses the key of the sample for another machine', async () => {
  const { services, edit } = await servicesWithVault();
  await edit('key: { from: keychain }', 'key: { from: sample }');
  expect((await services.connect('eu', 'read')).connection.key).toMatch(/^sk-sample-/);
  await edit('http://127.0.0.1:4001', 'http://10.0.0.1:4001');
  await expect(services.connect('eu', 'read')).rejects.toMatchObject({
    problem: { code: 'sample_key_not_loopback' },
  });
});

it('shows the fleet although the file with the keys cannot be read, and says what is wrong', async () => {
  const { vaultFile, list } = await servicesWithVault();
  await writeFile(vaultFile, '{"half');
  const nodes = await list();
  expect(nodes.map(({ name, key, keyProblem }) => [name, key, keyProblem?.code])).toEqual([
    ['eu', null, 'vault_unreadable'],
    ['us', null, 'vault_unreadable'],
    ['dw', 'env', undefined],
  ]);
});
