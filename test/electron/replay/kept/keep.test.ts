import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { createReplayService } from '../../../../electron/replay/replay-service.ts';
import { listRecords, readInput, saveRecord } from '../../../../electron/replay/kept/replay-store.ts';
import { makeSnapshot, saveSnapshot } from '../../../../electron/workspace/snapshot-store.ts';
import { saveSeen } from '../../../../electron/workspace/node-record.ts';
import { saveObserved } from '../../../../electron/workspace/observed-values.ts';
import { createSnapshots } from '../../../../electron/workspace/snapshots.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import type { NodeEntry } from '../../../../shared/fleet/node.ts';
import { recordText } from '../../../../shared/replay/record/replay-record.ts';
import type { ReplayRecord } from '../../../../shared/replay/record/replay-record.ts';
import { injectFaults, prepareFaults } from '../../../helpers/fs-faults.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { resource } from '../../../shared/replay/made-log.ts';

const ENTRY: NodeEntry = {
  name: 'eu',
  kind: 'litellm',
  url: 'http://127.0.0.1:1',
  environment: 'prod',
  key: { from: 'keychain' },
};

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-haiku'];

/** Teams with budgets that a few requests use up, and that may not call everything. */
const HELD = [
  ...MODELS.map((name) => resource('model', name, {})),
  ...['team-1', 'team-2'].map((id) => resource('team', id, { budget: { limit: '0.001', period: '30d' } })),
  resource('key', 'k1', { team: 'team-1', budget: { limit: '0.002', period: '7d' } }),
  resource('key', 'k2', { team: 'team-2' }),
];
const POLICY =
  'version: 1\nteams:\n  team-1: { models: [gpt-4o] }\n  team-2: { budget: { limit: 5 USD, period: day } }\n';

/** The replay of October of requests that were imported in these pieces, in segments of so many. */
async function keptOf(
  imports: readonly (readonly LoggedRequest[])[],
  capacity: number,
): Promise<ReplayRecord> {
  const workspace = await temporaryFolder();
  const archive = openArchive(workspace, { capacity });
  for (const rows of imports) await archive.importPages('eu', sourceOf([rows]), quietWork());
  const pulled = { version: '1.106.2', sections: [], resources: HELD, raw: new Map() };
  await saveSnapshot(workspace, makeSnapshot(ENTRY, pulled, new Date('2026-11-02T08:00:00Z')), new Map());
  const service = createReplayService({
    workspace,
    archive,
    entries: async () => [ENTRY],
    snapshots: createSnapshots(workspace),
    recordKept: () => undefined,
  });
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const wish = { policy: POLICY, month: '2026-10' };
  return (await service['replay.keep'](wish, context)).record;
}

test('the result of a kept replay is the same bytes however requests were imported and cut', async () => {
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(distinctRequests, fc.integer({ min: 2, max: 4 }), async (any, pieces) => {
      const requests = any
        // Many of one moment, all of them calls that the rules have something to say of.
        .map((row, at) => ({
          ...row,
          startMs: row.startMs - (row.startMs % 500_000_000),
          kind: 'model' as const,
          model: MODELS[at % 3] ?? '',
          teamId: at % 2 === 0 ? 'team-1' : 'team-2',
        }))
        .filter(({ startMs }) => startMs >= Date.UTC(2026, 9, 1) && startMs < Date.UTC(2026, 10, 1))
        .flatMap((row, at) => (at % 2 === 0 ? [row, { ...row, id: `a${row.id}` }] : [row]));
      fc.pre(requests.length > 0);
      const parts = Array.from({ length: pieces }, (_, piece) =>
        requests.filter((__, at) => at % pieces === piece),
      );
      const whole = await keptOf([requests], 100);
      const cut = await keptOf(parts.toReversed(), 3);
      expect(JSON.stringify(cut.result)).toBe(JSON.stringify(whole.result));
      expect(cut.inputs.files).toEqual(whole.inputs.files);
      if (whole.result.denied + whole.result.gained > 0) changed += 1;
    }),
    { numRuns: 15 },
  );
  // Else it says nothing.
  expect(changed).toBeGreaterThan(3);
}, 60_000);

