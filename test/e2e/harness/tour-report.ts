import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

/** Where the tour leaves its screenshots and its report. */
export const TOUR_FOLDER = join('out', 'tour');

/** The report of a tour: one numbered screenshot and one sentence a stop. */
export interface TourReport {
  /** Takes the next screenshot. `words` says what happened, with what was seen. */
  stop(name: string, words: string): Promise<void>;
  finish(): Promise<void>;
}

/** Begins the report of a tour through a window; the one of an earlier tour is gone. */
export async function beginReport(window: Page, app: string): Promise<TourReport> {
  await rm(TOUR_FOLDER, { recursive: true, force: true });
  await mkdir(TOUR_FOLDER, { recursive: true });
  const began = Date.now();
  const lines: string[] = [];
  return {
    async stop(name, words) {
      const number = String(lines.length + 1).padStart(2, '0');
      const file = `${number}-${name}.png`;
      await window.screenshot({ path: join(TOUR_FOLDER, file), animations: 'disabled' });
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      lines.push(`${lines.length + 1}. [${file}](${file}) after ${seconds} s: ${words}`);
    },
    async finish() {
      const text = [
        '# A tour of Gatehouse',
        '',
        `The main job, done through the real window of ${app}, on the sample workspace.`,
        '',
        ...lines,
        '',
      ].join('\n');
      await writeFile(join(TOUR_FOLDER, 'report.md'), text);
    },
  };
}
