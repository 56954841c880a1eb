import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { importDialog } from './pages/archive.ts';
import { auditPage } from './pages/audit.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

test('a request is found among all, looked at as it came, and kept as a view', async ({ start }) => {
  test.setTimeout(180_000);
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  const audit = auditPage(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Overview');
  await window.getByRole('button', { name: /^Import \d+ files?$/ }).click();
  const importer = importDialog(window);
  await importer.fromListedFiles('prod-us');
  await importer.close();
  await frame.goTo('Audit');
  await expect(audit.lines.first()).toBeVisible();
  const main = window.getByRole('main');

  await test.step('the end of the table is one key away', async () => {
    await audit.lines.first().click();
    await window.keyboard.press('End');
    await expect(main.locator('tr[aria-selected="true"] time')).toBeVisible();
    await expect(main.locator('tr[aria-selected="true"]')).toBeFocused();
    await window.keyboard.press('Home');
    await expect(audit.lines.first()).toHaveAttribute('aria-selected', 'true');
    await expect(audit.lines.first()).toBeFocused();
  });

  await test.step('the raw record is there', async () => {
    await audit.request.getByRole('button', { name: 'Raw record' }).click();
    await expect(audit.request.locator('pre')).toContainText('{');
    expect.soft(await findBarriers(window), 'the raw record').toEqual([]);
  });

  await test.step('filters, spans and columns', async () => {
    await main.getByRole('button', { name: 'Filter', exact: true }).click();
    await expect(
      window.getByRole('list', { name: 'Values of Team' }).getByRole('button').first(),
    ).toBeVisible();
    expect.soft(await findBarriers(window), 'the choice of a filter').toEqual([]);
    await window.keyboard.press('Escape');
    await audit.narrowTo('Team', /^payments/);
    await audit.narrowTo('Outcome', /^failed/);
    await expect(main.getByText('Team is')).toBeVisible();
    await main.getByRole('button', { name: 'Columns', exact: true }).click();
    await window.getByRole('checkbox', { name: 'Error message' }).check();
    expect.soft(await findBarriers(window), 'the columns').toEqual([]);
    await window.keyboard.press('Escape');
    await main.getByRole('button', { name: /^Time: / }).click();
    expect.soft(await findBarriers(window), 'the span').toEqual([]);
    await window.keyboard.press('Escape');
  });

  await test.step('a view is kept', async () => {
    await main.getByRole('button', { name: 'Views' }).click();
    await window.getByLabel('Keep this view as').fill('Failures of payments');
    expect.soft(await findBarriers(window), 'the views').toEqual([]);
    await window.getByRole('button', { name: 'Save view' }).click();
    await expect(window.getByText('Kept the view Failures of payments')).toBeVisible();
    await main.getByRole('button', { name: 'Clear all', exact: true }).click();
    await main.getByRole('button', { name: 'Views' }).click();
    await window.getByRole('button', { name: 'Failures of payments', exact: true }).click();
    await expect(main.getByText('Outcome is')).toBeVisible();
  });

  await test.step('a span without requests says so', async () => {
    await main.getByRole('button', { name: 'Clear all', exact: true }).click();
    await audit.showSpan('Last 24 hours');
    await expect(main.getByText('The archive holds no requests of this span: Last 24 hours')).toBeVisible();
    await main.getByRole('button', { name: 'Both' }).click();
    await audit.showSpan('All time');
    await expect(audit.lines.first()).toBeVisible();
    await main.getByRole('button', { name: 'Admin events', exact: true }).click();
    await main.getByRole('button', { name: 'Requests', exact: true }).click();
    await frame.chooseTheme('dark');
    await audit.lines.nth(3).click();
    expect.soft(await findBarriers(window), 'in the dark').toEqual([]);
  });
});
