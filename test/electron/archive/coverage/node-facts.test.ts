import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readNodeFacts } from '../../../../electron/archive/coverage/node-facts.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { createBench } from '../../../helpers/core-bench.ts';

const NONE = { loggingOff: null, retentionMs: null, firstSeenMs: null };
const EU = { name: 'eu', kind: 'litellm' } as const;

function retention(value: string): Resource {
  const id = 'general_settings.maximum_spend_logs_retention_period';
  const observed = { created_at: '2026-10-03T00:00:00.000Z' };
  return { kind: 'setting', id, name: id, owner: 'file', fields: { value }, settings: {}, observed };
}

test('a node of which nothing is known', async () => {
  const { workspace } = await createBench();
  expect(await readNodeFacts(workspace, EU)).toEqual(NONE);
});

test('the newest snapshot and the config file of the workspace', async () => {
  const bench = await createBench();
  bench.litellm.held.set('eu', [retention('14d')]);
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
  await bench.write('nodes/eu/config.yaml', 'general_settings:\n  disable_spend_logs: true\n');
  const known = {
    loggingOff: expect.stringContaining('nodes/eu/config.yaml') as string,
    retentionMs: 14 * 86_400_000,
    firstSeenMs: Date.UTC(2026, 9, 3),
  };
  expect(await readNodeFacts(bench.workspace, EU)).toEqual(known);
  // What was read of a snapshot is kept, and a newer snapshot takes its place.
  const kept = join(bench.workspace, 'nodes/eu/log-facts.json');
  expect(JSON.parse(await readFile(kept, 'utf8'))).toMatchObject({ format: 1, retentionMs: 14 * 86_400_000 });
  expect(await readNodeFacts(bench.workspace, EU)).toEqual(known);
  bench.now = new Date('2026-11-02T00:00:00Z');
  bench.litellm.held.set('eu', [retention('7d')]);
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
  expect(await readNodeFacts(bench.workspace, EU)).toMatchObject({ retentionMs: 7 * 86_400_000 });
  // A damaged one is read again.
  await writeFile(kept, 'nothing');
  expect(await readNodeFacts(bench.workspace, EU)).toMatchObject({ retentionMs: 7 * 86_400_000 });
});
