import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { expect } from 'vitest';
import { stringify } from 'yaml';

import { createCore } from '../../electron/core/core.ts';
import { createSecretStore } from '../../electron/core/key-source.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import type { Change } from '../../shared/plan/plan.ts';
import { NO_VAULT } from './no-vault.ts';
import type { Target } from './target.ts';

/** The name of the node that a round goes round with. */
export const NODE = 'under-test';

/** What a round needs of the gateway under test. */
export type RoundTarget = Pick<Target, 'url' | 'masterKey' | 'release' | 'adapter' | 'close'>;

/** A core on a workspace of its own, with the gateway under test as its only node. */
export interface RoundCore {
  call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>>;
  /** Reads the node, and fails where that fails. */
  pull(): Promise<Snapshot>;
  /** Pushes a change, and fails unless every operation of it is found done. */
  push(id: string): Promise<Change>;
  /** @param file its path in the workspace */
  write(file: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** @param secrets what references in files stand for: made up */
export async function openRoundCore(
  target: RoundTarget,
  secrets: Readonly<Record<string, string>>,
): Promise<RoundCore> {
  const said: string[] = [];
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-round-'));
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
  const core = createCore({
    workspace,
    secrets: createSecretStore(NO_VAULT, { ...secrets, ROUND_MASTER: target.masterKey }),
    clock: { now: () => new Date() },
    events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
    log: (line) => said.push(line),
  });

  async function call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>> {
    const result = await core.call(name, args);
    if (result.ok) return result.value;
    throw new Error(`${name}: ${JSON.stringify(result.problem)} ${said.join('\n')}`);
  }

  return {
    call,
    async pull() {
      const { failed } = await call('snapshots.pull', { nodes: [NODE] });
      expect(failed).toEqual([]);
      const { snapshot } = await call('snapshots.latest', { node: NODE });
      if (snapshot === null) throw new Error('There is no snapshot after a pull.');
      return snapshot;
    },
    async push(id) {
      const { change } = await call('changes.push', { id });
      const bad = change.results.filter(({ status }) => status !== 'verified');
      const named = bad.map(({ operation, ...rest }) => {
        const { kind, name, action } = change.plan.operations.find(({ id: one }) => one === operation) ?? {};
        return { action, kind, name, ...rest };
      });
      expect(named).toEqual([]);
      expect(change.status).toBe('verified');
      return change;
    },
    write: (file, text) => writeFile(path.join(workspace, file), text),
    async close() {
      await core.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}
