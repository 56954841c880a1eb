import { expect, type ElectronApplication, type Page } from '@playwright/test';

import { makeFilledWorkspace } from './harness/command-line.ts';
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

/** Gives the window an inner size, pixels. */
async function resize(
  app: ElectronApplication,
  window: Page,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(size.width);
}

/**
 * What of the window does not lie as it should: a page larger than the window, one that is moved, words or controls of
 * the content that stick out at its right.
 */
function faults(window: Page): Promise<readonly string[]> {
  return window.evaluate(() => {
    const root = document.documentElement;
    const main = document.querySelector('main');
    const found: string[] = [];
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth - innerWidth} px too wide`);
    if (root.scrollHeight > innerHeight)
      found.push(`the page is ${root.scrollHeight - innerHeight} px too high`);
    for (const { scrollLeft, scrollTop } of [root, document.body])
      if (scrollLeft !== 0 || scrollTop !== 0) found.push('the page is moved');
    if (main !== null && main.scrollWidth > main.clientWidth)
      found.push(`the content is ${main.scrollWidth - main.clientWidth} px too wide`);
    for (const element of document.querySelectorAll(
      'main button, main input, main h1, [role=dialog] button',
    )) {
      const { left, right, width } = element.getBoundingClientRect();
      const scrolled = element.closest('.table-scroller, [data-code-editor]') !== null;
      if (width > 1 && !scrolled && (right > innerWidth + 1 || left < 0))
        found.push(`${element.textContent} sticks out`);
    }
    return found;
  });
}

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
