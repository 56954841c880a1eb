import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Reconciliation } from '../../../shared/audit/reconcile.ts';
import { openCliBench, type CliBench } from './cli-bench.ts';

let bench: CliBench;

beforeAll(async () => {
  bench = await openCliBench();
  for (const node of ['prod-eu', 'prod-us', 'batch'])
    await bench.run('import', node, '--since', '2026-10-01T00:00:00Z', '--until', '2026-11-01T00:00:00Z');
}, 60_000);
afterAll(() => bench.close());

test('the sample reconciles with its gateways', async () => {
  const { exit, document } = await bench.json('coverage', '--reconcile', '--month', '2026-10');
  const { month, nodes } = document as { readonly month: string; readonly nodes: readonly Reconciliation[] };
  expect(exit).toBe(0);
  expect(month).toBe('2026-10');
  expect(nodes.map(({ node }) => node)).toEqual(['prod-eu', 'prod-us', 'batch']);
  for (const { node, counts, total, days } of nodes) {
    expect(counts.differs + counts.unknown, node).toBe(0);
    expect(counts.equal + counts.explained, node).toBe(31);
    const explained = days.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    // Doubleword dates a charge by the end of its call: some of them go over midnight.
    expect(new Set(explained)).toEqual(
      new Set(node === 'batch' && counts.explained > 0 ? ['dated-at-end'] : []),
    );
    expect(total.difference).toEqual({
      requests: 0,
      failures: 0,
      promptTokens: 0,
      completionTokens: 0,
      spend: '0',
    });
  }
});

test('a node of which nothing is imported is named, with the next step', async () => {
  await bench.run(
    'node',
    'add',
    'new-one',
    '--kind',
    'litellm',
    '--url',
    'http://127.0.0.1:1',
    '--key-env',
    'K',
  );
  const { exit, out } = await bench.run('coverage');
  expect(exit).toBe(0);
  expect(out).toContain('new-one: nothing is imported yet. Next: gatehouse import new-one\n');
  expect(out).not.toContain('prod-us: nothing');
  await bench.run('node', 'remove', 'new-one');
});

test('the last comparison stays beside the archive', async () => {
  const path = join(bench.workspace, 'archive', 'prod-eu', 'reconciled-2026-10.json');
  const kept = JSON.parse(await readFile(path, 'utf8')) as Reconciliation;
  expect(kept).toMatchObject({ node: 'prod-eu', month: '2026-10', total: { verdict: 'equal' } });
});

test('as text, for one node', async () => {
  const { exit, out } = await bench.run('coverage', '--reconcile', '--month', '2026-10', 'prod-us');
  expect(exit).toBe(0);
  expect(out).toContain('prod-us, 2026-10: 31 of 31 days equal');
});

test('a node that is not there, and what does not go together', async () => {
  expect(await bench.run('coverage', '--reconcile', '--month', '2026-10', 'nowhere')).toMatchObject({
    exit: 1,
  });
  expect(await bench.run('coverage', 'prod-eu')).toMatchObject({ exit: 64 });
  expect(await bench.run('coverage', '--month', '2026-10')).toMatchObject({ exit: 64 });
  expect(await bench.run('coverage', '--reconcile', '--month', '2026-13')).toMatchObject({ exit: 64 });
  expect(await bench.run('coverage', '--reconcile', 'a', 'b')).toMatchObject({ exit: 64 });
});

test('hours that were not imported have a reason', async () => {
  const { document } = await bench.json('coverage');
  const { nodes } = document as {
    readonly nodes: readonly { readonly gaps: readonly { reason?: string }[] }[];
  };
  for (const gap of nodes.flatMap(({ gaps }) => gaps)) expect(gap.reason).toBeDefined();
});
