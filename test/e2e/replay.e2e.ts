import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { auditPage } from './pages/audit.ts';
import { changesPage } from './pages/changes.ts';
import { configPage } from './pages/config.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';
import { openPolicyToReplay, replayOf } from './pages/replay.ts';

test('what is typed into the policy is replayed beside it, and leads to the requests that change', async ({
  start,
}) => {
  const folder = await makeFilledWorkspace();
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await frame.goTo('Config');
  await config.open('policy.yaml');
  await expect(replay.panel).toContainText('prod-us was not pulled yet');
  expect.soft(await findBarriers(window), 'nothing pulled').toEqual([]);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();

  await frame.goTo('Config');
  await config.open('policy.yaml');
  await replay.settled();
  await expect(replay.panel.getByRole('heading', { name: 'On October’s traffic' })).toBeVisible();
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const harder = before.replace('models: [gpt-4o, gpt-4o-mini, text-embedding-3-small]', 'models: []');
  expect(harder).not.toBe(before);
  await config.replaceText('policy.yaml', harder);
  await expect(replay.headline).toContainText(/\d+ denied/);
  await replay.settled();
  const row = replay.panel.getByRole('table', { name: 'What changes by team' }).getByRole('row', {
    name: /payments/,
  });
  await expect(row).toContainText('−');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `beside the text, ${theme}`).toEqual([]);
  }

  await config.replaceText('policy.yaml', `${before}\n  payments: [`);
  await expect(replay.panel.getByRole('alert')).toContainText('policy.yaml');
  await expect(replay.panel).toContainText('Of the text before this fault:');
  expect.soft(await findBarriers(window), 'a fault').toEqual([]);

  await config.replaceText('policy.yaml', harder);
  await expect(replay.panel.getByRole('alert')).toHaveCount(0);
  await replay.settled();
  const said = (await replay.headline.innerText()).split('\n')[0] ?? '';
  await config.save('policy.yaml');
  await replay.settled();
  await expect(replay.headline).toContainText(said);
  await replay.panel.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
  await expect(auditPage(window).summary).toContainText('1 request');
  await expect(auditPage(window).lines).toHaveCount(1);
});

test('a plan has its replay beside it, and all of it on a page, by keyboard too', async ({ start }) => {
  const { window } = await start(['--workspace', await makeFilledWorkspace()]);
  const frame = frameOf(window);
  const replay = replayOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Changes');
  await changesPage(window).makePlan();
  await replay.settled();
  await expect(replay.panel).toContainText('prod-us');
  expect.soft(await findBarriers(window), 'beside the plan').toEqual([]);
  await replay.panel.getByRole('button', { name: 'Open' }).focus();
  await window.keyboard.press('Enter');
  await expect(frame.title).toContainText('October’s traffic');
  await expect(window.getByRole('region', { name: 'In figures' })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `all of it, ${theme}`).toEqual([]);
  }
});

test('who may call what is a table to go through by keyboard, with what an edit takes away', async ({
  start,
}) => {
  const folder = await makeFilledWorkspace();
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await openPolicyToReplay(window);
  await config.replaceText(
    'policy.yaml',
    before.replace('models: [gpt-4o, gpt-4o-mini, text-embedding-3-small]', 'models: [gpt-4o-mini]'),
  );
  await expect(replay.headline).toContainText(/\d+ denied/);
  await replay.open();
  await window.getByRole('tab', { name: 'Access' }).click();
  const grid = window.getByRole('table', { name: 'Who may call what at prod-us' });
  const lost = grid.getByRole('button', { name: /^payments, gpt-4o: may call it today, and no longer/ });
  await expect(lost).toContainText('−');
  await expect(grid.getByRole('button', { name: /^payments, gpt-4o-mini: may call it/ })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), theme).toEqual([]);
  }
  await grid.getByRole('button').first().focus();
  await window.keyboard.press('ArrowRight');
  await expect(grid.locator('[data-spot="0 1"]')).toBeFocused();
  await grid.locator('[data-spot="0 0"]').focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('dialog', { name: /^policy.yaml has edits/ })).toBeVisible();
});

test('budgets fill day by day, and a slider shows when each would have been used up', async ({ start }) => {
  const folder = await makeFilledWorkspace();
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await openPolicyToReplay(window);
  await config.replaceText('policy.yaml', before.replace('limit: 70 USD', 'limit: 0.2 USD'));
  await expect(replay.headline).toContainText(/\d+ denied/);
  await replay.open();
  await window.getByRole('tab', { name: 'Budgets' }).click();
  const payments = window.getByRole('row', { name: /^payments/ });
  await expect(payments).toContainText('used up');
  await expect(payments).not.toContainText('never');
  await window.getByRole('slider', { name: 'Day' }).focus();
  await window.keyboard.press('Home');
  await expect(window.getByRole('table', { name: 'Budgets on 1 Oct' })).toBeVisible();
  await expect(payments).not.toContainText('used up');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), theme).toEqual([]);
  }
  await window.getByRole('button', { name: 'Table' }).click();
  await expect(window.getByRole('table', { name: 'The budget day by day' })).toBeVisible();
  expect.soft(await findBarriers(window), 'the table').toEqual([]);
});

test('what the month’s use suggests becomes an edit of the policy, with its comments and its replay', async ({
  start,
}) => {
  const folder = await makeFilledWorkspace();
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const { window } = await start(['--workspace', folder]);
  const config = configPage(window);
  const replay = replayOf(window);
  await openPolicyToReplay(window);
  await window.getByRole('button', { name: 'Suggest from use' }).click();
  const dialog = window.getByRole('dialog', { name: 'Suggest from use' });
  await expect(dialog.getByRole('row', { name: /^payments/ })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await window.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    expect.soft(await findBarriers(window), theme).toEqual([]);
  }
  await dialog.getByLabel('Margin in per cent').fill('50');
  await dialog.getByRole('button', { name: /^Put \d+ teams into the editor/ }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByText('edited, not saved', { exact: true })).toBeVisible();
  await replay.settled();
  // What was used is allowed still, with room to spare.
  await expect(replay.headline).not.toContainText('denied');
  expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toBe(before);
  await config.save('policy.yaml');
  const after = await readFile(join(folder, 'policy.yaml'), 'utf8');
  expect(after).not.toBe(before);
  const comments = before.split('\n').filter((line) => line.trim().startsWith('#'));
  for (const comment of comments) expect(after).toContain(comment);
});
