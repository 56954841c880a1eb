import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { test } from './harness/test.ts';
import { importDialog } from './pages/archive.ts';
import { changesPage } from './pages/changes.ts';
import { configPage } from './pages/config.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

/** On nodes of both kinds: a team of LiteLLM and a group of Doubleword, and the spend limit of a key there. */
const MORE = `
  crossing:
    models: [gpt-4o-mini, qwen3-32b]
    members: [evaluation]
    budget: { limit: 15 USD, period: month }

users:
  evaluation: { role: viewer }

keys:
  research-notebooks/service:
    budget: { limit: 120 USD, period: month }
`;

test('one edit of the policy goes to gateways of both kinds, and comes back from them', async ({ start }) => {
  test.setTimeout(180_000);
  const { window, dataFolder } = await start(['--sample']);
  const frame = frameOf(window);
  const config = configPage(window);
  const changes = changesPage(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await fleetPage(window).open('batch');
  await frame.goTo('Config');
  await config.open('policy.yaml');
  const before = await readFile(join(dataFolder, 'sample-workspace', 'policy.yaml'), 'utf8');
  await config.replaceText('policy.yaml', before + MORE);
  await config.save('policy.yaml');
  await window.getByRole('button', { name: 'Where enforced' }).click();
  const enforced = window.getByRole('dialog', { name: 'Where the policy is enforced' });
  await enforced.getByRole('button', { name: 'batch' }).click();
  await expect(enforced.getByRole('row', { name: /crossing/ }).first()).toContainText('Alert only');
  await enforced.getByRole('button', { name: /^Differently/ }).click();
  await expect(enforced.getByRole('row', { name: /research-notebooks/ })).toContainText(
    /spend limit \(monthly\)/,
  );
  await enforced.getByRole('button', { name: 'Close' }).click();
  await frame.goTo('Changes');
  await changes.showPlans();
  await changes.makePlan();
  await changes.confirmPush(await changes.askForPush());
  const importer = importDialog(window);
  for (const node of ['prod-eu', 'batch']) {
    await frame.goTo('Fleet');
    await fleetPage(window).choose(node);
    await window.getByRole('button', { name: 'Import…' }).click();
    await importer.fromNode(node);
    await importer.close();
  }
  await frame.goTo('Overview');
  await expect(window.getByRole('main')).toContainText('Groups of batch');
  await frame.goTo('Audit');
  const logged = window.getByRole('main').getByRole('row');
  for (const node of ['prod-eu', 'batch'])
    await expect(logged.filter({ hasText: node }).first()).toBeVisible();
  await frame.goTo('Costs');
  await expect(window.getByRole('main')).toContainText('Groups of batch');
  await frame.goTo('Changes');
  await changes.takeBack();
  await changes.confirmPush(await changes.askForPush());
});
