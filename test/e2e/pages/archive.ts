import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog that brings requests into the archive; it opens from many places. */
export interface ImportDialog {
  readonly dialog: Locator;
  /** Takes all the node has. Resolves with the headline of the result. */
  fromNode(node: string): Promise<string>;
  /** Takes the files that are listed. Resolves with the headline of the result. */
  fromListedFiles(node: string): Promise<string>;
  close(): Promise<void>;
}

/** The import dialog of a window. */
export function importDialog(window: Page): ImportDialog {
  const dialog = window.getByRole('dialog', { name: 'Import requests' });
  async function choose(label: string, option: string | RegExp): Promise<void> {
    await dialog.getByRole('combobox', { name: label }).click();
    await window.getByRole('option', { name: option }).click();
  }
  async function result(): Promise<string> {
    const summary = dialog.getByRole('status').first();
    await expect(summary).toContainText('new request', { timeout: 60_000 });
    return (await summary.innerText()).replaceAll(/\s+/g, ' ');
  }
  return {
    dialog,
    async fromNode(node) {
      await choose('Node', node);
      await choose('Time', /^since the last import/);
      await dialog.getByRole('button', { name: `Import from ${node}` }).click();
      return result();
    },
    async fromListedFiles(node) {
      await expect(dialog.getByRole('combobox', { name: /^Node of / }).first()).toContainText(node);
      await dialog.getByRole('button', { name: /^Import \d+ files?$/ }).click();
      return result();
    },
    async close() {
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await expect(dialog).toBeHidden();
    },
  };
}
