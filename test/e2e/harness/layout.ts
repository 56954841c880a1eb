import { expect, type ElectronApplication, type Page } from '@playwright/test';

/** Gives the window an inner size, pixels. */
export async function resize(
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
export function faults(window: Page): Promise<readonly string[]> {
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

/** Cards whose content is cut off at their edge, and headings of tables that do not fit into their column. */
export function cutOff(window: Page): Promise<readonly string[]> {
  return window.evaluate(() => {
    const words = (element: Element): string => (element.textContent ?? '').trim().slice(0, 40);
    const cards = [...document.querySelectorAll('main .card')].filter(
      (card) => getComputedStyle(card).overflowY === 'hidden' && card.scrollHeight > card.clientHeight + 1,
    );
    const headings = [...document.querySelectorAll('main th :is(.truncate, .table__name)')].filter(
      (heading) => heading.scrollWidth > heading.clientWidth + 1,
    );
    return [
      ...cards.map((card) => `the card “${words(card)}” is cut off`),
      ...headings.map((heading) => `the heading “${words(heading)}” is cut off`),
    ];
  });
}
