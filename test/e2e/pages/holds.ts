import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does where everything that a node holds is looked through. */
export interface HoldsPage {
  /** The rows of the kind that is looked at. */
  readonly rows: Locator;
  /** The thing that is looked at beside the table. */
  readonly pane: Locator;
  /** Looks at a kind, by its name on the left. */
  showKind(kind: string): Promise<void>;
  /** Types what is looked for; resolves when so many rows answer. */
  find(text: string, count: number): Promise<void>;
  /** Looks at the row that bears exactly this name. */
  look(name: string): Promise<void>;
  /** Gives what is looked at the whole page. */
  openWhole(name: string): Promise<void>;
}

/** The browser of a node; the window must show it. */
export function holdsPage(window: Page): HoldsPage {
  const main = window.getByRole('main');
  const rows = main.locator('.holds__table tbody').getByRole('row');
  const pane = main.getByRole('complementary', { name: /^The / });
  return {
    rows,
    pane,
    async showKind(kind) {
      const entry = main.getByRole('navigation', { name: 'Kinds' }).getByRole('button', { name: kind });
      await entry.click();
      await expect(entry).toHaveAttribute('aria-current', 'true');
      await expect(main.locator('[aria-busy="true"]')).toHaveCount(0);
    },
    async find(text, count) {
      await main.getByRole('searchbox').fill(text);
      await expect(rows).toHaveCount(count);
    },
    async look(name) {
      await rows
        .filter({ has: window.locator(`[title="${name}"]`) })
        .first()
        .click();
      await expect(pane.getByRole('heading', { name, exact: true })).toBeVisible();
    },
    async openWhole(name) {
      await pane.getByRole('button', { name: 'Open as a page' }).click();
      await expect(main.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
    },
  };
}
