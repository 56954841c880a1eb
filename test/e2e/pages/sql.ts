import { expect, type Locator, type Page } from '@playwright/test';

/** The request log asked in SQL. */
export interface SqlPage {
  /** The text that is typed in. */
  readonly editor: Locator;
  /** What can be typed next, while it is offered. */
  readonly offers: Locator;
  /** The table of what the last statement gave. */
  readonly result: Locator;
  /** The card around it: how many rows, how long it took, the ways out. */
  readonly answer: Locator;
  /** The tables and columns there are. */
  readonly schema: Locator;
  /** Goes from the table of requests to the console. */
  open(): Promise<void>;
  /** Puts a statement in the place of what stands there, by keyboard. */
  write(statement: string): Promise<void>;
  /** Asks it by keyboard. */
  ask(): Promise<void>;
}

/** The SQL view of the Audit screen of a window. */
export function sqlPage(window: Page): SqlPage {
  const main = window.getByRole('main');
  const editor = main.getByRole('textbox', { name: 'SQL statement' });
  return {
    editor,
    offers: main.getByRole('listbox', { name: 'Completions' }),
    result: main.getByRole('table', { name: 'Result' }),
    answer: main.getByRole('region', { name: 'Result' }),
    schema: main.getByRole('region', { name: 'Tables' }),
    async open() {
      await main.getByRole('button', { name: 'SQL', exact: true }).click();
      await expect(editor).toBeVisible();
    },
    async write(statement) {
      await editor.focus();
      await window.keyboard.press('ControlOrMeta+A');
      // At once, as it is pasted: typed brackets would be closed by the editor.
      await window.keyboard.insertText(statement);
      await window.keyboard.press('Escape');
    },
    async ask() {
      await editor.focus();
      await window.keyboard.press('ControlOrMeta+Enter');
    },
  };
}
