import { expect, type Locator, type Page } from '@playwright/test';

import { configPage } from './config.ts';
import { fleetPage } from './fleet.ts';
import { frameOf } from './frame.ts';

/** What a person does with a replay, wherever it stands. */
export interface ReplayPage {
  /** Beside a plan or the policy's text. */
  readonly panel: Locator;
  /** What it says in large. */
  readonly headline: Locator;
  /** Waits until what was asked last is answered. */
  settled(): Promise<void>;
  /** Shows all of it. */
  open(): Promise<void>;
}

/** The replay of a window that shows a plan, or the policy in the editor. */
export function replayOf(window: Page): ReplayPage {
  const panel = window.getByRole('region', { name: 'Replay', exact: true });
  return {
    panel,
    headline: panel.getByRole('status'),
    async settled() {
      await expect(panel.getByText('replaying…')).toHaveCount(0);
      await expect(panel.locator('[aria-busy="true"]')).toHaveCount(0);
    },
    async open() {
      await panel.getByRole('button', { name: 'Open' }).click();
      await expect(panel).toHaveCount(0);
    },
  };
}

/** Pulls all nodes, so that there is something to replay against, and opens the policy to be edited. */
export async function openPolicyToReplay(window: Page): Promise<void> {
  const frame = frameOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Config');
  await configPage(window).open('policy.yaml');
}
