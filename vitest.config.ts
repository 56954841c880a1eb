import { defineConfig } from 'vitest/config';

/** Unit and contract tests. Journeys through the real window are Playwright's: see playwright.config.ts. */
export default defineConfig({
  test: {
    // Vitest leaves one processor idle by itself; on two that is half of them.
    maxWorkers: '100%',
    // A guard against tests that hang, not a measure of speed: a busy machine is not a failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Programs from the sources need the scanner compiled.
    globalSetup: ['test/helpers/compile-scanner.mjs'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          // What the window computes needs no document; the few that do say so in their first line.
          include: ['test/{build,electron,shared}/**/*.test.ts', 'test/renderer/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // Tests of the packaged app: build/stages.mjs builds it and says where it is.
          name: 'package',
          environment: 'node',
          include: ['test/package/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          // The same suite against the simulator and a real proxy: build/gateways.mjs says which. One file at a time, as
          // all of them write to the same gateway.
          name: 'gateways',
          environment: 'node',
          include: ['test/gateways/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // The suite for Doubleword: the simulator and a real control layer, in the same way.
          name: 'gateways-doubleword',
          environment: 'node',
          include: ['test/gateways/doubleword/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'window',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.tsx'],
        },
      },
    ],
  },
});
