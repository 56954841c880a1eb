import { expect, type Page } from '@playwright/test';

/** The panel that says which hours the archive covers, open at a node. */
export interface CoveragePanel {
  /** Asks the node for its own sums, and waits for the comparison. */
  compare(): Promise<void>;
  /** Checks the archive; it must be well. */
  check(): Promise<void>;
  /** Shows the hours as the table that says the same. */
  showTable(): Promise<void>;
  close(): Promise<void>;
}

/** The coverage panel of a window; opened from the palette. */
export function coveragePanel(window: Page): { open(node: string): Promise<CoveragePanel> } {
  const dialog = window.getByRole('dialog', { name: 'What the archive covers' });
  return {
    async open(node) {
      await window.keyboard.press('Control+K');
      await window.getByRole('combobox', { name: 'Search or do anything' }).fill('what the archive covers');
      await window.keyboard.press('Enter');
      await dialog.getByRole('combobox', { name: 'Node' }).click();
      await window.getByRole('option', { name: node }).click();
      await expect(window.getByRole('option')).toHaveCount(0);
      await expect(dialog.getByRole('img', { name: new RegExp(`^${node}, `) })).toBeVisible();
      return {
        async compare() {
          await dialog.getByRole('button', { name: /^Compare/ }).click();
          await expect(
            dialog.getByRole('table', { name: `${node} by day, archive and gateway` }),
          ).toBeVisible({
            timeout: 30_000,
          });
          await expect(dialog.getByRole('button', { name: 'Compare again' })).toBeEnabled();
        },
        async check() {
          await dialog.getByRole('button', { name: 'Check the archive' }).click();
          await expect(dialog.getByText('all is well')).toBeVisible({ timeout: 30_000 });
        },
        async showTable() {
          await dialog.getByRole('button', { name: 'Table' }).click();
          await expect(
            dialog.getByRole('table', { name: `Hours of ${node} in the archive, by day` }),
          ).toBeVisible();
        },
        async close() {
          await window.keyboard.press('Escape');
          await expect(dialog).toBeHidden();
        },
      };
    },
  };
}
