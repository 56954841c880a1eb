import { expect, type ElectronApplication } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

/** The process of the core; null when there is none. */
function corePid(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(
    ({ app: own }) => own.getAppMetrics().find(({ name }) => name === 'Gatehouse core')?.pid ?? null,
  );
}

/** Ends the core as a crash would; resolves with the process that was ended. */
async function endCore(app: ElectronApplication): Promise<number> {
  await expect.poll(() => corePid(app)).not.toBeNull();
  return app.evaluate(({ app: own }) => {
    const core = own.getAppMetrics().find(({ name }) => name === 'Gatehouse core');
    if (core === undefined) throw new Error('There is no core to end.');
    process.kill(core.pid, 'SIGKILL');
    return core.pid;
  });
}

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
  await endCore(app);
  await expect(window.getByRole('main')).toBeVisible();
  await fleetPage(window).pullAll();
});

test('a core that dies again and again is left alone, and every call says so', async ({ start }) => {
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  for (let ended = 0; ended < 4; ended += 1) {
    const pid = await endCore(app);
    await expect.poll(() => corePid(app)).not.toBe(pid);
  }
  await expect(
    window.getByRole('alert').filter({ hasText: 'Close the app and start it again' }),
  ).toBeVisible();
  const answers = await window.evaluate(
    `Promise.all([1, 2].map(() => window.gatehouse.calls['fleet.list']({})))`,
  );
  expect(answers).toMatchObject([
    { ok: false, problem: { code: 'core_stopped' } },
    { ok: false, problem: { code: 'core_stopped' } },
  ]);
  await window.reload();
  const later = await window.evaluate(`window.gatehouse.calls['fleet.list']({})`);
  expect(later).toMatchObject({ ok: false, problem: { code: 'core_stopped' } });
});

test('a chosen look is kept for the next start', async ({ start }) => {
  const workspace = await makeWorkspace(200);
  const first = await start(['--workspace', workspace]);
  await frameOf(first.window).chooseTheme('dark');
  await first.close();

  const second = await start(['--workspace', workspace], first.dataFolder);
  await expect(second.window.locator('html')).toHaveAttribute('data-theme', 'dark');
});
