import { expect, type Locator, type Page } from '@playwright/test';

/** The request log. */
export interface AuditPage {
  /** The lines of the table that are in sight, requests and admin events. */
  readonly lines: Locator;
  /** How many requests match, what they cost and what is missing. */
  readonly summary: Locator;
  /** The pane beside the table. */
  readonly request: Locator;
  /** Narrows the table to a value of a field that is offered. */
  narrowTo(field: string, value: RegExp): Promise<void>;
  /** Shows a span of time that has a name. */
  showSpan(name: string): Promise<void>;
}

/** The Audit screen of a window. */
export function auditPage(window: Page): AuditPage {
  const main = window.getByRole('main');
  return {
    lines: main.getByRole('table', { name: 'Requests' }).locator('tr[data-index]'),
    summary: main.getByRole('status').filter({ hasText: 'found in' }),
    request: main.getByRole('complementary', { name: 'The request' }),
    async narrowTo(field, value) {
      await main.getByRole('button', { name: 'Filter', exact: true }).click();
      const popup = window.getByRole('dialog', { name: 'Add a filter' });
      await popup
        .getByRole('list', { name: 'What to filter by' })
        .getByRole('button', { name: field, exact: true })
        .click();
      await popup
        .getByRole('list', { name: `Values of ${field}` })
        .getByRole('button', { name: value })
        .first()
        .click();
      await expect(popup).toBeHidden();
    },
    async showSpan(name) {
      await main.getByRole('button', { name: /^Time: / }).click();
      await window.getByRole('dialog', { name: 'Time' }).getByRole('button', { name, exact: true }).click();
    },
  };
}
