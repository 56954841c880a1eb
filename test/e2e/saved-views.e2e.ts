import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { auditPage } from './pages/audit.ts';
import { frameOf } from './pages/frame.ts';

test('a view that was kept is there at the next start, shows the same rows, and can be removed', async ({
  start,
}) => {
  const first = await start(['--workspace', await makeFilledWorkspace()]);
  await frameOf(first.window).goTo('Audit');
  const before = auditPage(first.window);
  await before.narrowTo('Team', /^payments/);
  await before.narrowTo('Model', /^gpt-4o-mini/);
  await first.window.getByRole('button', { name: 'Cost', exact: true }).click();
  await expect(before.summary).not.toContainText('600 requests');
  await expect(first.window.getByRole('columnheader', { name: 'Cost' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(before.lines.first()).toContainText('payments');
  const dearest = (await before.lines.first().textContent()) ?? '';
  const counted = (await before.summary.innerText()).replace(/found in .*/, '');
  await first.window.getByRole('main').getByRole('button', { name: 'Views' }).click();
  await first.window.getByLabel('Keep this view as').fill('Dearest of payments');
  await first.window.keyboard.press('Enter');
  await expect(frameOf(first.window).notice('Kept the view Dearest of payments')).toBeVisible();
  await first.close();

  const { window } = await start([], first.dataFolder);
  const audit = auditPage(window);
  const main = window.getByRole('main');
  await frameOf(window).goTo('Audit');
  await expect(audit.summary).toContainText('600 requests');
  await main.getByRole('button', { name: 'Views' }).click();
  const kept = window.getByRole('list', { name: 'Views kept in this workspace' });
  await kept.getByRole('button', { name: 'Dearest of payments', exact: true }).click();
  await expect(audit.summary).toContainText(counted);
  await expect(audit.lines.first()).toHaveText(dearest);
  await expect(main.getByRole('columnheader', { name: 'Cost' })).toHaveAttribute('aria-sort', 'descending');
  expect.soft(await findBarriers(window), 'the view').toEqual([]);

  await main.getByRole('button', { name: 'Views' }).click();
  await kept.getByRole('button', { name: 'Remove the view Dearest of payments' }).click();
  await expect(window.getByText('No view is kept yet.')).toBeVisible();
  expect.soft(await findBarriers(window), 'no view').toEqual([]);
});
