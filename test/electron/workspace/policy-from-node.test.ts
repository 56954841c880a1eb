import { afterEach, expect, test } from 'vitest';

import type { Connection } from '../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { createLitellmAdapter } from '../../../electron/gateways/litellm/litellm-adapter.ts';
import { startDoublewordSimulator } from '../../../electron/sample/doubleword/simulator.ts';
import { startLitellmSimulator } from '../../../electron/sample/litellm/server.ts';
import { spendLogOf } from '../../../electron/sample/world/log.ts';
import { makeTraffic } from '../../../electron/sample/world/traffic.ts';
import type { GatewayKind, NodeEntry } from '../../../shared/fleet/node.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { policyFromSnapshot } from '../../../shared/policy/policy-from-snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';
import { recordedState } from '../sample/doubleword/recorded-state.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from '../sample/litellm/lab-state.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const work = { signal: new AbortController().signal, progress: () => undefined };

async function litellm(): Promise<Snapshot> {
  const simulator = await startLitellmSimulator({
    state: labState(),
    log: spendLogOf(makeTraffic('prod-eu', { seed: 3, rows: 1 })),
    masterKey: LAB_MASTER_KEY,
    now: () => LAB_NOW,
  });
  open.push(simulator);
  const connection: Connection = { node: 'n1', url: simulator.url, key: LAB_MASTER_KEY };
  return snapshotOf('litellm', await createLitellmAdapter().pull(connection, work));
}

async function doubleword(): Promise<Snapshot> {
  const adminKey = 'sk-simulated-admin-key';
  const simulator = await startDoublewordSimulator({
    state: recordedState(),
    log: { entries: [], ledger: [] },
    adminKey,
  });
  open.push(simulator);
  const connection: Connection = { node: 'n1', url: simulator.url, key: adminKey };
  return snapshotOf('doubleword', await createDoublewordAdapter().pull(connection, work));
}

function snapshotOf(
  kind: GatewayKind,
  { version, sections, resources }: Pick<Snapshot, 'version' | 'sections' | 'resources'>,
): Snapshot {
  const takenAt = '2026-11-23T13:10:00.000Z';
  return { format: 1, node: 'n1', kind, takenAt, version, sections, resources, hash: 'h' };
}

test.each([
  ['a LiteLLM as it was recorded', litellm],
  ['a Doubleword as it was recorded', doubleword],
])('a policy made from %s wants of it what it holds', async (_what, pull) => {
  const snapshot = await pull();
  const entry: NodeEntry = {
    name: 'n1',
    kind: snapshot.kind,
    url: 'http://127.0.0.1',
    environment: 'prod',
    key: { from: 'sample' },
  };
  const { text, left } = policyFromSnapshot(snapshot, entry);
  const { policy, findings } = readPolicy(text);
  if (policy === null) throw new Error(JSON.stringify(findings));
  const teams = snapshot.resources.filter(({ kind, owner }) => kind === 'team' && owner === 'database');
  expect(policy.teams.size).toBeGreaterThan(2);
  const unsaid = teams.filter(({ name }) => !policy.teams.has(name));
  expect(unsaid.every(({ id, name }) => left.some((line) => line.includes(name) || line.includes(id)))).toBe(
    true,
  );
  expect(text).not.toMatch(/sk-/);
  const wanted = wantedState(policy, snapshot, entry);
  const plan = makePlan({
    id: 'p',
    madeAt: snapshot.takenAt,
    mode: 'merge',
    targets: [{ entry, snapshot, wanted }],
  });
  expect(plan.operations).toEqual([]);
});
