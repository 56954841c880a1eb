import { expect } from '@playwright/test';

import { makeFilledWorkspace } from './harness/command-line.ts';
import { faults, resize } from './harness/layout.ts';
import { test } from './harness/test.ts';
import { auditPage } from './pages/audit.ts';
import { coveragePanel } from './pages/coverage.ts';
import { frameOf, SCREENS } from './pages/frame.ts';
import { sqlPage } from './pages/sql.ts';

const SIZES = [
  { width: 900, height: 600 },
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
] as const;

for (const size of SIZES) {
  test(`nothing is moved, cut off or too wide at ${size.width} x ${size.height}`, async ({ start }) => {
    const { app, window } = await start(['--workspace', await makeFilledWorkspace()]);
    const frame = frameOf(window);
    const audit = auditPage(window);
    const main = window.getByRole('main');
    await resize(app, window, size);
    for (const screen of SCREENS) {
      await frame.goTo(screen);
      await expect(main.locator('[aria-busy="true"]')).toHaveCount(0);
      expect.soft(await faults(window), screen).toEqual([]);
    }
    await frame.goTo('Audit');
    await audit.lines.nth(1).click();
    await expect(audit.request).toBeVisible();
    expect.soft(await faults(window), 'a request').toEqual([]);
    await main.getByRole('button', { name: 'Filter', exact: true }).click();
    const find = window.getByRole('searchbox', { name: 'Find: Team' });
    await expect(find).toBeVisible();
    // As high as every other field that is typed in.
    expect(await find.evaluate((field) => (field instanceof HTMLElement ? field.offsetHeight : 0))).toBe(28);
    expect.soft(await faults(window), 'the filter').toEqual([]);
    await window.keyboard.press('Escape');
    await sqlPage(window).open();
    await sqlPage(window).ask();
    await expect(sqlPage(window).result).toBeVisible();
    expect.soft(await faults(window), 'SQL').toEqual([]);
    const panel = await coveragePanel(window).open('prod-us');
    await panel.check();
    expect.soft(await faults(window), 'what the archive covers').toEqual([]);
    await panel.close();
    expect.soft(await faults(window), 'after the panel').toEqual([]);
  });
}
