import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { createSqlRunner } from '../../../../electron/archive/sql/runner.ts';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { makeRequest } from '../../../helpers/requests.ts';
import { sqlWorld } from './sql-world.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ENDLESS = 'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';

let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-sql-'));
  script = await bundleScript(join(ROOT, 'electron/archive/sql/sql-worker.ts'), folder, 'sql-worker', 'cjs');
  await copyFile(join(ROOT, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(folder, 'sql-wasm.wasm'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

function runnerOf(more: { readonly script?: string | null; readonly idleMs?: number } = {}) {
  const runner = createSqlRunner({ stamp: () => '20261120T120000000Z', script, ...more });
  onTestFinished(() => runner.close());
  return runner;
}
const never = new AbortController().signal;

describe('statements in a thread', { timeout: 30_000 }, () => {
  it('are answered one after the other, and problems are told as they are', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest()]);
    const runner = runnerOf();
    const asked = [
      runner.run(world.order('SELECT id FROM requests'), never, 20_000),
      runner.run(world.order('SELECT nothing FROM requests'), never, 20_000),
      runner.run(world.order('SELECT sum(requests) FROM usage'), never, 20_000),
    ];
    const [first, second, third] = await Promise.allSettled(asked);
    expect(first).toMatchObject({ value: { rows: [['request-1']] } });
    expect(second).toMatchObject({ reason: { problem: { code: 'sql_error' } } });
    expect(third).toMatchObject({ value: { rows: [[1]] } });
  });

  it('are stopped when they take too long, and the next one is answered', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest()]);
    const runner = runnerOf();
    await expect(runner.run(world.order(ENDLESS), never, 300)).rejects.toMatchObject({
      problem: { code: 'query_timeout', message: expect.stringContaining('0.3 seconds') },
    });
    expect(await runner.run(world.order('SELECT count(*) FROM requests'), never, 20_000)).toMatchObject({
      rows: [[1]],
    });
  });

  it('are stopped by a cancel, while they run and before', async () => {
    const world = await sqlWorld();
    const runner = runnerOf();
    const cancel = new AbortController();
    const running = runner.run(world.order(ENDLESS), cancel.signal, 20_000);
    const waiting = runner.run(world.order('SELECT 1'), cancel.signal, 20_000);
    setTimeout(() => cancel.abort(), 200);
    await expect(running).rejects.toMatchObject({
      problem: { code: 'cancelled', message: 'The statement was cancelled.' },
    });
    await expect(waiting).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(await runner.run(world.order('SELECT 1'), never, 20_000)).toMatchObject({ rows: [[1]] });
  });

  it('go on after the thread was idle for long', async () => {
    const world = await sqlWorld();
    const runner = runnerOf({ idleMs: 1 });
    await runner.run(world.order('SELECT 1'), never, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await runner.run(world.order('SELECT 2'), never, 20_000)).toMatchObject({ rows: [[2]] });
  });

  it('run in this thread where there is no script', async () => {
    const world = await sqlWorld();
    const runner = runnerOf({ script: null });
    expect(await runner.run(world.order('SELECT 3'), never, 1)).toMatchObject({ rows: [[3]] });
  });
});
