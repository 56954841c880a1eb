import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fileNotRead } from '../../../electron/cli/file-not-read.ts';
import { MOST_FILE_TEXT } from '../../../shared/contract/arguments.ts';
import { typeCommand } from './cli-bench.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-files-'));
  await mkdir(path.join(folder, 'drafts'));
  await writeFile(path.join(folder, 'long.yaml'), '#'.repeat(MOST_FILE_TEXT + 1));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a policy file that cannot be read', () => {
  test.each([
    ['drafts', 'drafts could not be read (it is a folder).\n  at drafts\n  Name a file in it.\n'],
    ['gone.yaml', 'gone.yaml could not be read (it is not there).'],
    [
      'long.yaml',
      'long.yaml has 1,000,001 characters; a policy file may have 1,000,000 at most.\n  at long.yaml\n',
    ],
  ])('%s', async (file, message) => {
    for (const argv of [
      ['replay', file, '--month', '2026-10'],
      ['policy', 'check', file],
    ]) {
      const { exit, err } = await typeCommand(argv, { cwd: folder });
      expect(exit).toBe(1);
      expect(err).toContain(`Error: ${message}`);
    }
  });

  test('for its length is said to be too large', () => {
    const problem = fileNotRead('cases.json', new RangeError('Invalid string length')).problem;
    expect(problem.message).toBe('cases.json could not be read (it is too large).');
  });
});
