import { expect, test } from 'vitest';

import type { NodeStore } from '../../../electron/archive/store/node-store.ts';
import { createRecentLogs } from '../../../electron/replay/recent-logs.ts';
import type { ReadLog } from '../../../electron/replay/read-request-log.ts';
import { madeLog } from '../../shared/replay/made-log.ts';

const OCTOBER = { span: { fromMs: 0, untilMs: 1 }, marks: { customers: [], tags: [] } };
const LOG: ReadLog = { log: madeLog([{ seconds: 0 }]), otherRows: 0, idOf: () => null };

/** A store of which only the version is asked. */
function storeOf(node: string, version: () => string): NodeStore {
  return { node, version: async () => version() } as unknown as NodeStore;
}

/** Logs of which each reading ends when it is told to, and hears `stop` then. */
function readings() {
  const open: { finish: () => void }[] = [];
  const logs = createRecentLogs(async (_store, _span, _gateway, _marks, stop) => {
    await new Promise<void>((resolve) => {
      open.push({ finish: resolve });
    });
    stop();
    return LOG;
  });
  return { open, logs };
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('those who ask for the same log wait for one reading of it, and one who leaves does not end it', async () => {
  const { open, logs } = readings();
  const store = storeOf('eu', () => '1');
  const leaving = new AbortController();
  const staying = new AbortController();
  const one = logs.read(store, 'litellm', OCTOBER, leaving.signal, () => undefined);
  const other = logs.read(store, 'litellm', OCTOBER, staying.signal, () => undefined);
  await turn();
  expect(open).toHaveLength(1);
  leaving.abort();
  open[0]?.finish();
  await expect(one).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  expect(await other).toBe(LOG);
  expect(await logs.read(store, 'litellm', OCTOBER, staying.signal, () => undefined)).toBe(LOG);
  expect(open).toHaveLength(1);
});

test('a reading ends when nobody waits for it any more, and begins anew for the next', async () => {
  const { open, logs } = readings();
  const store = storeOf('eu', () => '1');
  const leaving = new AbortController();
  const one = logs.read(store, 'litellm', OCTOBER, leaving.signal, () => undefined);
  await turn();
  leaving.abort();
  open[0]?.finish();
  await expect(one).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  const next = logs.read(store, 'litellm', OCTOBER, new AbortController().signal, () => undefined);
  await turn();
  open[1]?.finish();
  expect(await next).toBe(LOG);
});

test('keeps other spans of a node as long as its archive is the same, and reads anew when it is not', async () => {
  const { open, logs } = readings();
  let version = '1';
  const store = storeOf('eu', () => version);
  const { signal } = new AbortController();
  const read = async (untilMs: number): Promise<ReadLog> => {
    const before = open.length;
    const log = logs.read(
      store,
      'litellm',
      { ...OCTOBER, span: { fromMs: 0, untilMs } },
      signal,
      () => undefined,
    );
    await turn();
    for (const { finish } of open.slice(before)) finish();
    return log;
  };
  await read(1);
  await read(2);
  await read(1);
  expect(open).toHaveLength(2);
  version = '2';
  await read(1);
  await read(2);
  expect(open).toHaveLength(4);
});
