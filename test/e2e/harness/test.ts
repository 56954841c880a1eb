import { test as base } from '@playwright/test';

import { launch, type Launched } from './launch.ts';

/** What the journeys get: starts apps, and ends each of them when the test ends, however it ends. */
export interface JourneyFixtures {
  readonly start: (args: readonly string[], dataFolder?: string) => Promise<Launched>;
}

/** Playwright's `test` with the app. */
export const test = base.extend<JourneyFixtures>({
  start: async ({}, provide, info) => {
    const running: Launched[] = [];
    await provide(async (args, dataFolder) => {
      const launched = await launch(args, dataFolder);
      running.push(launched);
      return launched;
    });
    for (const launched of running) {
      if (info.status !== info.expectedStatus) {
        await info.attach('what the app said', { body: launched.said(), contentType: 'text/plain' });
        const picture = await launched.window.screenshot({ timeout: 5000 }).catch(() => null);
        if (picture !== null) await info.attach('the window', { body: picture, contentType: 'image/png' });
      }
      await launched.close();
    }
  },
});
