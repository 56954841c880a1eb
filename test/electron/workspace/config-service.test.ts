import { createHash } from 'node:crypto';
import { readdir, readFile, symlink, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('config.files', () => {
  it('lists the policy and two files for each node, there or not, with the worst finding', async () => {
    const bench = await createBench();
    await bench.write('policy.yaml', 'version: 1\n');
    await bench.write('nodes/dw/config.yaml', 'budgets: {}\n');
    const { files } = await bench.handlers['config.files']({}, bench.context);
    const wanted = (node: string) => ({
      path: `nodes/${node}/resources.yaml`,
      role: 'resources',
      node,
      kind: null,
      bytes: null,
      worst: null,
    });
    expect(files).toEqual([
      { path: 'policy.yaml', role: 'policy', node: null, kind: null, bytes: 11, worst: null },
      { path: 'costs.yaml', role: 'costs', node: null, kind: null, bytes: null, worst: null },
      {
        path: 'nodes/eu/config.yaml',
        role: 'gateway',
        node: 'eu',
        kind: 'litellm',
        bytes: null,
        worst: null,
      },
      wanted('eu'),
      {
        path: 'nodes/us/config.yaml',
        role: 'gateway',
        node: 'us',
        kind: 'litellm',
        bytes: null,
        worst: null,
      },
      wanted('us'),
      {
        path: 'nodes/dw/config.yaml',
        role: 'gateway',
        node: 'dw',
        kind: 'doubleword',
        bytes: 12,
        worst: 'critical',
      },
      wanted('dw'),
    ]);
  });
});

describe('config.read and config.check', () => {
  it('reads text, hash and findings, and an absent file as empty', async () => {
    const bench = await createBench();
    const text = 'general_settings:\n  master_key: sk-made-up\n';
    await bench.write('nodes/eu/config.yaml', text);
    expect(
      await bench.handlers['config.read']({ path: 'nodes/eu/config.yaml' }, bench.context),
    ).toMatchObject({
      text,
      hash: sha(text),
      findings: [{ rule: 'secret-in-file', line: 2 }],
    });
    expect(await bench.handlers['config.read']({ path: 'policy.yaml' }, bench.context)).toEqual({
      path: 'policy.yaml',
      text: '',
      hash: null,
      findings: [],
    });
  });

  it('knows the models of pulled nodes when it checks a policy', async () => {
    const bench = await createBench();
    const args = { path: 'policy.yaml', text: 'version: 1\nteams: { a: { models: [gpt-4o, gpt-4x] } }\n' };
    expect((await bench.handlers['config.check'](args, bench.context)).findings).toEqual([]);
    bench.litellm.held.set('eu', [{ ...heldTeam('gpt-4o'), kind: 'model' }]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    expect((await bench.handlers['config.check'](args, bench.context)).findings).toMatchObject([
      { rule: 'policy-unknown-group', line: 2, column: 32 },
    ]);
  });

  it('knows the environments of the fleet when it checks a policy', async () => {
    const bench = await createBench();
    const args = { path: 'policy.yaml', text: 'version: 1\nteams: { a: { environments: [prod, pord] } }\n' };
    expect((await bench.handlers['config.check'](args, bench.context)).findings).toMatchObject([
      { rule: 'policy-unknown-environment', severity: 'warning', line: 2 },
    ]);
    const empty = await createBench(null);
    expect((await empty.handlers['config.check'](args, empty.context)).findings).toEqual([]);
  });

  it.each([
    'fleet.yaml',
    '../outside.yaml',
    '/etc/passwd',
    'nodes/eu/../../policy.yaml',
    'nodes/nobody/config.yaml',
    '',
  ])('refuses %j', async (path) => {
    const bench = await createBench();
    for (const call of ['config.read', 'config.check', 'config.write'] as const) {
      const args = { path, text: 'x', baseHash: null };
      await expect(bench.handlers[call](args, bench.context)).rejects.toMatchObject({
        problem: { code: 'not_a_config_file' },
      });
    }
  });

  it('follows no link out of the workspace', async () => {
    const bench = await createBench();
    const outside = await temporaryFolder();
    await writeFile(join(outside, 'config.yaml'), 'secret: 1');
    await mkdir(join(bench.workspace, 'nodes'));
    await symlink(outside, join(bench.workspace, 'nodes/eu'));
    await symlink(join(outside, 'config.yaml'), join(bench.workspace, 'policy.yaml'));
    for (const path of ['nodes/eu/config.yaml', 'policy.yaml']) {
      await expect(bench.handlers['config.read']({ path }, bench.context)).rejects.toMatchObject({
        problem: { code: 'outside_workspace' },
      });
    }
    const write = bench.handlers['config.write'](
      { path: 'nodes/eu/config.yaml', text: 'x', baseHash: sha('secret: 1') },
      bench.context,
    );
    await expect(write).rejects.toMatchObject({ problem: { code: 'outside_workspace' } });
    expect(await readFile(join(outside, 'config.yaml'), 'utf8')).toBe('secret: 1');
  });

  it('says when a file is not text, and leaves it alone', async () => {
    const bench = await createBench();
    await writeFile(join(bench.workspace, 'policy.yaml'), new Uint8Array([0xff, 0xfe, 0x41]));
    await expect(bench.handlers['config.read']({ path: 'policy.yaml' }, bench.context)).rejects.toMatchObject(
      {
        problem: { code: 'file_not_text' },
      },
    );
  });
});

describe('config.write', () => {
  it('writes whole files, byte for byte, and answers with hash and findings', async () => {
    const bench = await createBench();
    const text = '# comment\r\nversion: 1\r\nteams: {}\n\n';
    const answer = await bench.handlers['config.write'](
      { path: 'policy.yaml', text, baseHash: null },
      bench.context,
    );
    expect(answer).toEqual({ hash: sha(text), findings: [] });
    expect(await readFile(join(bench.workspace, 'policy.yaml'), 'utf8')).toBe(text);
    expect(await readdir(bench.workspace)).toEqual(['fleet.yaml', 'policy.yaml']);
    expect(bench.changed).toEqual(['config']);
  });

  it('writes a file with mistakes too: it is the person’s draft', async () => {
    const bench = await createBench();
    const { findings } = await bench.handlers['config.write'](
      { path: 'policy.yaml', text: 'version: [', baseHash: null },
      bench.context,
    );
    expect(findings[0]).toMatchObject({ severity: 'critical' });
  });

  it('does not overwrite what changed since', async () => {
    const bench = await createBench();
    await bench.write('policy.yaml', 'version: 1 # mine');
    const stale = { path: 'policy.yaml', text: 'version: 1', baseHash: sha('version: 1') };
    for (const baseHash of [stale.baseHash, null]) {
      await expect(
        bench.handlers['config.write']({ ...stale, baseHash }, bench.context),
      ).rejects.toMatchObject({
        problem: { code: 'file_changed' },
      });
    }
    expect(await readFile(join(bench.workspace, 'policy.yaml'), 'utf8')).toBe('version: 1 # mine');
  });

  it('lets only one of two writes from the same text win', async () => {
    const bench = await createBench();
    const write = (text: string) =>
      bench.handlers['config.write']({ path: 'policy.yaml', text, baseHash: null }, bench.context);
    const outcomes = await Promise.allSettled([write('version: 1 # a'), write('version: 1 # b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await readFile(join(bench.workspace, 'policy.yaml'), 'utf8')).toBe('version: 1 # a');
  });
});

describe('the resource file of a Doubleword', () => {
  it('is warned of settings that its releases have not', async () => {
    const bench = await createBench();
    const path = 'nodes/dw/resources.yaml';
    const check = async (text: string) =>
      (await bench.handlers['config.check']({ path, text }, bench.context)).findings;
    expect(
      await check('version: 1\nmodels:\n  - name: large\n    settings:\n      deleted: true\n'),
    ).toMatchObject([
      {
        rule: 'resources-unknown-setting',
        severity: 'warning',
        line: 5,
        message: expect.stringContaining('settings.deleted of the model "large" is not known'),
      },
    ]);
    expect(
      await check('version: 1\nmodels: [{ name: large, settings: { burst_size: 5, deleted: null } }]\n'),
    ).toEqual([]);
    const ofLitellm = await bench.handlers['config.check'](
      {
        path: 'nodes/eu/resources.yaml',
        text: 'version: 1\nteams: [{ name: a, settings: { own: 1 } }]\n',
      },
      bench.context,
    );
    expect(ofLitellm.findings).toEqual([]);
  });
});
