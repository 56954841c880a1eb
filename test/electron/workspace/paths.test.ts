import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { insideWorkspace } from '../../../electron/workspace/paths.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('insideWorkspace', () => {
  it('gives the path of what is inside, there or not', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'ca.pem'), '');
    expect(await insideWorkspace(folder, 'ca.pem')).toBe(join(folder, 'ca.pem'));
    expect(await insideWorkspace(folder, 'nodes/eu/config.yaml')).toBe(join(folder, 'nodes/eu/config.yaml'));
    expect(await insideWorkspace(folder, '..data')).toBe(join(folder, '..data'));
  });

  it.each(['..', '../x', 'a/../../x', '/etc/passwd', 'a\0b'])('refuses %j', async (path) => {
    const folder = await temporaryFolder();
    await expect(insideWorkspace(folder, path)).rejects.toMatchObject({
      problem: { code: 'outside_workspace' },
    });
  });

  it('refuses a neighbour whose name begins alike, and links that lead out', async () => {
    const root = await temporaryFolder();
    const folder = join(root, 'work');
    await mkdir(folder);
    await mkdir(join(root, 'work-evil'));
    await symlink(join(root, 'work-evil'), join(folder, 'link'));
    await symlink('/etc/hostname', join(folder, 'file'));
    for (const path of ['../work-evil/x', 'link/x', 'link/deep/x', 'file']) {
      await expect(insideWorkspace(folder, path)).rejects.toMatchObject({
        problem: { code: 'outside_workspace' },
      });
    }
  });

  it('works when the workspace itself is reached through a link', async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, 'real'));
    await symlink(join(root, 'real'), join(root, 'alias'));
    expect(await insideWorkspace(join(root, 'alias'), 'a/b')).toBe(join(root, 'alias', 'a/b'));
  });
});
