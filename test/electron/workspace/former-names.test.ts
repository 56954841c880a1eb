import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createGroupCosts } from '../../../electron/workspace/group-costs.ts';
import {
  makeSnapshot,
  readSnapshot,
  saveSnapshot,
  snapshotNames,
} from '../../../electron/workspace/snapshot-store.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

const ENTRY: NodeEntry = {
  name: 'batch',
  kind: 'doubleword',
  url: 'http://127.0.0.1:1',
  environment: 'prod',
  key: { from: 'keychain' },
};
const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
const user = (of: number, name: string): Resource => ({
  kind: 'user',
  id: id(of),
  name,
  owner: 'database',
  fields: {},
  settings: {},
  observed: {},
});

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'former-names-'));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

async function pulled(day: number, ...resources: Resource[]): Promise<void> {
  const at = new Date(Date.UTC(2026, 9, day));
  await saveSnapshot(
    workspace,
    makeSnapshot(ENTRY, { version: null, sections: [], resources, raw: new Map() }, at),
    new Map(),
  );
}

it('names who was deleted as the last snapshot that had them does, and passes over a damaged one', async () => {
  await pulled(1, user(1, 'ann'), user(2, 'old name'), user(3, 'cy'));
  await pulled(2, user(1, 'ann'), user(2, 'bo'));
  await pulled(3, user(1, 'anna'));
  await pulled(4, user(1, 'annie'));
  const names = await snapshotNames(workspace, 'batch');
  await writeFile(path.join(workspace, 'nodes/batch/snapshots', names[2] ?? ''), '{');
  const newest = await readSnapshot(workspace, 'batch', names[3] ?? '');
  const costs = createGroupCosts(workspace, async () => [ENTRY], { latest: async () => newest });
  const found = await costs.payers(new Set([id(1), id(2), id(3), id(4), '', 'someone']));
  expect(Object.fromEntries(found)).toEqual({ [id(1)]: 'annie', [id(2)]: 'bo', [id(3)]: 'cy' });
});
