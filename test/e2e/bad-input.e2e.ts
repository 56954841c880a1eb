import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { expect } from '@playwright/test';

import { giveAway, makeWorkspace } from './harness/command-line.ts';
import { answerOpenDialog } from './harness/dialogs.ts';
import { makeFolder } from './harness/launch.ts';
import { test } from './harness/test.ts';
import { configPage } from './pages/config.ts';
import { fleetPage } from './pages/fleet.ts';
import { frameOf } from './pages/frame.ts';

/** Something that is not a gateway: it answers every path with a page. */
function startWebPage(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome</title></html>');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, server });
    });
  });
}

test('an address that is not a gateway, and one where nobody listens, are each said to be so', async ({
  start,
}) => {
  const page = await startWebPage();
  try {
    const { window, said } = await start(['--workspace', await makeWorkspace(200)]);
    await frameOf(window).goTo('Fleet');
    const fleet = fleetPage(window);
    const alert = window.getByRole('alert');
    await fleet.addNode({ name: 'wrong', kind: 'LiteLLM', url: page.url, key: 'sk-never-shown-1' });
    await expect(window.getByRole('heading', { name: 'wrong', exact: true })).toBeVisible();
    await expect(alert.filter({ hasText: /wrong .*web page/i })).toBeVisible({ timeout: 30_000 });
    await fleet.addNode({
      name: 'nobody',
      kind: 'Doubleword',
      url: 'http://127.0.0.1:9',
      key: 'sk-never-shown-2',
    });
    await expect(window.getByRole('heading', { name: 'nobody', exact: true })).toBeVisible();
    await expect(alert.filter({ hasText: /nobody .*nothing listens at that address/i })).toBeVisible({
      timeout: 30_000,
    });
    await expect(alert).toHaveCount(1);
    expect(await window.content()).not.toContain('sk-never-shown');
    expect(said()).not.toContain('sk-never-shown');
  } finally {
    page.server.close();
  }
});

test('rows that cannot be read are counted and kept, and the rest goes in', async ({ start }) => {
  const workspace = await makeWorkspace();
  const log = join(workspace, 'logs', 'prod-us-2026-10.jsonl');
  const rows = (await readFile(log, 'utf8')).trimEnd().split('\n').length;
  await appendFile(log, '{"request_id": "cut in the mid\nthis is not JSON at all\n');
  const { window } = await start(['--workspace', workspace]);
  const frame = frameOf(window);
  await frame.goTo('Fleet');
  await fleetPage(window).pullAll();
  await frame.goTo('Overview');
  await window.getByRole('button', { name: /^Import \d+ files?$/ }).click();
  const dialog = window.getByRole('dialog', { name: 'Import requests' });
  await expect(dialog.getByRole('combobox', { name: 'Node of prod-us-2026-10.jsonl' })).toContainText(
    'prod-us',
  );
  await dialog.getByRole('button', { name: 'Import 1 file' }).click();
  const result = dialog.getByRole('status').first();
  await expect(result).toContainText(`${rows} new requests`, { timeout: 30_000 });
  await expect(result).toContainText('2 rows could not be read');
});

test('a file that holds no requests is refused with a reason', async ({ start }) => {
  const folder = await makeFolder('file');
  const file = join(folder, 'holiday.jsonl');
  await writeFile(file, 'a picture, not a log\n'.repeat(3));
  await giveAway(folder);
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  await answerOpenDialog(app, [file]);
  await frameOf(window).goTo('Fleet');
  await fleetPage(window).choose('prod-us');
  await window.getByRole('button', { name: 'Import…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Import requests' });
  await dialog.getByRole('button', { name: 'From files' }).click();
  await dialog.getByRole('button', { name: 'Choose files…' }).click();
  await dialog.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(dialog).toContainText(/could not be read|not .*JSON|refused|no requests/i, {
    timeout: 30_000,
  });
});

test('invalid YAML is found while typing, and the place is named', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace(200)]);
  await frameOf(window).goTo('Config');
  const config = configPage(window);
  await config.open('policy.yaml');
  await config.replaceText('policy.yaml', 'version: 1\nteams:\n  payments: [unclosed\n');
  await expect(window.getByText(/line 3|line 4|3:|4:/i).first()).toBeVisible();
  // Edits that are not saved would hold the window back from closing.
  await window.getByRole('button', { name: 'Discard edits' }).click();
});
