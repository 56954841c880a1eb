import { describe, expect, it } from 'vitest';

import type { CallArgs } from '../../../shared/contract/contract.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

type Sides = CallArgs<'diff.compare'>;

const eu = { type: 'node', node: 'eu' } as const;
const us = { type: 'node', node: 'us' } as const;
const policy = { type: 'file', path: 'policy.yaml' } as const;
const config = { type: 'file', path: 'nodes/eu/config.yaml' } as const;

function model(name: string, target: string, rest: Partial<Resource> = {}): Resource {
  return { ...heldTeam(name, { target, inputPrice: null }), kind: 'model', owner: 'file', ...rest };
}

async function pulled(
  change: (bench: Bench) => Promise<void> | void,
): Promise<(sides: Sides) => ReturnType<Bench['handlers']['diff.compare']>> {
  const bench = await createBench();
  await change(bench);
  await bench.handlers['snapshots.pull']({}, bench.context);
  return (sides) => bench.handlers['diff.compare'](sides, bench.context);
}

describe('diff.compare', () => {
  it('compares two nodes by meaning and as text', async () => {
    const compare = await pulled(({ litellm }) => {
      litellm.held.set('eu', [heldTeam('a', { models: ['x'] }), { ...heldTeam('k'), kind: 'key' }]);
      litellm.held.set('us', [heldTeam('a', { models: ['x', 'y'] }, 'z')]);
    });
    const view = await compare({ left: eu, right: us });
    expect(view.changes).toEqual([
      {
        action: 'update',
        kind: 'team',
        name: 'a',
        fields: [{ path: 'models', before: ['x'], after: ['x', 'y'] }],
      },
    ]);
    expect(view.left).toEqual({
      title: 'eu, pulled 14:02 UTC',
      text: 'teams:\n  - name: a\n    models:\n      - x\n',
    });
    expect(view.right.text).toBe('teams:\n  - name: a\n    models:\n      - x\n      - y\n');
    expect(view.notes[0]).toContain('eu 1 keys');
  });

  it('compares a node with the policy, named as a file or as what is wanted, in both directions', async () => {
    const compare = await pulled(async ({ litellm, write }) => {
      litellm.held.set('eu', [heldTeam('a', { models: ['x'], requestsPerMinute: 9 }), heldTeam('b')]);
      await write('policy.yaml', 'version: 1\nteams: { a: { models: [] }, c: { models: all } }\n');
    });
    const view = await compare({ left: eu, right: policy });
    expect(view.summary).toEqual({ create: 1, update: 1, delete: 0 });
    expect(view.changes[0]?.fields).toEqual([{ path: 'models', before: ['x'], after: [] }]);
    expect(view.notes).toContain('1 team of eu is not named in the files and not shown.');
    expect(view.left.text).not.toContain('requestsPerMinute');
    const back = await compare({ left: { type: 'wanted', node: 'eu' }, right: eu });
    expect(back.summary).toEqual({ create: 0, update: 1, delete: 1 });
    expect(back.left).toEqual({ ...view.right, title: 'policy.yaml, for eu' });
  });

  it('compares a LiteLLM config file with what the node runs, and says what cannot be in the file', async () => {
    const compare = await pulled(async ({ litellm, write }) => {
      litellm.held.set('eu', [
        model('gpt-4o', 'openai/gpt-4o', {
          settings: { litellm_params: { api_base: 'https://a', extra: true } },
        }),
        model('gone', 'openai/gone'),
        model('stored', 'openai/stored', { owner: 'database' }),
      ]);
      await write(
        'nodes/eu/config.yaml',
        'model_list:\n  - model_name: gpt-4o\n    litellm_params: {model: openai/gpt-4o, api_base: "https://b", api_key: os.environ/K}\n',
      );
    });
    const view = await compare({ left: config, right: eu });
    expect(view.changes).toEqual([
      { action: 'create', kind: 'model', name: 'gone', fields: [{ path: 'target', after: 'openai/gone' }] },
      {
        action: 'update',
        kind: 'model',
        name: 'gpt-4o',
        fields: [{ path: 'settings.litellm_params.api_base', before: 'https://b', after: 'https://a' }],
      },
    ]);
    expect(view.notes[0]).toBe(
      'nodes/eu/config.yaml names 1 model; 1 more lives in the database of eu and cannot be in the file.',
    );
    expect(view.left.text + view.right.text).not.toContain('os.environ');
  });

  it('shows two config files as they are', async () => {
    const compare = await pulled(async ({ write }) => {
      await write('nodes/eu/config.yaml', '# eu\nmodel_list: []\n');
      await write(
        'nodes/us/config.yaml',
        '# us\nmodel_list:\n  - {model_name: a, litellm_params: {model: m}}\n',
      );
    });
    const view = await compare({ left: config, right: { type: 'file', path: 'nodes/us/config.yaml' } });
    expect(view.left.text).toBe('# eu\nmodel_list: []\n');
    expect(view.summary.create).toBe(1);
  });

  it.each([
    [eu, { type: 'file', path: 'nodes/dw/config.yaml' }, 'not_comparable'],
    [policy, policy, 'not_comparable'],
    [config, { type: 'wanted', node: 'eu' }, 'not_comparable'],
    [eu, { type: 'file', path: 'nodes/us/config.yaml' }, 'file_missing'],
    [eu, { type: 'file', path: 'fleet.yaml' }, 'not_a_config_file'],
    [eu, { type: 'node', node: 'nobody' }, 'node_unknown'],
  ] as const)('says why it cannot compare %j with %j', async (left, right, code) => {
    const compare = await pulled(async ({ write }) => {
      await write('nodes/eu/config.yaml', 'model_list: []\n');
      await write('nodes/dw/config.yaml', 'port: 3001\n');
      await write('policy.yaml', 'version: 1\n');
    });
    await expect(compare({ left, right })).rejects.toMatchObject({ problem: { code } });
  });

  it('names the place of a mistake in a config file instead of comparing nothing', async () => {
    const compare = await pulled(async ({ write }) => {
      await write('nodes/eu/config.yaml', 'model_list:\n  - [a: {\n');
    });
    await expect(compare({ left: config, right: eu })).rejects.toMatchObject({
      problem: { code: 'config_invalid', where: expect.stringMatching(/^nodes\/eu\/config\.yaml:\d+:\d+$/) },
    });
  });

  it('asks for a pull first, and names the place of a mistake in the policy', async () => {
    const bench = await createBench();
    await bench.write('policy.yaml', 'version: 1\nteams: {a: {modles: []}}\n');
    const compare = (sides: Sides) => bench.handlers['diff.compare'](sides, bench.context);
    await expect(compare({ left: eu, right: us })).rejects.toMatchObject({
      problem: { code: 'no_snapshot' },
    });
    await bench.handlers['snapshots.pull']({}, bench.context);
    await expect(compare({ left: eu, right: policy })).rejects.toMatchObject({
      problem: { code: 'policy_invalid', where: 'policy.yaml:2:13' },
    });
  });

  it('knows the names of those whom its differences name by ids', async () => {
    const user: Resource = { ...heldTeam('Mila', {}, 'u-1'), kind: 'user' };
    const compare = await pulled(async ({ litellm, write }) => {
      litellm.held.set('eu', [heldTeam('a', { members: ['u-1'] }), user]);
      await write('nodes/eu/resources.yaml', 'version: 1\nteams: [{ name: a, members: [] }]\n');
    });
    const resources = { type: 'file', path: 'nodes/eu/resources.yaml' } as const;
    const { changes, names } = await compare({ left: eu, right: resources });
    expect(changes[0]?.fields).toEqual([{ path: 'members', before: ['u-1'], after: [] }]);
    expect(names).toMatchObject({ user: { 'u-1': 'Mila' } });
  });
});
