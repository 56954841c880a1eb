import { expect } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { changesPage } from './pages/changes.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';
import { holdsPage } from './pages/holds.ts';

test('a key is found by its team, and leads to the team, its members and its requests', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  const holds = holdsPage(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await fleetPage(window).browse('prod-us');
  await holds.showKind('Keys');
  await holds.find('payments', 3);
  await holds.look('payments-prod');
  await holds.openWhole('payments-prod');
  const main = window.getByRole('main');
  await main.getByRole('button', { name: 'payments', exact: true }).click();
  await expect(frame.title).toHaveText('payments');
  await expect(main.getByRole('region', { name: 'What is set' })).toContainText('every 30 days');
  await main.getByRole('button', { name: 'Show the raw JSON' }).click();
  await expect(main.locator('pre').first()).toContainText('"team_alias": "payments"');
  await main.getByRole('button', { name: 'Teams', exact: true }).click();
  await expect(holds.rows.first()).toBeVisible();
});

test('what a push did is planned back, and pushed back', async ({ start }) => {
  test.setTimeout(120_000);
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  const changes = changesPage(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Changes');
  await changes.makePlan();
  await changes.confirmPush(await changes.askForPush());
  await changes.takeBack();
  await changes.confirmPush(await changes.askForPush());
});
