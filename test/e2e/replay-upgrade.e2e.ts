import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { formatNano } from '../../shared/cost/money.ts';
import { findBarriers } from './harness/axe.ts';
import { gatehouse, giveAway, makeFilledWorkspace } from './harness/command-line.ts';
import { answerOpenDialog } from './harness/dialogs.ts';
import { makeFolder } from './harness/launch.ts';
import { test } from './harness/test.ts';
import { auditPage } from './pages/audit.ts';
import { configPage } from './pages/config.ts';
import { frameOf } from './pages/frame.ts';
import { openPolicyToReplay, replayOf } from './pages/replay.ts';

/** What `u-1022` had spent, nano-dollars, when a key of the user's own was first used: a budget that is just reached. */
async function spentBefore(folder: string): Promise<number> {
  const own = `SELECT MIN(start_ms) FROM requests WHERE user = 'u-1022' AND team_id = ''`;
  const sql = `SELECT SUM(spend_nano) FROM requests WHERE user = 'u-1022' AND start_ms < (${own})`;
  const { rows } = (await gatehouse(['query', sql, '--workspace', folder])) as {
    readonly rows: readonly (readonly (number | null)[])[];
  };
  return rows[0]?.[0] ?? 0;
}

test('another release and other prices are tried on the month before anyone upgrades', async ({ start }) => {
  const folder = await makeFilledWorkspace();
  const limit = formatNano(await spentBefore(folder));
  await giveAway(folder);
  const { app, window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await openPolicyToReplay(window);
  const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
  const users = `users:\n  u-1022: { budget: { limit: ${limit} USD, period: 30d } }\n`;
  await config.replaceText('policy.yaml', `${before}\n${users}`);
  await replay.settled();
  await replay.open();

  await window.getByRole('tab', { name: 'Upgrade' }).click();
  const release = window.getByRole('combobox', { name: 'LiteLLM release' });
  await expect(window.getByText(/are confirmed by its own check functions/)).toBeVisible();
  await release.focus();
  await window.keyboard.press('Enter');
  await window.keyboard.press('End');
  await window.keyboard.press('Enter');
  await expect(release).toContainText('1.81.13');
  const causes = window.getByRole('table', { name: 'Causes' });
  await expect(causes).toContainText('The budget of a user refuses once it is passed in 1.81.13');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `upgrade, ${theme}`).toEqual([]);
  }

  await window.getByRole('tab', { name: 'Prices' }).click();
  const teams = window.getByRole('table', { name: 'Was and would be by team' });
  await expect(teams.getByRole('row', { name: /^payments/ })).toContainText('$0.00');
  const prices = await makeFolder('prices');
  const file = join(prices, 'cheap.json');
  await writeFile(file, '{ "gpt-4o": { "litellm_provider": "openai", "input_cost_per_token": -1 } }');
  await giveAway(prices);
  await answerOpenDialog(app, [file]);
  await window.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(window.getByRole('alert')).toContainText('input_cost_per_token of "gpt-4o" is -1, below zero');
  expect.soft(await findBarriers(window), 'a file that is none').toEqual([]);
  await writeFile(file, '{ "gpt-4o": { "litellm_provider": "openai", "input_cost_per_token": 1e-09 } }');
  await window.getByRole('button', { name: 'Try again' }).click();
  await window.getByRole('button', { name: 'Model' }).click();
  const models = window.getByRole('table', { name: 'Was and would be by model' });
  await expect(models.getByRole('row', { name: /^gpt-4o / })).toContainText('−');
  await expect(models.getByRole('row', { name: /^claude-sonnet/ })).not.toContainText('−');
  await expect(window.getByRole('region', { name: 'Without a price' })).toContainText('claude-sonnet');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `prices, ${theme}`).toEqual([]);
  }
  await models.getByRole('button', { name: 'claude-sonnet' }).focus();
  await window.keyboard.press('Enter');
  await window.getByRole('button', { name: /discard/i }).click();
  await expect(auditPage(window).summary).toContainText('request');
});
