import { afterEach } from 'vitest';
import type { Connection, Work } from '../../../../electron/gateways/adapter.ts';
import { doublewordSampleLog } from '../../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import { startDoublewordSimulator } from '../../../../electron/sample/doubleword/simulator.ts';
import type {
  DoublewordSimulator,
  DoublewordSimulatorOptions,
} from '../../../../electron/sample/doubleword/simulator.ts';

/** The key of the simulated node. */
export const KEY = 'sk-simulated-admin-key';

/** A small month, for every test that needs one. */
export const LOG = doublewordSampleLog(5, '2026-10', 700);

/** October 2026, UTC. */
export const OCTOBER = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Closes a server when the test ends. */
export function closeAfterwards(server: { close(): Promise<void> }): void {
  open.push(server);
}

/** A simulated node with the sample's state. */
export async function startNode(
  options: Partial<DoublewordSimulatorOptions> = {},
): Promise<{ readonly node: DoublewordSimulator; readonly connection: Connection }> {
  const state = doublewordSampleState(5);
  const node = await startDoublewordSimulator({ state, log: LOG, adminKey: KEY, ...options });
  closeAfterwards(node);
  return { node, connection: { node: 'dw-eu', url: node.url, key: KEY } };
}

/** Work that nobody watches. */
export function work(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, progress: () => undefined };
}
