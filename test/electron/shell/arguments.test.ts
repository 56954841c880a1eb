import { expect, it } from 'vitest';

import { readStartArguments } from '../../../electron/shell/arguments.ts';

it('reads our own switches and leaves those of Chromium alone', () => {
  expect(
    readStartArguments(
      ['--user-data-dir=/tmp/x', '--sample', '--remote-debugging-port=0', '--smoke'],
      '/home/me',
    ),
  ).toEqual({ workspace: null, sample: true, smoke: true });
});

it('makes the workspace absolute', () => {
  expect(readStartArguments(['--workspace', 'ai'], '/home/me').workspace).toBe('/home/me/ai');
  expect(readStartArguments(['--workspace=/srv/ai'], '/home/me').workspace).toBe('/srv/ai');
});

it('asks for nothing when nothing is given', () => {
  expect(readStartArguments([], '/home/me')).toEqual({ workspace: null, sample: false, smoke: false });
});
