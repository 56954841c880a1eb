import { prepareApp } from './setup/app.mjs';
import { runPlaywright } from './setup/playwright.mjs';
import { runScript } from './setup/step.mjs';

/** `npm run test:e2e`: every journey and the tour; arguments go to Playwright. */
await runScript(async () => {
  const app = await prepareApp({ virtualDisplay: true });
  return runPlaywright(app, process.argv.slice(2));
});
