import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { doublewordSampleLog } from '../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../electron/sample/doubleword/sample-state.ts';
import { startDoublewordSimulator } from '../../../electron/sample/doubleword/simulator.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import { notVerified, openRound, type Round } from './doubleword-bench.ts';
import { EDITS } from './doubleword-edits.ts';

const KEY = 'sk-simulated-admin-key';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** How a write goes wrong: refused, failed before it did anything, or carried out and its answer lost. */
type Fault = 'refused' | 'failed' | 'lost';

/** A simulated node of which one write goes wrong, and all later ones; until it is mended. */
async function startNode(
  at: number,
  fault: Fault,
): Promise<{ url: string; mend: () => void; writes: () => number }> {
  const node = await startDoublewordSimulator({
    state: doublewordSampleState(5),
    log: doublewordSampleLog(5, '2026-10', 100),
    adminKey: KEY,
  });
  let writes = 0;
  let mended = false;
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
      const isWrite = request.method !== 'GET';
      if (isWrite) writes += 1;
      const isBad = isWrite && !mended && writes >= at;
      if (isBad && fault !== 'lost') {
        const status = fault === 'refused' ? 403 : 500;
        response.writeHead(status, { 'content-type': 'text/plain' }).end('Internal server error');
        return;
      }
      const answer = await fetch(`${node.url}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          ...(parts.length > 0 ? { 'content-type': 'application/json' } : {}),
        },
        ...(parts.length > 0 ? { body: Buffer.concat(parts) } : {}),
      });
      const body = await answer.text();
      if (isBad) return void response.destroy();
      const type = answer.headers.get('content-type');
      response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(body);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  open.push(node, {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    mend: () => (mended = true),
    writes: () => writes,
  };
}

/** Everything edited but what cannot come back, so that a rollback has to reach the state before. */
const BACK = EDITS.filter(({ says }) => says !== 'delete model gemma-3-12b');

async function planned(round: Round): Promise<string> {
  await round.writeFileFromNode();
  await round.edit((file) => {
    for (const { change } of BACK) change(file);
  });
  return (await round.plan()).id;
}

const FAULTS: readonly (readonly [number, Fault])[] = [
  [1, 'failed'],
  [6, 'lost'],
  [13, 'refused'],
  [20, 'failed'],
  [27, 'lost'],
];

describe('a push to Doubleword that ends half-way', { timeout: 120_000 }, () => {
  it.each(FAULTS)(
    'at its write %i, %s: goes on to the end, and a second plan is empty',
    async (at, fault) => {
      const node = await startNode(at, fault);
      const round = await openRound(node.url, KEY);
      open.push(round);
      await round.pull();
      const id = await planned(round);
      expect((await round.push(id)).status).not.toBe('verified');
      expect(node.writes()).toBeGreaterThanOrEqual(at);
      node.mend();
      round.letTimePass();
      const { change } = await round.call('changes.resume', { id });
      expect(notVerified(change)).toEqual([]);
      await round.pull();
      expect((await round.plan()).operations).toEqual([]);
    },
  );

  it.each(FAULTS)('at its write %i, %s: takes back what was done', async (at, fault) => {
    const node = await startNode(at, fault);
    const round = await openRound(node.url, KEY);
    open.push(round);
    const first = await round.pull();
    const id = await planned(round);
    expect((await round.push(id)).status).not.toBe('verified');
    node.mend();
    const { change } = await round.call('changes.rollback', { id });
    if (change.plan.operations.length > 0) expect(notVerified(await round.push(change.id))).toEqual([]);
    const last = await round.pull();
    expect(compareStates(first.resources, last.resources, { mode: 'whole' }).changes).toEqual([]);
  });
});
