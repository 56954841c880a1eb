import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { gatehouse, giveAway, makeWorkspace } from './harness/command-line.ts';
import { answerSaveDialog } from './harness/dialogs.ts';
import { makeFolder } from './harness/launch.ts';
import { test } from './harness/test.ts';
import { costsPage } from './pages/costs.ts';
import { configPage } from './pages/config.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

/** A workspace whose gateways are gone, with a month of requests in its archive. */
async function makeOfflineWorkspace(): Promise<string> {
  const folder = await makeWorkspace();
  await gatehouse([
    'import',
    join(folder, 'logs', 'prod-us-2026-10.jsonl'),
    '--node',
    'prod-us',
    '--workspace',
    folder,
  ]);
  // Without this file the simulated gateways are not started.
  await rm(join(folder, 'sample.json'));
  await giveAway(folder);
  return folder;
}

test('with every gateway gone, costs, requests and files are all there', async ({ start }) => {
  const folder = await makeOfflineWorkspace();
  const { app, window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const costs = costsPage(window);

  await frame.goTo('Costs');
  await expect(costs.rows.filter({ hasText: 'payments' }).first()).toContainText('$');
  await expect(frame.title).toContainText(/October 2026: \$\d/);
  await costs.showDays('Table');
  await expect(costs.days.locator('tbody').getByRole('row')).toHaveCount(31);
  const saved = join(await makeFolder('csv'), 'costs.csv');
  await answerSaveDialog(app, saved);
  await costs.saveCsv();
  expect(await readFile(saved, 'utf8')).toContain('payments');

  await frame.goTo('Audit');
  await expect(window.getByRole('table', { name: 'Requests' })).toBeVisible();
  await frame.goTo('Config');
  await configPage(window).open('policy.yaml');
});

test('a pull says which node does not answer and what to do', async ({ start }) => {
  const { window } = await start(['--workspace', await makeOfflineWorkspace()]);
  await frameOf(window).goTo('Fleet');
  await fleetPage(window).choose('prod-us');
  await window.getByRole('button', { name: 'Pull', exact: true }).click();
  const problem = window.getByRole('alert').first();
  await expect(problem).toBeVisible({ timeout: 30_000 });
  await expect(problem).toContainText(/prod-us|127\.0\.0\.1/);
});
