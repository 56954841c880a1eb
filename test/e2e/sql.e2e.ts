import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { findBarriers } from './harness/axe.ts';
import { makeFilledWorkspace } from './harness/command-line.ts';
import { answerSaveDialog } from './harness/dialogs.ts';
import { test } from './harness/test.ts';
import { frameOf } from './pages/frame.ts';
import { sqlPage } from './pages/sql.ts';

/** Never ends by itself. */
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

test('the archive is asked in SQL, by keyboard', async ({ start }) => {
  test.setTimeout(180_000);
  const { app, window, dataFolder } = await start(['--workspace', await makeFilledWorkspace()]);
  const frame = frameOf(window);
  const sql = sqlPage(window);
  const main = window.getByRole('main');
  const cells = (row: number) => sql.result.locator(`tr[data-index="${row}"]`).getByRole('cell');
  await frame.goTo('Audit');
  await sql.open();

  await test.step('tables and columns are named, and go into the statement', async () => {
    await expect(main.getByText('Nothing was asked yet')).toBeVisible();
    const columns = sql.schema.getByRole('list', { name: 'Columns of requests' });
    await expect(columns.getByText('Hash of the caller')).toBeVisible();
    const usage = sql.schema.getByRole('button', { name: /^usage/ });
    await usage.focus();
    await window.keyboard.press('Enter');
    await expect(sql.schema.getByRole('list', { name: 'Columns of usage' })).toBeVisible();
    await sql.write('SELECT');
    await columns.getByRole('button', { name: 'Insert team_alias' }).focus();
    await window.keyboard.press('Enter');
    await expect(sql.editor).toBeFocused();
    await expect(sql.editor).toHaveText('SELECT team_alias');
  });

  await test.step('what can be typed next is offered', async () => {
    await sql.write('SELECT count(*) AS n FROM requests WHERE ');
    await window.keyboard.type('te');
    await expect(sql.offers.getByRole('option', { name: /^team_id/ })).toBeVisible();
    expect.soft(await findBarriers(window), 'the offers').toEqual([]);
    const chosen = sql.offers.getByRole('option', { selected: true });
    await window.keyboard.press('ArrowDown');
    await expect(chosen).toHaveText(/^team_id/);
    await window.keyboard.press('ArrowUp');
    await expect(chosen).toHaveText(/^team_alias/);
    await window.keyboard.press('Enter');
    await expect(sql.offers).toBeHidden();
    await window.keyboard.insertText(" = 'payments'");
    await sql.ask();
    await expect(cells(0)).toHaveText(['63']);
    await expect(sql.answer).toContainText(/1 row · answered in \d+ ms/);
  });

  await test.step('sums come from the same requests as the table', async () => {
    await sql.write('SELECT count(*) AS n, usd(sum(spend_nano)) AS usd FROM requests');
    await sql.ask();
    await expect(cells(0)).toHaveText(['600', '6.45679137']);
  });

  await test.step('that there are more rows is said', async () => {
    await sql.write('SELECT a.id, b.model FROM requests a, requests b');
    await sql.ask();
    await expect(sql.answer).toContainText('The first 1,000 rows; there are more');
    expect.soft(await findBarriers(window), 'the rows').toEqual([]);
  });

  await test.step('a mistake is named, placed and answered with a suggestion', async () => {
    await sql.write('SELECT modle FROM requests');
    await sql.ask();
    const problem = main.getByRole('alert');
    await expect(problem).toContainText('no such column: modle');
    await expect(problem).toContainText('Did you mean model');
    await expect(problem).toContainText('line 1, column 8');
    await expect(sql.editor.locator('.cm-lintRange-error')).toHaveText('modle');
    expect.soft(await findBarriers(window), 'the mistake').toEqual([]);
    await sql.write('DELETE FROM requests');
    await sql.ask();
    await expect(problem).toContainText(/read-only|SELECT/);
    await sql.write('SELECT 1 AS one');
    await expect(problem).toBeHidden();
  });

  await test.step('a long statement is cancelled, and the next one is answered', async () => {
    await sql.write(ENDLESS);
    await sql.ask();
    await main.getByRole('button', { name: 'Cancel' }).click();
    await expect(main.getByText('The statement was cancelled.')).toBeVisible();
    await sql.write('SELECT 40 + 2 AS answer');
    await sql.ask();
    await expect(cells(0)).toHaveText(['42']);
    await expect(main.getByText('The statement was cancelled.')).toBeHidden();
  });

  await test.step('rows go on as a copy and as CSV', async () => {
    await sql.write(
      "SELECT '=1+1' AS formula, model, count(*) AS n FROM requests GROUP BY model ORDER BY n DESC",
    );
    await sql.ask();
    // What was there before stays until the answer comes.
    await expect(sql.result.getByRole('columnheader', { name: 'formula' })).toBeVisible();
    await sql.answer.getByRole('button', { name: 'Copy' }).click();
    await expect(frame.notice(/^Copied \d+ rows$/)).toBeVisible();
    const copy = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copy).toMatch(/^formula\tmodel\tn\r\n'=1\+1\t/);
    const path = join(dataFolder, 'query.csv');
    await answerSaveDialog(app, path);
    await sql.answer.getByRole('button', { name: 'CSV' }).click();
    await expect(frame.notice('Saved')).toBeVisible();
    expect((await readFile(path, 'utf8')).replaceAll(',', '\t')).toContain(copy.trimEnd());
  });

  await test.step('what was asked is kept, and the dark has no barrier either', async () => {
    await main.getByRole('button', { name: 'History' }).click();
    await window.getByRole('menuitem', { name: /SELECT 40 \+ 2 AS answer/ }).click();
    await expect(sql.editor).toHaveText('SELECT 40 + 2 AS answer');
    await frame.chooseTheme('dark');
    await window.keyboard.press('Escape');
    await sql.write('SELECT ');
    await window.keyboard.press('Control+Space');
    await expect(sql.offers).toBeVisible();
    expect.soft(await findBarriers(window), 'the offers in the dark').toEqual([]);
  });
});
