import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { gatehouse, makeFilledWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';
import { changesPage } from './pages/changes.ts';
import { configPage } from './pages/config.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';
import { replayOf } from './pages/replay.ts';

test('a replay is kept with the plan that is decided on it, and comes out the same after the policy moved on', async ({
  start,
}) => {
  const folder = await makeFilledWorkspace();
  const policy = join(folder, 'policy.yaml');
  const { window } = await start(['--workspace', folder]);
  const frame = frameOf(window);
  const config = configPage(window);
  const replay = replayOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  const before = await readFile(policy, 'utf8');
  await frame.goTo('Config');
  await config.open('policy.yaml');
  await config.replaceText(
    'policy.yaml',
    before.replace('models: [gpt-4o, gpt-4o-mini, text-embedding-3-small]', 'models: [gpt-4o-mini]'),
  );
  await config.save('policy.yaml');

  await frame.goTo('Changes');
  await changesPage(window).makePlan();
  await replay.settled();
  await replay.panel.getByRole('button', { name: 'Keep and attach' }).click();
  const attached = replay.panel.getByRole('group', { name: 'Attached replay' });
  await expect(attached).toContainText(/\d+ denied/);
  // Of the nodes that no log is imported of, it says just that.
  const warnings = await attached.getByRole('listitem').allInnerTexts();
  expect(warnings.filter((text) => !text.startsWith('Not replayed: '))).toEqual([]);
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `with the plan, ${theme}`).toEqual([]);
  }
  const said = (await attached.innerText()).split(' of ')[0]?.replace('attached', '').trim() ?? '';

  await attached.getByRole('button', { name: 'Show it' }).click();
  await expect(frame.title).toHaveText('1 kept replay');
  await expect(window.getByRole('list', { name: 'Kept replays' })).toContainText(said);
  await expect(window.getByRole('region', { name: 'What it depends on' })).toContainText('policy.yaml');
  const file = (await readdir(join(folder, 'replays'))).find((name) => name.endsWith('.json')) ?? '';

  await writeFile(policy, before);
  await window.getByRole('button', { name: 'Run again' }).click();
  const verdict = window.getByRole('main').getByRole('status').filter({ hasText: 'Run again' });
  await expect(verdict).toContainText('it gives the same bytes');
  await expect(verdict).toContainText('policy.yaml says something else');
  for (const theme of ['light', 'dark'] as const) {
    await frame.chooseTheme(theme);
    expect.soft(await findBarriers(window), `kept, ${theme}`).toEqual([]);
  }
  // The command line reads the same file, and says the same of it.
  expect(await gatehouse(['replay', 'again', file.slice(0, 12), '--workspace', folder])).toMatchObject({
    id: file.replace('.json', ''),
    verdict: 'same',
  });
});
