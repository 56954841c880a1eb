import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { openSettings } from '../../../electron/shell/settings.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-settings-'));
  file = path.join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('begins with the system theme and no workspace', async () => {
  expect(openSettings(file).get()).toEqual({ theme: 'system', workspace: null });
});

it('remembers what was changed', async () => {
  await openSettings(file).change({ theme: 'dark' });
  await openSettings(file).change({ workspace: '/w' });
  expect(openSettings(file).get()).toEqual({ theme: 'dark', workspace: '/w' });
});

it.each(['{"half', '[]', '{"theme":"purple"}', ''])('starts over from %s', async (text) => {
  await writeFile(file, text);
  expect(openSettings(file).get().theme).toBe('system');
});

it('writes a file that a person can read', async () => {
  await openSettings(file).change({ theme: 'light' });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ theme: 'light', workspace: null });
});
