import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { gatehouse, giveAway, makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { configPage } from './pages/config.ts';
import { costsPage } from './pages/costs.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

const FILE = 'nodes/batch/config.yaml';
const BROKEN = `host: 0.0.0.0
port: "3101"
budgets:
  team-a: 5
auth:
  proxy_header:
    enabled: true
enable_analytics: false
`;

test('a Doubleword config file is completed, explained and judged as dwctl would judge it', async ({
  start,
}) => {
  const { window } = await start(['--workspace', await makeWorkspace(200)]);
  const frame = frameOf(window);
  await frame.goTo('Config');
  const config = configPage(window);
  await config.open(FILE);
  await config.replaceText(FILE, BROKEN);
  const findings = window.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText('3 critical, 2 warnings');
  await expect(findings).toContainText('until its next restart fails');
  await expect(findings).toContainText('Write 3101 without quotes.');
  await expect(findings).toContainText('Its hours are missing from every cost report');
  await config.editor(FILE).press('Control+End');
  await window.keyboard.type('onw');
  const offered = window.getByRole('listbox');
  await expect(offered).toContainText('onwards');
  for (const theme of ['light', 'dark'] as const) {
    await window.keyboard.press('Escape');
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), theme).toEqual([]);
  }
});

test('the rule for groups is written in the window, and stands beside the figures', async ({ start }) => {
  const folder = await makeWorkspace(1500);
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await gatehouse([
    'import',
    'batch',
    '--since',
    '2026-10-01',
    '--until',
    '2026-11-01',
    '--workspace',
    folder,
  ]);
  await giveAway(folder);
  // Imported beside the window: it looks anew when it is told of a change of its own.
  await window.reload();
  await frame.goTo('Costs');
  const main = window.getByRole('main');
  await expect(main).toContainText('(rule only-group)');
  await main.getByRole('button', { name: 'Change the rule' }).click();
  await main.getByRole('button', { name: 'Begin costs.yaml' }).click();
  await configPage(window).save('costs.yaml');
  expect(await readFile(join(folder, 'costs.yaml'), 'utf8')).toContain('rule: even');
  await frame.goTo('Costs');
  await expect(main).toContainText('split evenly among their groups, to the last digit (rule even)');
  await expect(costsPage(window).rows.first()).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), theme).toEqual([]);
  }
});
