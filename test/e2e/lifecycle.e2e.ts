import { expect } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

test('what was pulled is there at the next start', async ({ start }) => {
  const workspace = await makeWorkspace(200);
  const first = await start(['--workspace', workspace]);
  await frameOf(first.window).goTo('Fleet');
  await fleetPage(first.window).pullAll();
  await first.close();

  const second = await start([], first.dataFolder);
  await expect(second.window.getByRole('contentinfo')).toContainText('3 nodes pulled');
});

test('a core that dies is started again, and the window goes on', async ({ start }) => {
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  const frame = frameOf(window);
  await frame.goTo('Fleet');
  await app.evaluate(({ app: own }) => {
    const core = own.getAppMetrics().find(({ name }) => name === 'Gatehouse core');
    if (core === undefined) throw new Error('There is no core to end.');
    process.kill(core.pid, 'SIGKILL');
  });
  await expect(window.getByRole('main')).toBeVisible();
  await fleetPage(window).pullAll();
});

test('a chosen look is kept for the next start', async ({ start }) => {
  const workspace = await makeWorkspace(200);
  const first = await start(['--workspace', workspace]);
  await frameOf(first.window).chooseTheme('dark');
  await first.close();

  const second = await start(['--workspace', workspace], first.dataFolder);
  await expect(second.window.locator('html')).toHaveAttribute('data-theme', 'dark');
});
