import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { accountName } from '../../../electron/workspace/account.ts';
import { createBench, FLEET } from '../../helpers/core-bench.ts';
import { heldTeam, unreachable } from '../../helpers/fake-gateway.ts';

const NODE = {
  name: 'new',
  kind: 'litellm',
  url: 'https://gw.example.com',
  environment: 'prod',
  key: 'sk-made-up-new',
} as const;

async function allFiles(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('fleet.add', () => {
  it('makes a workspace of an empty folder, and keeps the key out of every file and answer', async () => {
    const bench = await createBench(null);
    const answer = await bench.handlers['fleet.add'](
      { ...NODE, applyKey: 'sk-made-up-apply' },
      bench.context,
    );
    expect(answer).toMatchObject({
      stored: 'session',
      node: { name: 'new', key: 'session', hasApplyKey: true },
    });
    expect(bench.keys.get('new/apply')).toBe('sk-made-up-apply');
    expect(JSON.stringify(answer) + (await allFiles(bench.workspace))).not.toContain('made-up');
    expect((await bench.entry('new')).key).toEqual({ from: 'keychain' });
    expect(bench.changed).toEqual(['fleet']);
  });

  it('keeps comments and every other byte of the fleet file', async () => {
    const bench = await createBench();
    await bench.handlers['fleet.add'](NODE, bench.context);
    const text = await readFile(join(bench.workspace, 'fleet.yaml'), 'utf8');
    expect(text.startsWith(FLEET)).toBe(true);
    expect((await bench.handlers['fleet.list']({}, bench.context)).nodes.map(({ name }) => name)).toEqual([
      'eu',
      'us',
      'dw',
      'new',
    ]);
  });

  it('refuses a name that is taken, in any case, and writes nothing', async () => {
    const bench = await createBench();
    const again = bench.handlers['fleet.add']({ ...NODE, name: 'EU' }, bench.context);
    await expect(again).rejects.toMatchObject({ problem: { code: 'node_exists' } });
    expect(await readFile(join(bench.workspace, 'fleet.yaml'), 'utf8')).toBe(FLEET);
    expect(bench.keys.has('EU/read')).toBe(false);
  });

  it.each(['new/read', 'new/apply'])('leaves nothing behind when %s cannot be kept', async (key) => {
    const bench = await createBench();
    bench.unkept.set(key, new Error('the vault is out of order'));
    const add = () => bench.handlers['fleet.add']({ ...NODE, applyKey: 'sk-made-up-apply' }, bench.context);
    await expect(add()).rejects.toThrow('out of order');
    expect(await readFile(join(bench.workspace, 'fleet.yaml'), 'utf8')).toBe(FLEET);
    expect([...bench.keys.keys()].filter((name) => name.startsWith('new/'))).toEqual([]);
    bench.unkept.clear();
    expect((await add()).node.name).toBe('new');
  });

  it('keeps every node of several added at once', async () => {
    const bench = await createBench();
    const names = Array.from({ length: 8 }, (_, index) => `new-${index}`);
    await Promise.all(names.map((name) => bench.handlers['fleet.add']({ ...NODE, name }, bench.context)));
    const { nodes } = await bench.handlers['fleet.list']({}, bench.context);
    expect(nodes.map(({ name }) => name)).toEqual(['eu', 'us', 'dw', ...names]);
  });

  it('names line and column of a fleet file that cannot be read', async () => {
    const bench = await createBench(
      'version: 1\nnodes:\n  - name: eu\n    kind: other\n    url: http://x\n    key: { from: keychain }\n',
    );
    await expect(bench.handlers['fleet.list']({}, bench.context)).rejects.toMatchObject({
      problem: { code: 'fleet_invalid', where: 'fleet.yaml:4:11' },
    });
  });
});

describe('fleet.remove and fleet.setKey', () => {
  it('takes the node and its keys away, and leaves comments of others', async () => {
    const bench = await createBench();
    await bench.handlers['fleet.remove']({ name: 'us' }, bench.context);
    const text = await readFile(join(bench.workspace, 'fleet.yaml'), 'utf8');
    expect(text).toContain('# our gateways');
    expect(text).toContain('- name: eu # first');
    expect(text).not.toContain('4002');
    expect(bench.keys.has('us/read')).toBe(false);
    await expect(bench.handlers['fleet.remove']({ name: 'us' }, bench.context)).rejects.toMatchObject({
      problem: { code: 'node_unknown' },
    });
  });

  it('sets a key anew, notes a second one, and refuses where the file says the key is elsewhere', async () => {
    const bench = await createBench();
    await bench.handlers['fleet.setKey']({ name: 'eu', use: 'read', key: 'sk-made-up-2' }, bench.context);
    await bench.handlers['fleet.setKey']({ name: 'eu', use: 'apply', key: 'sk-made-up-3' }, bench.context);
    expect((await bench.entry('eu')).applyKey).toEqual({ from: 'keychain' });
    expect((await bench.connect('eu', 'apply')).connection.key).toBe('sk-made-up-3');
    expect((await bench.connect('eu', 'read')).connection.key).toBe('sk-made-up-2');
    const elsewhere = bench.handlers['fleet.setKey']({ name: 'dw', use: 'read', key: 'x' }, bench.context);
    await expect(elsewhere).rejects.toMatchObject({ problem: { code: 'key_not_kept_here' } });
  });
});

describe('connect', () => {
  it('writes with the first key when there is no second', async () => {
    const bench = await createBench();
    expect((await bench.connect('us', 'apply')).connection).toEqual({
      node: 'us',
      url: 'http://127.0.0.1:4002',
      key: 'sk-made-up-us',
      // For the gateway's own audit log: who writes.
      changedBy: accountName(),
    });
  });

  it('says what to do when a key cannot be found', async () => {
    const bench = await createBench();
    bench.keys.clear();
    await expect(bench.connect('eu', 'read')).rejects.toMatchObject({
      problem: { code: 'key_missing', next: 'Set the key of eu in Fleet.' },
    });
    await expect(bench.connect('dw', 'read')).rejects.toMatchObject({
      problem: { code: 'key_missing', next: 'Set the environment variable DW_KEY and start again.' },
    });
    await expect(bench.connect('nobody', 'read')).rejects.toMatchObject({
      problem: { code: 'node_unknown', next: 'Use one of: eu, us, dw.' },
    });
  });

  it('reads a certificate authority from inside the workspace only', async () => {
    const withCa = (ca: string) =>
      FLEET.replace('url: http://127.0.0.1:4001', `url: http://127.0.0.1:4001\n    ca: ${ca}`);
    const bench = await createBench(withCa('ca.pem'));
    await expect(bench.connect('eu', 'read')).rejects.toMatchObject({ problem: { code: 'ca_missing' } });
    await bench.write('ca.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect((await bench.connect('eu', 'read')).connection.ca).toContain('AAAA');
    const outside = await createBench(withCa('../../etc/hostname'));
    await expect(outside.connect('eu', 'read')).rejects.toMatchObject({
      problem: { code: 'outside_workspace' },
    });
  });
});

describe('fleet.check and fleet.list', () => {
  it('keeps the last check, and one node without a key does not stop the rest', async () => {
    const bench = await createBench();
    bench.keys.delete('us/read');
    const { checks } = await bench.handlers['fleet.check']({}, bench.context);
    expect(checks.map(({ node, reachable, problem }) => [node, reachable, problem?.code])).toEqual([
      ['eu', true, undefined],
      ['us', false, 'key_missing'],
      ['dw', true, undefined],
    ]);
    const { nodes } = await bench.handlers['fleet.list']({}, bench.context);
    expect(nodes.map(({ health }) => health?.reachable)).toEqual([true, false, true]);
  });

  it('counts drift against the first node of the kind and environment, and what the policy would change', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('a', { models: ['x'] })]);
    bench.litellm.held.set('us', [heldTeam('a', { models: ['y'] }, 'other-id'), heldTeam('b')]);
    await bench.write('policy.yaml', 'version: 1\nteams: { a: { models: [x] } }\n');
    const before = await bench.handlers['fleet.list']({}, bench.context);
    expect(before.nodes[0]).toMatchObject({ snapshot: null, drift: null, pending: null });
    await bench.handlers['snapshots.pull']({}, bench.context);
    const { nodes } = await bench.handlers['fleet.list']({}, bench.context);
    expect(nodes.map(({ drift, pending }) => ({ drift, pending }))).toEqual([
      { drift: null, pending: 0 },
      { drift: { against: 'eu', count: 2 }, pending: 1 },
      { drift: null, pending: 1 },
    ]);
  });

  it('lists nodes offline and with a damaged snapshot', async () => {
    const bench = await createBench();
    bench.litellm.onPull = (node) => Promise.reject(unreachable(node));
    await bench.write('nodes/eu/snapshots/20261101T140200000Z-000000000000.json', '{"format": 1');
    const { nodes } = await bench.handlers['fleet.list']({}, bench.context);
    expect(nodes.map(({ snapshot }) => snapshot)).toEqual([null, null, null]);
    await expect(bench.handlers['snapshots.latest']({ node: 'eu' }, bench.context)).rejects.toMatchObject({
      problem: { code: 'file_damaged' },
    });
  });
});
