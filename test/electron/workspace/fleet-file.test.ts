import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { addNode } from '../../../electron/workspace/fleet-file.ts';
import { FLEET } from '../../helpers/core-bench.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const after = vi.hoisted(() => ({ reading: async (_path: string): Promise<void> => undefined }));

vi.mock(import('../../../electron/workspace/read-file.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    readTextFile: async (path) => {
      const text = await real.readTextFile(path);
      await after.reading(path);
      return text;
    },
  };
});

it('does not write over what another process wrote while it edited', async () => {
  const workspace = await temporaryFolder();
  const file = join(workspace, 'fleet.yaml');
  await writeFile(file, FLEET);
  const theirs = `${FLEET}# a line of somebody else\n`;
  after.reading = (path) => writeFile(path, theirs);
  const entry = {
    name: 'new',
    kind: 'litellm',
    url: 'https://gw.example.com',
    environment: 'prod',
    key: { from: 'keychain' },
  } as const;
  await expect(addNode(workspace, entry)).rejects.toMatchObject({ problem: { code: 'file_changed' } });
  expect(await readFile(file, 'utf8')).toBe(theirs);
  after.reading = async () => undefined;
  await addNode(workspace, entry);
  expect(await readFile(file, 'utf8')).toMatch(/^# a line of somebody else$/m);
});
