import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { takeLock } from '../../../../electron/files/file-lock.ts';
import type { LogPage } from '../../../../electron/gateways/adapter.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** A log whose only page comes when it is let. */
function slowLog(id: string) {
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => (start = resolve));
  let go = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (go = resolve));
  async function* pages(): AsyncGenerator<LogPage> {
    start();
    await allowed;
    yield { rows: [makeRequest({ id })], refused: [], bytes: 1, covered: { sinceMs: 0, untilMs: 1 } };
  }
  return { log: { ...sourceOf([]), pages: pages() }, started, go: () => go() };
}

test('an import that waits for another is cancelled at once, and those behind it go on', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder);
  const slow = slowLog('slow');
  const first = archive.importPages('eu', slow.log, quietWork());
  await slow.started;
  const stop = new AbortController();
  const told: (string | undefined)[] = [];
  const work = {
    signal: stop.signal,
    progress: (_done: number, _total: number | null, detail?: string) => void told.push(detail),
  };
  const second = archive.importPages('eu', sourceOf([[makeRequest({ id: 'second' })]]), work);
  const third = archive.importPages('eu', sourceOf([[makeRequest({ id: 'third' })]]), quietWork());
  stop.abort();
  await expect(second).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  expect(told).toEqual(['waiting for another import into eu']);
  slow.go();
  expect(await first).toMatchObject({ inserted: 1 });
  expect(await third).toMatchObject({ inserted: 1 });
  expect((await archive.costReport('2026-10', ['node'])).total.requests).toBe(2);
});

test('an import into another node does not wait', async () => {
  const archive = openArchive(await temporaryFolder());
  const slow = slowLog('slow');
  const first = archive.importPages('eu', slow.log, quietWork());
  await slow.started;
  expect(await archive.importPages('us', sourceOf([[makeRequest()]]), quietWork())).toMatchObject({
    inserted: 1,
  });
  slow.go();
  await first;
  await archive.close();
});

test('an import that waits for another process is cancelled, and leaves no lock', async () => {
  const folder = await temporaryFolder();
  const held = await takeLock(join(folder, 'archive/.eu.lock'), 'october.jsonl');
  const archive = openArchive(folder, { importWaitMs: 60_000 });
  const stop = new AbortController();
  const told: string[] = [];
  const work = {
    signal: stop.signal,
    progress(_done: number, _total: number | null, detail = '') {
      told.push(detail);
      stop.abort();
    },
  };
  const waiting = archive.importPages('eu', sourceOf([[makeRequest()]]), work);
  await expect(waiting).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  expect(told).toEqual([`waiting for process ${process.pid}, which imports into eu`]);
  if (held.taken) await held.release();
  expect(await readdir(join(folder, 'archive'))).toEqual([]);
});
