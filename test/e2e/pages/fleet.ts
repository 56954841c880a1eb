import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does on the fleet's screen. */
export interface FleetPage {
  readonly rows: Locator;
  choose(node: string): Promise<void>;
  pullAll(): Promise<void>;
  /** Opens the page of a node. */
  open(node: string): Promise<void>;
  /** Opens the page of a node, then everything it holds. */
  browse(node: string): Promise<void>;
  addNode(node: { name: string; kind: 'LiteLLM' | 'Doubleword'; url: string; key: string }): Promise<void>;
}

/** The fleet's screen; the window must show it. */
export function fleetPage(window: Page): FleetPage {
  const rows = window.getByRole('table', { name: 'Nodes' }).locator('tbody').getByRole('row');
  const main = window.getByRole('main');
  const title = main.getByRole('heading', { level: 1 });
  async function open(node: string): Promise<void> {
    await rows.filter({ hasText: node }).first().click();
    await main.getByRole('button', { name: `Open ${node}` }).click();
    await expect(title).toContainText(node);
  }
  return {
    rows,
    open,
    async browse(node) {
      await open(node);
      await main.getByRole('button', { name: 'Browse and search' }).click();
      await expect(title).toContainText(`on ${node}`);
    },
    async choose(node) {
      await rows.filter({ hasText: node }).first().click();
      await expect(window.getByRole('heading', { name: node, exact: true })).toBeVisible();
    },
    async pullAll() {
      const button = window.getByRole('main').getByRole('button', { name: /^Pull \d+ nodes?$/ });
      await button.click();
      await expect(window.getByRole('contentinfo')).toContainText(/\d+ nodes? pulled/, { timeout: 30_000 });
      await expect(button).toBeEnabled({ timeout: 30_000 });
    },
    async addNode({ name, kind, url, key }) {
      await window.getByRole('button', { name: 'Add a node' }).click();
      const dialog = window.getByRole('dialog', { name: 'Add a node' });
      await dialog.getByRole('button', { name: kind }).click();
      await dialog.getByLabel('Name', { exact: true }).fill(name);
      await dialog.getByLabel('Address').fill(url);
      await dialog.getByLabel('Admin key').fill(key);
      await dialog.locator('button[type=submit]').click();
    },
  };
}
