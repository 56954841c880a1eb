import { create } from 'zustand';

import type { ShellInfo } from '../../shared/contract/answers.ts';
import { call } from './api.ts';

export type ThemeChoice = ShellInfo['theme'];

/** What the shell says of itself; null until it answered. */
export const useShellInfo = create<{ readonly info: ShellInfo | null }>()(() => ({ info: null }));

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** Light or dark, out of the person's choice and the system's. */
export function resolveTheme(choice: ThemeChoice, dark: boolean): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return dark ? 'dark' : 'light';
}

function show(): void {
  const choice = useShellInfo.getState().info?.theme ?? 'system';
  document.documentElement.dataset['theme'] = resolveTheme(choice, systemDark().matches);
}

/** Shows the system's theme at once, then the chosen one, and follows both. */
export async function startTheme(): Promise<void> {
  show();
  systemDark().addEventListener('change', show);
  useShellInfo.subscribe(show);
  const result = await call('shell.info', {});
  if (result.ok) useShellInfo.setState({ info: result.value });
}

/** Chooses a theme; the shell keeps it for the next run. */
export async function chooseTheme(theme: ThemeChoice): Promise<void> {
  const result = await call('shell.setTheme', { theme });
  if (result.ok) useShellInfo.setState({ info: result.value });
}
