import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does on the configuration's screen. */
export interface ConfigPage {
  readonly editor: (path: string) => Locator;
  open(path: string): Promise<void>;
  /** Puts another text in place of what the open file holds. */
  replaceText(path: string, text: string): Promise<void>;
  save(path: string): Promise<void>;
  compareWith(node: string): Promise<void>;
}

/** The configuration's screen; the window must show it. */
export function configPage(window: Page): ConfigPage {
  const editor = (path: string): Locator => window.getByRole('textbox', { name: path });
  const notSaved = window.getByText('edited, not saved', { exact: true });
  return {
    editor,
    async open(path) {
      const files = window.getByRole('list', { name: 'Configuration files' });
      await files
        .locator('button')
        .filter({ has: window.locator(`[title="${path}"]`) })
        .click();
      await expect(editor(path)).toBeVisible();
    },
    async replaceText(path, text) {
      await editor(path).click();
      await window.keyboard.press('Control+A');
      await window.keyboard.insertText(text);
      await expect(notSaved).toBeVisible();
    },
    async save(path) {
      await window.getByRole('button', { name: /^Save\b/ }).click();
      await expect(window.getByText(`Saved ${path}`).first()).toBeVisible();
      await expect(notSaved).toBeHidden();
    },
    async compareWith(node) {
      await window.getByRole('button', { name: 'Compare with node' }).click();
      await window.getByRole('menuitem', { name: new RegExp(`^${node}`) }).click();
      await expect(window.getByRole('heading', { level: 1 })).toContainText(/differ in|mean the same/);
    },
  };
}
