import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { cutOff, faults, resize } from './harness/layout.ts';
import { test } from './harness/test.ts';
import { configPage } from './pages/config.ts';
import { frameOf } from './pages/frame.ts';
import { openPolicyToReplay, replayOf } from './pages/replay.ts';

const SIZES = [
  { width: 900, height: 600 },
  { width: 1440, height: 900 },
] as const;

const PARTS = ['Requests', 'Access', 'Budgets', 'Upgrade', 'Prices'] as const;

test('a policy with findings and its replay are whole in the smallest window, and clean in both themes', async ({
  start,
}) => {
  test.setTimeout(240_000);
  const folder = await makeFilledWorkspace();
  const { app, window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  const main = window.getByRole('main');
  await openPolicyToReplay(window);
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const harder = before
    .replace('models: [gpt-4o, gpt-4o-mini, text-embedding-3-small]', 'models: [gpt-4o-mini]')
    .replace('limit: 40 USD', 'limit: 0.2 USD');

  await config.replaceText('policy.yaml', `${harder}\n  payments: [`);
  await expect(replay.panel.getByRole('alert')).toBeVisible();
  for (const size of SIZES) {
    await resize(app, window, size);
    const findings = window.getByRole('region', { name: 'Findings' });
    await expect(findings.getByRole('button').first()).toBeInViewport();
    expect.soft(await faults(window), `findings, ${size.width}`).toEqual([]);
    expect.soft(await findBarriers(window), `findings, ${size.width}`).toEqual([]);
  }

  await config.replaceText('policy.yaml', harder);
  await expect(replay.panel.getByRole('alert')).toHaveCount(0);
  await replay.settled();
  for (const size of SIZES) {
    await resize(app, window, size);
    await replay.headline.scrollIntoViewIfNeeded();
    await expect(replay.headline).toBeInViewport();
    expect.soft([...(await faults(window)), ...(await cutOff(window))], `beside, ${size.width}`).toEqual([]);
  }

  await replay.open();
  for (const part of PARTS) {
    await window.getByRole('tab', { name: part }).click();
    await expect(main.locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(main.getByText(/^(Replaying|Pricing)…$/)).toHaveCount(0);
    for (const size of SIZES) {
      await resize(app, window, size);
      const found = [...(await faults(window)), ...(await cutOff(window))];
      expect.soft(found, `${part}, ${size.width}`).toEqual([]);
    }
    for (const theme of ['light', 'dark'] as const) {
      await frame.chooseTheme(theme);
      expect.soft(await findBarriers(window), `${part}, ${theme}`).toEqual([]);
    }
  }
});

test('all of a replay is reached by keyboard: its parts, its rows, the days, and a dialog and back', async ({
  start,
}) => {
  const { window } = await start(['--workspace', await makeFilledWorkspace()]);
  await openPolicyToReplay(window);
  await replayOf(window).settled();
  const suggest = window.getByRole('button', { name: 'Suggest from use' });
  await suggest.focus();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Suggest from use' });
  await expect(dialog.getByLabel('Margin in per cent')).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(suggest).toBeFocused();
  await replayOf(window).open();
  await window.getByRole('tab', { name: 'Requests' }).focus();
  for (const part of ['Access', 'Budgets']) {
    await window.keyboard.press('ArrowRight');
    await expect(window.getByRole('tab', { name: part })).toBeFocused();
  }
  await window.keyboard.press('Enter');
  const slider = window.getByRole('slider', { name: 'Day' });
  await expect(slider).toBeVisible();
  await slider.focus();
  await window.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', '30 Oct');
  // What has the focus shows it.
  expect(await slider.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  const rows = window
    .getByRole('table', { name: /^Budgets on/ })
    .locator('tbody')
    .getByRole('row');
  await rows.first().focus();
  await window.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
});
