import { defineConfig } from 'vitest/config';

/** Unit and contract tests. Journeys through the real window are Playwright's: see playwright.config.ts. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{build,electron,shared,contract}/**/*.test.ts'],
        },
      },
      {
        test: {
          // Tests of the packaged app: build/stages.mjs builds it and says where it is.
          name: 'package',
          environment: 'node',
          include: ['test/package/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'window',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