test('keeps the values that the last pull saw, as every replay takes them, and stands on them again', async () => {
  const workspace = await temporaryFolder();
  const archive = openArchive(workspace, { capacity: 100 });
  const row = makeRequest({ teamId: 'team-2', key: 'k2', model: 'gpt-4o', startMs: Date.UTC(2026, 9, 20) });
  await archive.importPages('eu', sourceOf([[row]]), quietWork());
  const seen = (at: string, expires: string | null) => {
    const resources = HELD.map((one) => (one.id === 'k2' ? { ...one, observed: { expires } } : one));
    return makeSnapshot(ENTRY, { version: '1.106.2', sections: [], resources, raw: new Map() }, new Date(at));
  };
  const first = seen('2026-11-02T08:00:00Z', null);
  await saveSnapshot(workspace, first, new Map());
  const pullAgain = async (at: string, expires: string | null): Promise<void> => {
    const later = seen(at, expires);
    expect(later.hash).toBe(first.hash);
    await saveObserved(workspace, later);
    await saveSeen(workspace, 'eu', { hash: later.hash, at: later.takenAt });
  };
  const service = createReplayService({
    workspace,
    archive,
    entries: async () => [ENTRY],
    snapshots: createSnapshots(workspace),
    recordKept: () => undefined,
  });
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const wish = { policy: 'version: 1\nteams:\n  team-2: { models: [gpt-4o] }\n', month: '2026-10' };
  const plain = await service['replay.keep'](wish, context);
  await pullAgain('2026-11-03T08:00:00Z', null);
  // Another pull that saw just the same is the same input.
  expect((await service['replay.keep'](wish, context)).id).toBe(plain.id);
  await pullAgain('2026-11-04T08:00:00Z', '2026-10-10T00:00:00Z');
  const shown = await service['replay.run'](wish, context);
  const kept = await service['replay.keep'](wish, context);
  expect(shown.baseline.refusedByRules).toBe(1);
  expect(kept.record.result.baseline).toEqual(shown.baseline);
  expect(kept.id).not.toBe(plain.id);
  await pullAgain('2026-11-05T08:00:00Z', '2026-12-01T00:00:00Z');
  for (const { id } of [plain, kept])
    expect(await service['replay.again']({ id }, context)).toMatchObject({ verdict: 'same', idNow: id });
});

test('a save that ends at any call to the disk leaves no record, or one with all that it stands on', async () => {
  await prepareFaults();
  const record = await keptOf([[makeRequest({ teamId: 'team-1', model: 'gpt-4o-mini' })]], 100);
  const texts = new Map([['policy.yaml', POLICY]]);
  let [none, one] = [0, 0];
  for (let at = 1; one < 3; at += 1) {
    const workspace = await temporaryFolder();
    const faults = injectFaults({ fault: 'freeze', at, under: workspace });
    try {
      // A disk that no longer changes says nothing of it, or fails.
      await saveRecord(workspace, record, texts).catch(() => undefined);
    } finally {
      faults.restore();
    }
    const { kept, damaged } = await listRecords(workspace);
    expect(damaged).toEqual([]);
    if (kept.length === 0) none += 1;
    else {
      one += 1;
      for (const { record: of } of kept)
        for (const file of of.inputs.files) expect(await readInput(workspace, file)).toBe(POLICY);
    }
    // And the next one ends as if nothing had been.
    const id = await saveRecord(workspace, record, texts);
    expect(await readFile(path.join(workspace, 'replays', `${id}.json`), 'utf8')).toBe(recordText(record));
    expect((await readdir(path.join(workspace, 'replays'))).filter((name) => name.endsWith('.json'))).toEqual(
      [`${id}.json`],
    );
  }
  expect(none).toBeGreaterThan(3);
}, 60_000);
