import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { changeByte, cutInHalf } from './harness/damage.ts';
import { test } from './harness/test.ts';
import { auditPage } from './pages/audit.ts';
import { frameOf } from './pages/frame.ts';

test('the archive is checked, damage is named, and repaired from the file it came from', async ({
  start,
}) => {
  const workspace = await makeFilledWorkspace();
  const { window } = await start(['--workspace', workspace]);
  const panel = window.getByRole('dialog', { name: 'What the archive covers' });
  const check = panel.getByRole('region', { name: 'Check of the archive' });
  const outcome = check.getByRole('status');

  const ask = async (): Promise<void> => {
    await window.keyboard.press('Control+K');
    await window.getByRole('combobox', { name: 'Search or do anything' }).fill('verify');
    await window.keyboard.press('Enter');
  };

  await test.step('all is well', async () => {
    await ask();
    await expect(outcome).toContainText(/all is well.*600 requests in \d+ segments checked in /);
    expect.soft(await findBarriers(window), 'all is well').toEqual([]);
  });

  await test.step('a byte that changed is found', async () => {
    await changeByte(workspace, 'prod-us');
    await check.getByRole('button', { name: 'Check again' }).click();
    await expect(outcome).toContainText(/1 problem/);
    await window.keyboard.press('Escape');
    await frameOf(window).chooseTheme('dark');
    await ask();
    await expect(outcome).toContainText(/1 problem.* requests in \d+ segments? checked in /);
    await expect(check.getByRole('list', { name: 'What is wrong' })).toContainText(
      /Not all of \d+ requests of prod-us .* can be read/,
    );
    expect.soft(await findBarriers(window), 'damage').toEqual([]);
  });

  await test.step('it is repaired', async () => {
    await check.getByRole('button', { name: 'Repair the archive' }).click();
    const steps = check.getByRole('list', { name: 'What the repair did' });
    await expect(steps).toContainText(/repaired.*prod-us.*was imported again/);
    await expect(outcome).toContainText(/all is well.*600 requests/);
    await expect(check.getByRole('list', { name: 'What is wrong' })).toBeHidden();
    expect.soft(await findBarriers(window), 'repaired').toEqual([]);
  });
});

test('a table that lacks requests says so, and brings them back', async ({ start }) => {
  const workspace = await makeFilledWorkspace();
  await cutInHalf(workspace, 'prod-us');
  const { window } = await start(['--workspace', workspace]);
  const frame = frameOf(window);
  const audit = auditPage(window);
  const banner = window.getByRole('region', { name: 'What is missing here' });
  await frame.goTo('Audit');
  await expect(banner).toContainText('1 part of the archive could not be read');
  await expect(audit.summary).not.toContainText('600 requests');
  await expect(audit.lines.first()).toBeVisible();
  for (const theme of ['dark', 'light'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `the banner, ${theme}`).toEqual([]);
  }
  await banner.getByRole('button', { name: 'Repair the archive' }).click();
  await expect(banner).toContainText('was imported again');
  await expect(audit.summary).toContainText('600 requests');
  await expect(banner.getByRole('button')).toHaveCount(0);
});
