import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { answerSaveDialog } from './harness/dialogs.ts';
import { test } from './harness/test.ts';
import { beginReport, TOUR_FOLDER } from './harness/tour-report.ts';
import { importDialog } from './pages/archive.ts';
import { changesPage } from './pages/changes.ts';
import { configPage } from './pages/config.ts';
import { costsPage } from './pages/costs.ts';
import { coveragePanel } from './pages/coverage.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';
import { holdsPage } from './pages/holds.ts';
import { replayOf } from './pages/replay.ts';
import { sqlPage } from './pages/sql.ts';

/** The main job from end to end, as a person does it. Leaves screenshots and a report in out/tour. */
test('the tour', async ({ start }) => {
  test.setTimeout(240_000);
  const { app, window, dataFolder } = await start(['--sample']);
  const runs = await app.evaluate(
    ({ app: own }) => `Gatehouse ${own.getVersion()} on Electron ${process.versions.electron}`,
  );
  const report = await beginReport(window, runs);
  const frame = frameOf(window);
  const said = async (): Promise<string> => `“${(await frame.title.innerText()).trim()}”`;
  const fleet = fleetPage(window);
  const config = configPage(window);
  const changes = changesPage(window);
  const costs = costsPage(window);
  const holds = holdsPage(window);
  const sql = sqlPage(window);
  const replay = replayOf(window);
  const importer = importDialog(window);
  const workspace = join(dataFolder, 'sample-workspace');

  await test.step('first use', async () => {
    await expect(window.getByRole('button', { name: 'Pull 3 nodes' }).first()).toBeVisible({
      timeout: 30_000,
    });
    await report.stop('first-use', `The sample workspace, before anything was read. ${await said()}`);
  });

  await test.step('pull every node', async () => {
    await frame.goTo('Fleet');
    await fleet.pullAll();
    await fleet.choose('prod-us');
    await report.stop('fleet', `Three nodes pulled; two of them have drifted apart. ${await said()}`);
    await fleet.open('prod-us');
    await report.stop('node', 'One of them: what it is, what it can do, what it holds, what differs.');
  });

  await test.step('edit the policy', async () => {
    await frame.goTo('Config');
    await config.open('policy.yaml');
    const before = await readFile(join(workspace, 'policy.yaml'), 'utf8');
    const after = before.replace('limit: 70 USD', 'limit: 75 USD');
    expect(after).not.toBe(before);
    await config.replaceText('policy.yaml', after);
    await report.stop('policy-edited', 'A team’s budget raised in the policy file.');
    await config.save('policy.yaml');
    expect(await readFile(join(workspace, 'policy.yaml'), 'utf8')).toBe(after);
  });

  await test.step('compare', async () => {
    await config.compareWith('prod-us');
    await report.stop(
      'compare-meaning',
      `What the policy wants against the node, by meaning. ${await said()}`,
    );
    await changes.showComparison('As text');
    await report.stop('compare-text', 'The same as text.');
    await changes.showComparison('By meaning');
  });

  await test.step('plan', async () => {
    await changes.showPlans();
    await changes.makePlan();
    await report.stop('plan', `A plan; nothing is written yet. ${await said()}`);
  });

  await test.step('push and verify', async () => {
    const question = await changes.askForPush();
    await report.stop('push-asks', 'What the push would do, asked once more.');
    await changes.confirmPush(question);
    await report.stop('verified', `Written, read again, verified. ${await said()}`);
    await changes.takeBack();
    await report.stop('take-back', `The plan that would take it back; nothing is written. ${await said()}`);
    await window.getByRole('button', { name: 'Discard plan' }).click();
    await expect(frame.title).toContainText('verified on');
  });

  await test.step('import from a node', async () => {
    await frame.goTo('Fleet');
    await fleet.choose('prod-eu');
    await window.getByRole('button', { name: 'Import…' }).click();
    const result = await importer.fromNode('prod-eu');
    await report.stop('import-node', `The node’s own log: ${result}`);
    await importer.close();
  });

  await test.step('import a file', async () => {
    await frame.goTo('Overview');
    await window.getByRole('button', { name: /^Import \d+ files?$/ }).click();
    const result = await importer.fromListedFiles('prod-us');
    await report.stop('import-file', `A log file: ${result}`);
    await importer.close();
  });

  await test.step('replay an edit', async () => {
    await frame.goTo('Config');
    await config.open('policy.yaml');
    const before = await readFile(join(workspace, 'policy.yaml'), 'utf8');
    await config.replaceText(
      'policy.yaml',
      before.replace('limit: 75 USD', 'limit: 20 USD').replace('[cheap, gpt-4o]', '[cheap]'),
    );
    await expect(replay.headline).toContainText('denied', { timeout: 30_000 });
    await replay.settled();
    await report.stop('replay-typed', 'What an edit would have done to October, as it is typed.');
    await replay.open();
    await report.stop('replay', `All of it, with what the numbers cannot know. ${await said()}`);
    await window.getByRole('tab', { name: 'Access' }).click();
    await expect(window.getByRole('table', { name: /^Who may call what at/ })).toBeVisible();
    await report.stop('replay-access', 'Who may call what today and under the edit.');
    await window.getByRole('tab', { name: 'Budgets' }).click();
    await expect(window.getByRole('slider', { name: 'Day' })).toBeVisible();
    await report.stop('replay-budgets', 'Budgets through the month, and when each would have been used up.');
    await window.getByRole('tab', { name: 'Requests' }).click();
    await window.getByRole('button', { name: 'policy.yaml' }).first().click();
    await window.getByRole('button', { name: 'Discard edits' }).click();
    await window.getByRole('button', { name: 'Suggest from use' }).click();
    await expect(window.getByRole('button', { name: /^Put \d+ teams/ })).toBeEnabled({ timeout: 30_000 });
    await report.stop('suggest', 'What October’s use suggests, to be looked through as an edit.');
    await window.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('browse what a node holds', async () => {
    await frame.goTo('Fleet');
    await fleet.browse('prod-us');
    await holds.look('search');
    await expect(holds.pane.getByRole('img', { name: /^Cost of search/ })).toBeVisible({ timeout: 30_000 });
    await report.stop('holds', `Everything it holds, and one team beside it. ${await said()}`);
    await holds.openWhole('search');
    await expect(window.getByRole('img', { name: /^Cost of search/ })).toBeVisible({ timeout: 30_000 });
    await report.stop('team', 'The team: what is set, what it used and cost, who belongs to it.');
  });

  await test.step('import from the other product', async () => {
    await frame.goTo('Fleet');
    await fleet.choose('batch');
    await window.getByRole('button', { name: 'Import…' }).click();
    const result = await importer.fromNode('batch');
    await report.stop('import-batch', `The batch node’s log: ${result}`);
    await importer.close();
  });

  await test.step('costs', async () => {
    await frame.goTo('Costs');
    await expect(costs.rows.filter({ hasText: 'payments' }).first()).toBeVisible({ timeout: 30_000 });
    await report.stop('costs-chart', `Cost per team and day, from the archive alone. ${await said()}`);
    await costs.showDays('Table');
    await expect(costs.days).toBeVisible();
    await report.stop('costs-table', 'The chart’s twin in figures.');
    const csv = join(dataFolder, 'costs.csv');
    await answerSaveDialog(app, csv);
    await costs.saveCsv();
    await copyFile(csv, join(TOUR_FOLDER, 'costs.csv'));
    await costs.showDays('Chart');
  });

  await test.step('audit', async () => {
    await frame.goTo('Audit');
    const rows = window.getByRole('table', { name: 'Requests' }).locator('tbody').getByRole('row');
    await rows.nth(1).click();
    await expect(window.getByRole('complementary', { name: 'The request' })).toBeVisible();
    await report.stop('audit', 'Every request of the month, one of them opened.');
  });

  await test.step('SQL', async () => {
    await sql.open();
    await sql.ask();
    await expect(sql.result).toBeVisible({ timeout: 30_000 });
    await report.stop(
      'sql',
      'The archive asked in SQL: the tables beside it, and what each team spent by model.',
    );
  });

  await test.step('what the archive covers', async () => {
    const panel = await coveragePanel(window).open('prod-us');
    await report.stop('coverage', 'Which hours of a node are in the archive, what is missing and why.');
    await panel.compare();
    await panel.check();
    await report.stop(
      'coverage-checked',
      'The month compared with what the node counted itself, and the archive checked.',
    );
    await panel.close();
  });

  await test.step('dark', async () => {
    await frame.goTo('Overview');
    await report.stop('overview', `What needs a person now. ${await said()}`);
    await frame.chooseTheme('dark');
    await report.stop('overview-dark', 'The same in the dark.');
    await frame.goTo('Costs');
    await expect(costs.rows.first()).toBeVisible();
    await report.stop('costs-dark', 'Costs in the dark.');
    await frame.goTo('Changes');
    await report.stop('changes-dark', 'The pushed change in the dark.');
    await frame.goTo('Fleet');
    await fleet.browse('prod-eu');
    await holds.look('search');
    await report.stop('holds-dark', 'What a node holds, in the dark.');
    await frame.goTo('Audit');
    await sql.open();
    await expect(sql.result).toBeVisible();
    await report.stop('sql-dark', 'SQL in the dark.');
    const panel = await coveragePanel(window).open('prod-us');
    await report.stop('coverage-dark', 'What the archive covers, in the dark.');
    await panel.close();
  });

  await report.finish();
});
