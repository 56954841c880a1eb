import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does on the changes' screen. */
export interface ChangesPage {
  readonly pushButton: Locator;
  showPlans(): Promise<void>;
  showComparison(form: 'By meaning' | 'As text'): Promise<void>;
  /** Plans every pulled node; resolves when the plan is shown. */
  makePlan(): Promise<void>;
  /** Asks for the push; resolves with the question open, before anything is written. */
  askForPush(): Promise<Locator>;
  /** Answers the question and waits until all was read back. */
  confirmPush(question: Locator): Promise<void>;
  /** Plans to take back the change that is shown; resolves when that plan is shown. */
  takeBack(): Promise<void>;
}

/** The changes' screen; the window must show it. */
export function changesPage(window: Page): ChangesPage {
  const main = window.getByRole('main');
  const title = window.getByRole('heading', { level: 1 });
  const pushButton = main.getByRole('button', { name: /^Push \d+ changes?/ });
  return {
    pushButton,
    async showPlans() {
      await main.getByRole('button', { name: 'Plans' }).click();
    },
    async showComparison(form) {
      await main.getByRole('button', { name: form }).click();
    },
    async makePlan() {
      await main.getByRole('button', { name: 'Make a plan' }).first().click();
      const dialog = window.getByRole('dialog', { name: 'Make a plan' });
      await dialog.getByRole('button', { name: /^Plan \d+ nodes?/ }).click();
      await expect(title).toContainText(/changes? for|Nothing to change/, { timeout: 30_000 });
    },
    async askForPush() {
      await pushButton.click();
      const question = window.getByRole('dialog', { name: /^Push .*\?$/ });
      await expect(question).toBeVisible();
      return question;
    },
    async confirmPush(question) {
      await question.getByRole('button', { name: /^Push \d+ changes?/ }).click();
      await expect(title).toContainText(/^\d+ changes? verified on/, { timeout: 60_000 });
    },
    async takeBack() {
      await main.getByRole('button', { name: /^Plan to take back/ }).click();
      await expect(title).toContainText(/^Take back \d+ changes?/, { timeout: 60_000 });
    },
  };
}
