import { defineConfig } from '@playwright/test';

/**
 * Journeys through the real window. Started by `npm run test:e2e`, which prepares the app, the display and the user it
 * runs as.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'out/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list', { printSteps: true }],
    ['json', { outputFile: 'out/e2e.json' }],
  ],
  projects: [
    { name: 'journeys', testMatch: '**/*.e2e.ts' },
    { name: 'tour', testMatch: '**/tour.ts' },
  ],
});
