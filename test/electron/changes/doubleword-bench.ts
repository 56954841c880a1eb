import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { parse, stringify } from 'yaml';

import { createCore } from '../../../electron/core/core.ts';
import { createSecretStore, type KeyVault } from '../../../electron/core/key-source.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../../shared/contract/contract.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { Change, Plan } from '../../../shared/plan/plan.ts';
import type { File } from './doubleword-edits.ts';

/** The name of the node. */
const NODE = 'dw-eu';

/** There is no keychain in a test: the key stands in the environment. */
const NO_VAULT: KeyVault = {
  get: () => Promise.resolve(null),
  locate: () => Promise.resolve(null),
  set: () => Promise.reject(new Error('There is no keychain here.')),
  remove: () => Promise.resolve(),
};

/** A workspace with one Doubleword, and the core on it. */
export interface Round {
  readonly workspace: string;
  call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>>;
  pull(): Promise<Snapshot>;
  /** The resource file of the node as it is. */
  writeFileFromNode(): Promise<void>;
  edit(change: (file: File) => void): Promise<void>;
  plan(): Promise<Plan>;
  push(id: string): Promise<Change>;
  /** Lets three minutes go by: what was under way has come by then, or never does. */
  letTimePass(): void;
  close(): Promise<void>;
}

/** Opens one. @param key the key of an administrator of the node. */
export async function openRound(url: string, key: string): Promise<Round> {
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-round-'));
  const file = path.join(workspace, 'nodes', NODE, 'resources.yaml');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    path.join(workspace, 'fleet.yaml'),
    stringify({
      version: 1,
      nodes: [{ name: NODE, kind: 'doubleword', url, key: { from: 'env', name: 'ROUND_ADMIN' } }],
    }),
  );
  const said: string[] = [];
  let laterMs = 0;
  const core = createCore({
    workspace,
    secrets: createSecretStore(NO_VAULT, {
      ROUND_ADMIN: key,
      UPSTREAM_KEY: 'sk-made-up-upstream-000000001',
    }),
    clock: { now: () => new Date(Date.now() + laterMs) },
    events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
    log: (line) => said.push(line),
  });
  const call: Round['call'] = async (name, args) => {
    const result = await core.call(name, args);
    if (result.ok) return result.value;
    throw new Error(`${name}: ${JSON.stringify(result.problem)} ${said.join('\n')}`);
  };
  return {
    workspace,
    call,
    async pull() {
      const { failed } = await call('snapshots.pull', { nodes: [NODE] });
      if (failed.length > 0) throw new Error(JSON.stringify(failed));
      const { snapshot } = await call('snapshots.latest', { node: NODE });
      if (snapshot === null) throw new Error('There is no snapshot after a pull.');
      return snapshot;
    },
    async writeFileFromNode() {
      const { text } = await call('config.fromNode', { node: NODE });
      await writeFile(file, text);
    },
    async edit(change) {
      const value = parse(await readFile(file, 'utf8')) as File;
      change(value);
      await writeFile(file, stringify(value));
    },
    plan: async () => (await call('changes.plan', { nodes: [NODE], sync: true })).change.plan,
    push: async (id) => (await call('changes.push', { id })).change,
    letTimePass() {
      laterMs += 180_000;
    },
    async close() {
      await core.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

/** What of a change did not end as wanted, for a message. */
export function notVerified({ plan, results }: Change): readonly object[] {
  return results.flatMap(({ operation, ...result }) => {
    if (result.status === 'verified') return [];
    const { kind, name, action } = plan.operations.find(({ id }) => id === operation) ?? {};
    return [{ action, kind, name, ...result }];
  });
}
