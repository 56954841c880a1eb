import { expect, it } from 'vitest';

import { readStartArguments, startArgumentsOf } from '../../../electron/shell/arguments.ts';

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

it('reads what a second start handed over, and nothing out of anything else', () => {
  const second = readStartArguments(['--workspace', 'gateways', '--sample'], '/home/kim');
  expect(startArgumentsOf({ ...second })).toEqual(second);
  const nothing = { workspace: null, sample: false, smoke: false };
  for (const other of [undefined, null, {}, { workspace: 7, sample: false, smoke: false }]) {
    expect(startArgumentsOf(other)).toEqual(nothing);
  }
});
