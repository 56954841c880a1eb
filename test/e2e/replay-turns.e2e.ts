import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { configPage } from './pages/config.ts';
import { frameOf } from './pages/frame.ts';
import { openPolicyToReplay, replayOf } from './pages/replay.ts';

test('an exception that begins and ends within the month changes limits and access for its days', async ({
  start,
}) => {
  const folder = await makeFilledWorkspace();
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await openPolicyToReplay(window);
  const exception =
    '\n  - { team: payments, from: 2026-10-08, until: 2026-10-20, models: [claude-sonnet], budget: { limit: 0.5 USD, period: 30d }, reason: trial }';
  const harder = before.replace('limit: 70 USD', 'limit: 0.2 USD');
  const edited = harder.includes('\nexceptions:')
    ? harder.replace('\nexceptions:', `\nexceptions:${exception}`)
    : `${harder}\nexceptions:${exception}\n`;
  await config.replaceText('policy.yaml', edited);
  await expect(replay.headline).toContainText(/\d+ denied/);
  await replay.open();
  await expect(window.getByText(/Within this time an exception of the policy begins or ends/)).toBeVisible();
  await window.getByRole('tab', { name: 'Access' }).click();
  const grid = window.getByRole('table', { name: 'Who may call what at prod-us' });
  const turned = grid.getByRole('button', { name: /^payments, claude-sonnet: .*for a part of the month/ });
  await expect(turned).toContainText('*');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `access, ${theme}`).toEqual([]);
  }
  await window.getByRole('tab', { name: 'Budgets' }).click();
  const payments = window.getByRole('row', { name: /^payments/ });
  await expect(payments).toContainText('$0.20 each 30d');
  await expect(window.getByText('under the policy $0.20 each 30d at the end')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `budgets, ${theme}`).toEqual([]);
  }
  await window.getByRole('slider', { name: 'Day' }).focus();
  await window.keyboard.press('Home');
  for (let day = 1; day < 10; day += 1) await window.keyboard.press('ArrowRight');
  await expect(window.getByRole('table', { name: 'Budgets on 10 Oct' })).toBeVisible();
  await expect(payments).toContainText('$0.50 each 30d');
});
