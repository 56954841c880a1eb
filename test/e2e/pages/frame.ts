import { expect, type Locator, type Page } from '@playwright/test';

/** The screens by the names on the rail. */
export const SCREENS = ['Overview', 'Fleet', 'Config', 'Changes', 'Audit', 'Costs'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** What stands around every screen. */
export interface Frame {
  readonly window: Page;
  /** The screen's title, a sentence that says how things stand. */
  readonly title: Locator;
  /** The brief notice that something was done. */
  readonly notice: (words: string | RegExp) => Locator;
  goTo(screen: ScreenName): Promise<void>;
  chooseTheme(theme: 'light' | 'dark'): Promise<void>;
}

/** The frame of a window. */
export function frameOf(window: Page): Frame {
  const rail = window.getByRole('navigation', { name: 'Screens' });
  return {
    window,
    title: window.getByRole('heading', { level: 1 }),
    notice: (words) => window.getByRole('dialog').getByText(words),
    async goTo(screen) {
      const entry = rail.getByRole('button', { name: new RegExp(`^${screen}`) });
      await entry.click();
      await expect(entry).toHaveAttribute('aria-current', 'page');
      await expect(window.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    },
    async chooseTheme(theme) {
      await window.getByRole('button', { name: /^Workspace/ }).click();
      await window.getByRole('menuitem', { name: `Look: ${theme}` }).click();
      await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    },
  };
}
