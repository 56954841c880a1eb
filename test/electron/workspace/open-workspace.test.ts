import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openWorkspace } from '../../../electron/workspace/open-workspace.ts';
import { createBench, FLEET } from '../../helpers/core-bench.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('openWorkspace', () => {
  it('opens a folder with a fleet file, and an empty one', async () => {
    const folder = await temporaryFolder();
    expect(await openWorkspace(folder)).toEqual({
      path: folder,
      name: basename(folder),
      sample: false,
      nodes: [],
    });
    await writeFile(join(folder, 'fleet.yaml'), FLEET);
    await writeFile(join(folder, 'sample.json'), '{}');
    const opened = await openWorkspace(folder);
    expect(opened.sample).toBe(true);
    expect(opened.nodes.map(({ name, environment }) => [name, environment])).toEqual([
      ['eu', 'prod'],
      ['us', 'prod'],
      ['dw', 'prod'],
    ]);
  });

  it('says when there is no such folder, or one with other things in it', async () => {
    const folder = await temporaryFolder();
    await expect(openWorkspace(join(folder, 'nowhere'))).rejects.toMatchObject({
      problem: { code: 'workspace_missing' },
    });
    await writeFile(join(folder, 'holiday.jpg'), '');
    await expect(openWorkspace(folder)).rejects.toMatchObject({ problem: { code: 'workspace_not_one' } });
    await expect(openWorkspace(join(folder, 'holiday.jpg'))).rejects.toMatchObject({
      problem: { code: 'workspace_missing' },
    });
  });

  it.each([
    ['version: 2\nnodes: []\n', 'fleet.yaml:1:10'],
    ['nodes: []\n', 'fleet.yaml:1:1'],
    [
      'version: 1\nnodes:\n  - name: a/b\n    kind: litellm\n    url: http://x\n    key: {from: keychain}\n',
      'fleet.yaml:3:11',
    ],
    [
      'version: 1\nnodes:\n  - {name: a, kind: litellm, url: "http://u:p@x", key: {from: keychain}}\n',
      'fleet.yaml:3:35',
    ],
    [
      'version: 1\nnodes:\n  - {name: a, kind: litellm, url: "http://x", key: sk-made-up}\n',
      'fleet.yaml:3:52',
    ],
    ['version: 1\nnodes: [\n', 'fleet.yaml:3:1'],
  ])('names the place of what is wrong in %j', async (text, where) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'fleet.yaml'), text);
    const failing = openWorkspace(folder);
    await expect(failing).rejects.toMatchObject({ problem: { code: 'fleet_invalid', where } });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('made-up') });
  });
});

describe('workspace.get', () => {
  it('names the workspace, the months of the archive and the log files that lie ready', async () => {
    const bench = await createBench();
    await bench.write('logs/b.jsonl', '{}\n');
    await bench.write('logs/a.jsonl.gz', 'xx');
    await bench.write('logs/readme.md', '');
    await mkdir(join(bench.workspace, 'logs/folder.jsonl'));
    expect(await bench.handlers['workspace.get']({}, bench.context)).toEqual({
      name: basename(bench.workspace),
      path: bench.workspace,
      sample: false,
      months: ['2026-10'],
      logFiles: [
        { path: join(bench.workspace, 'logs/a.jsonl.gz'), name: 'a.jsonl.gz', bytes: 2 },
        { path: join(bench.workspace, 'logs/b.jsonl'), name: 'b.jsonl', bytes: 3 },
      ],
    });
  });
});
