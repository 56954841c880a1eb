import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { importDialog } from './pages/archive.ts';
import { changesPage } from './pages/changes.ts';
import { coveragePanel } from './pages/coverage.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf, SCREENS } from './pages/frame.ts';
import { holdsPage } from './pages/holds.ts';

test('no screen has a barrier before anything was read', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  for (const screen of SCREENS) {
    await test.step(screen, async () => {
      await frame.goTo(screen);
      expect.soft(await findBarriers(window)).toEqual([]);
    });
  }
});

test('no screen has a barrier when it is full, light or dark', async ({ start }) => {
  test.setTimeout(180_000);
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Overview');
  await window.getByRole('button', { name: /^Import \d+ files?$/ }).click();
  const importer = importDialog(window);
  expect.soft(await findBarriers(window), 'the import dialog').toEqual([]);
  await importer.fromListedFiles('prod-us');
  await importer.close();
  await frame.goTo('Changes');
  await changesPage(window).makePlan();
  const question = await changesPage(window).askForPush();
  expect.soft(await findBarriers(window), 'the question before a push').toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    for (const screen of SCREENS) {
      await test.step(`${screen}, ${theme}`, async () => {
        await frame.goTo(screen);
        await expect(window.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0);
        expect.soft(await findBarriers(window)).toEqual([]);
      });
    }
    await test.step(`what the archive covers, ${theme}`, async () => {
      const panel = await coveragePanel(window).open('prod-us');
      expect.soft(await findBarriers(window), 'the hours').toEqual([]);
      await panel.compare();
      await panel.showTable();
      expect.soft(await findBarriers(window), 'the comparison').toEqual([]);
      await panel.close();
    });
    await test.step(`a node and what it holds, ${theme}`, async () => {
      const holds = holdsPage(window);
      await frame.goTo('Fleet');
      await fleetPage(window).open('prod-us');
      expect.soft(await findBarriers(window), 'the node').toEqual([]);
      await window.getByRole('button', { name: 'Browse and search' }).click();
      await holds.showKind('Keys');
      await holds.look('payments-prod');
      expect.soft(await findBarriers(window), 'a key beside the table').toEqual([]);
      await window.getByRole('combobox', { name: 'Team' }).click();
      await expect(window.getByRole('option').first()).toBeVisible();
      expect.soft(await findBarriers(window), 'the choice of a team').toEqual([]);
      await window.keyboard.press('Escape');
      await holds.openWhole('payments-prod');
      await window.getByRole('button', { name: 'Show the raw JSON' }).click();
      expect.soft(await findBarriers(window), 'the key as a page').toEqual([]);
      await frame.goTo('Fleet');
    });
  }
});

test('every screen and every action is reached without a pointer', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace()]);
  const frame = frameOf(window);
  await expect(frame.title).toBeVisible();
  await window.keyboard.press('Control+K');
  const search = window.getByRole('combobox', { name: 'Search or do anything' });
  await expect(search).toBeFocused();
  await search.fill('costs');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main')).toHaveAttribute('data-screen', 'costs');
  await window.keyboard.press('Control+2');
  await expect(window.getByRole('main')).toHaveAttribute('data-screen', 'fleet');
});
