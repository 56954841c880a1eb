import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

import { createCore, type Core } from '../../electron/core/core.ts';
import { createSecretStore } from '../../electron/core/key-source.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../shared/json.ts';
import { compareStates } from '../../shared/plan/compare-states.ts';
import type { Change, ResourceChange } from '../../shared/plan/plan.ts';
import { withEdits, type Edit } from './edits.ts';
import { NO_VAULT } from './no-vault.ts';
import type { Target } from './target.ts';

const NODE = 'under-test';

/** What is gone round with. */
export interface Round {
  readonly open: () => Promise<RoundTarget>;
  readonly edits: (target: RoundTarget) => readonly Edit[];
  /** What the references in the edits stand for: made up. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly atLeast: number;
  /** Whether the gateway keeps for good what a rollback leaves there; nothing when left out. */
  readonly keeps?: (left: ResourceChange) => boolean;
}

/** What a round needs of the gateway under test. */
export type RoundTarget = Pick<Target, 'url' | 'masterKey' | 'release' | 'adapter' | 'close'>;

/**
 * The whole round through the core, step by step: each test goes on where the one before it ended. The same for every kind
 * of gateway.
 */
export function testRound({ open, edits: editsOf, secrets, atLeast, keeps = () => false }: Round): void {
  let target: RoundTarget;
  let workspace: string;
  let core: Core;
  let first: Snapshot;
  let pushed: Change;
  const said: string[] = [];

  beforeAll(async () => {
    target = await open();
    workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-round-'));
    await mkdir(path.join(workspace, 'nodes', NODE), { recursive: true });
    await writeFile(
      path.join(workspace, 'fleet.yaml'),
      stringify({
        version: 1,
        nodes: [
          {
            name: NODE,
            kind: target.adapter.kind,
            url: target.url,
            key: { from: 'env', name: 'ROUND_MASTER' },
          },
        ],
      }),
    );
    core = createCore({
      workspace,
      secrets: createSecretStore(NO_VAULT, { ...secrets, ROUND_MASTER: target.masterKey }),
      clock: { now: () => new Date() },
      events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
      log: (line) => said.push(line),
    });
  });
  afterAll(async () => {
    await core.close();
    await target.close();
    await rm(workspace, { recursive: true, force: true });
  });

  async function call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>> {
    const result = await core.call(name, args);
    if (result.ok) return result.value;
    throw new Error(`${name}: ${JSON.stringify(result.problem)} ${said.join('\n')}`);
  }

  async function pull(): Promise<Snapshot> {
    const { failed } = await call('snapshots.pull', { nodes: [NODE] });
    expect(failed).toEqual([]);
    const { snapshot } = await call('snapshots.latest', { node: NODE });
    if (snapshot === null) throw new Error('There is no snapshot after a pull.');
    return snapshot;
  }

  async function push(id: string): Promise<Change> {
    const { change } = await call('changes.push', { id });
    const bad = change.results.filter(({ status }) => status !== 'verified');
    const named = bad.map(({ operation, ...rest }) => {
      const { kind, name, action } = change.plan.operations.find(({ id: one }) => one === operation) ?? {};
      return { action, kind, name, ...rest };
    });
    expect(named).toEqual([]);
    expect(change.status).toBe('verified');
    return change;
  }

  it('pulls, and finds nothing to do for a file that wants what is there', async () => {
    first = await pull();
    const { path: file, text } = await call('config.fromNode', { node: NODE });
    await writeFile(path.join(workspace, file), text);
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
  });

  it('plans just what was edited, each thing once', async () => {
    const edits = editsOf(target);
    expect(edits.length).toBeGreaterThanOrEqual(atLeast);
    const { path: file, text } = await call('config.fromNode', { node: NODE });
    await writeFile(path.join(workspace, file), stringify(withEdits(parse(text) as JsonObject, edits)));
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    const planned = change.plan.operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
    expect(planned.toSorted()).toEqual(
      edits.map(({ action, kind, name }) => `${action} ${kind} ${name}`).toSorted(),
    );
  });

  it('pushes all of it, and every operation is found done when it is read again', async () => {
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    pushed = await push(change.id);
    expect(pushed.results.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('finds nothing left to do after a new pull', async () => {
    await pull();
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
  });

  it('rolls all of it back, to the state of the first snapshot', async () => {
    const { change } = await call('changes.rollback', { id: pushed.id });
    await push(change.id);
    const last = await pull();
    const { changes } = compareStates(first.resources, last.resources, { mode: 'whole' });
    expect(changes.filter((one) => !keeps(one))).toEqual([]);
  });

  it('kept no secret in the workspace', async () => {
    const { changes } = await call('changes.list', {});
    const texts = await Promise.all(changes.map(({ id }) => call('changes.get', { id })));
    for (const secret of [...Object.values(secrets), target.masterKey])
      expect(JSON.stringify(texts)).not.toContain(secret);
  });
}
