import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does on the costs' screen. */
export interface CostsPage {
  /** One row a team, model, … with its cost. */
  readonly rows: Locator;
  /** The days as figures, the twin of the chart. */
  readonly days: Locator;
  readonly chart: Locator;
  showDays(as: 'Chart' | 'Table'): Promise<void>;
  splitBy(what: string): Promise<void>;
  saveCsv(): Promise<void>;
}

/** The costs' screen; the window must show it. */
export function costsPage(window: Page): CostsPage {
  const main = window.getByRole('main');
  return {
    rows: main
      .getByRole('table', { name: /^Costs by/ })
      .locator('tbody')
      .getByRole('row'),
    days: main.getByRole('table', { name: 'Cost per day' }),
    chart: main.getByRole('img', { name: /^Cost per day in/ }),
    async showDays(as) {
      await main.getByRole('group', { name: 'Show the days as' }).getByRole('button', { name: as }).click();
    },
    async splitBy(what) {
      await main.getByRole('group', { name: 'Split by' }).getByRole('button', { name: what }).click();
    },
    async saveCsv() {
      await main.getByRole('button', { name: 'Save CSV' }).click();
      await expect(window.getByText(/^Saved/).first()).toBeVisible();
    },
  };
}
