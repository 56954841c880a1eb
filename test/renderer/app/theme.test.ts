// @vitest-environment jsdom

import { expect, it } from 'vitest';

import { chooseTheme, resolveTheme, startTheme } from '../../../renderer/app/theme.ts';
import { connectFake } from '../render.tsx';

it('follows the system unless the person chose', () => {
  expect(resolveTheme('system', true)).toBe('dark');
  expect(resolveTheme('system', false)).toBe('light');
  expect(resolveTheme('light', true)).toBe('light');
  expect(resolveTheme('dark', false)).toBe('dark');
});

it('shows what is chosen and has the shell keep it', async () => {
  const bridge = connectFake();
  await startTheme();
  expect(document.documentElement.dataset['theme']).toBe('light');
  await chooseTheme('dark');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(bridge.made.at(-1)).toMatchObject({ name: 'shell.setTheme', args: { theme: 'dark' } });
});
