import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

import { createCore, type Core } from '../../../electron/core/core.ts';
import { createSecretStore, type KeyVault } from '../../../electron/core/key-source.ts';
import { doublewordSampleLog } from '../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../electron/sample/doubleword/sample-state.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../electron/sample/doubleword/simulator.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../../shared/contract/contract.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import type { Change } from '../../../shared/plan/plan.ts';

const NODE = 'dw-eu';
const KEY = 'sk-simulated-admin-key';
const NO_VAULT: KeyVault = {
  get: () => Promise.resolve(null),
  locate: () => Promise.resolve(null),
  set: () => Promise.reject(new Error('There is no keychain here.')),
  remove: () => Promise.resolve(),
};

type Row = Record<string, unknown>;

type File = Record<string, Row[]>;

/** An edit of the resource file, and what it plans. */
interface Edit {
  readonly says: string;
  readonly change: (file: File) => void;
}

const LISTS: Readonly<Record<string, string>> = {
  team: 'teams',
  user: 'users',
  key: 'keys',
  model: 'models',
  endpoint: 'endpoints',
  grant: 'grants',
  probe: 'probes',
  organization: 'organizations',
};

function made(kind: string, name: string, entry: Row): Edit {
  const list = LISTS[kind] ?? '';
  return {
    says: `create ${kind} ${name}`,
    change: (file) => void (file[list] = [...(file[list] ?? []), { name, ...entry }]),
  };
}

function changed(kind: string, name: string, change: (entry: Row, settings: Row) => void): Edit {
  return {
    says: `update ${kind} ${name}`,
    change: (file) => {
      const entry = file[LISTS[kind] ?? '']?.find((row) => row['name'] === name);
      if (entry === undefined) throw new Error(`There is no ${kind} ${name} in the file.`);
      change(entry, (entry['settings'] ??= {}) as Row);
    },
  };
}

function removed(kind: string, name: string): Edit {
  const list = LISTS[kind] ?? '';
  return {
    says: `delete ${kind} ${name}`,
    change: (file) => void (file[list] = (file[list] ?? []).filter((row) => row['name'] !== name)),
  };
}

const EDITS: readonly Edit[] = [
  made('team', 'round team', {
    models: ['bge-m3', 'qwen3-32b'],
    members: ['evaluation', 'payments-scoring'],
    settings: { description: 'made by the round' },
  }),
  changed('team', 'search', (entry, settings) => {
    entry['models'] = ['bge-m3', 'llama-3.3-70b'];
    entry['members'] = (entry['members'] as readonly string[]).slice(1);
    settings['description'] = 'changed by the round';
  }),
  removed('team', 'fraud'),
  made('user', 'round-user', {
    roles: ['StandardUser', 'RequestViewer'],
    settings: { email: 'round-user@example.test', display_name: 'Round', low_balance_threshold: 2.5 },
  }),
  changed('user', 'evaluation', (entry, settings) => {
    entry['roles'] = ['BillingManager', 'RequestViewer'];
    settings['low_balance_threshold'] = 5;
  }),
  made('key', 'evaluation/round', {
    user: 'evaluation',
    budget: { limit: '12.50', period: '7d' },
    requestsPerMinute: 30,
    settings: { purpose: 'realtime', description: 'made by the round' },
  }),
  changed('key', 'research-notebooks/service', (entry) => {
    entry['budget'] = { limit: '150', period: '1mo' };
  }),
  changed('model', 'llama-3.3-70b', (entry, settings) => {
    entry['tariffs'] = [
      { name: 'realtime', inputPrice: '0.0000006', outputPrice: '0.0000008', purpose: 'realtime' },
      {
        name: 'batch',
        inputPrice: '0.0000003',
        outputPrice: '0.0000004',
        purpose: 'batch',
        completionWindow: '24h',
      },
    ];
    settings['traffic_routing_rules'] = [{ api_key_purpose: 'playground', action: { type: 'deny' } }];
  }),
  changed('model', 'qwen3-32b', (entry, settings) => {
    entry['requestsPerMinute'] = 330;
    settings['burst_size'] = 30;
  }),
  changed('model', 'mistral-small', (entry) => {
    delete entry['tariffs'];
    entry['inputPrice'] = '0.0000002';
  }),
  changed('model', 'chat-default', (_entry, settings) => {
    settings['components'] = [
      { model: 'llama-3.3-70b', weight: 20 },
      { model: 'qwen3-32b', weight: 80 },
    ];
  }),
  made('endpoint', 'round-endpoint', {
    settings: { url: 'http://127.0.0.1:9/v1', api_key: '${UPSTREAM_KEY}', auth_header_name: 'X-Key' },
  }),
  changed('endpoint', 'gpu-west', (_entry, settings) => {
    settings['auth_header_prefix'] = 'Token ';
  }),
  made('model', 'round-model', {
    target: 'upstream/model',
    inputPrice: '0.000001',
    outputPrice: '0.000002',
    settings: { endpoint_name: 'round-endpoint' },
  }),
  removed('model', 'gemma-3-12b'),
  made('organization', 'Round Ltd', {
    owners: ['admin'],
    members: ['evaluation'],
    keyManagers: ['evaluation'],
    settings: { email: 'round@org.example.test' },
  }),
  changed('organization', 'payments-scoring', (entry, settings) => {
    entry['owners'] = ['admin', 'evaluation'];
    entry['admins'] = [];
    entry['members'] = ['search-indexer'];
    entry['keyManagers'] = [];
    settings['low_balance_threshold'] = 10;
  }),
  made('probe', 'round probe', { model: 'qwen3-32b', intervalSeconds: 3600, active: false }),
  changed('probe', 'llama-3.3-70b answers', (entry) => {
    entry['active'] = false;
    entry['intervalSeconds'] = 120;
  }),
  made('grant', 'console:3f0c7a55-5d0c-4f6e-9a51-0c8e2f6d9b3a', { user: 'evaluation', amount: '25.50' }),
];

describe('a round of changes on Doubleword', { timeout: 120_000 }, () => {
  let node: DoublewordSimulator;
  let workspace: string;
  let core: Core;
  let first: Snapshot;
  let pushed: Change;
  const said: string[] = [];

  beforeAll(async () => {
    node = await startDoublewordSimulator({
      state: doublewordSampleState(5),
      log: doublewordSampleLog(5, '2026-10', 200),
      adminKey: KEY,
      stallMs: 200,
    });
    workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-round-'));
    await mkdir(path.join(workspace, 'nodes', NODE), { recursive: true });
    await writeFile(
      path.join(workspace, 'fleet.yaml'),
      stringify({
        version: 1,
        nodes: [{ name: NODE, kind: 'doubleword', url: node.url, key: { from: 'env', name: 'ROUND_ADMIN' } }],
      }),
    );
    core = createCore({
      workspace,
      secrets: createSecretStore(NO_VAULT, {
        ROUND_ADMIN: KEY,
        UPSTREAM_KEY: 'sk-made-up-upstream-000000001',
      }),
      clock: { now: () => new Date() },
      events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
      log: (line) => said.push(line),
    });
  });
  afterAll(async () => {
    await core.close();
    await node.close();
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

  async function edit(change: (file: File) => void): Promise<void> {
    const file = path.join(workspace, 'nodes', NODE, 'resources.yaml');
    const value = parse(await readFile(file, 'utf8')) as File;
    change(value);
    await writeFile(file, stringify(value));
  }

  it('pulls, and finds nothing to do for a file that wants what is there', async () => {
    first = await pull();
    const { path: file, text } = await call('config.fromNode', { node: NODE });
    await writeFile(path.join(workspace, file), text);
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
    expect(change.plan.warnings).toEqual([]);
  });

  it('plans just what was edited, each thing once', async () => {
    await edit((file) => {
      for (const { change } of EDITS) change(file);
    });
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    const planned = change.plan.operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
    expect(change.plan.warnings.filter(({ leftOut }) => leftOut)).toEqual([]);
    expect(planned.toSorted()).toEqual(EDITS.map(({ says }) => says).toSorted());
  });

  it('pushes all of it, and every operation is found done when it is read again', async () => {
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    pushed = await push(change.id);
    expect(node.peaks().modelLists).toBeLessThanOrEqual(2);
    expect(node.peaks().calls).toBeLessThanOrEqual(4);
  });

  it('finds nothing left to do after a new pull', async () => {
    await pull();
    const { change } = await call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
    expect(change.plan.warnings).toEqual([]);
  });

  it('rolls all of it back, to the state of the first snapshot but for what cannot be removed', async () => {
    const { change } = await call('changes.rollback', { id: pushed.id });
    await push(change.id);
    const last = await pull();
    const { changes } = compareStates(first.resources, last.resources, { mode: 'whole' });
    // Nobody but the gateway itself gives a model to Everyone.
    expect(changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`)).toEqual([
      'update team Everyone',
    ]);
  });

  it('kept no secret in the workspace', async () => {
    const { changes } = await call('changes.list', {});
    const texts = await Promise.all(changes.map(({ id }) => call('changes.get', { id })));
    expect(JSON.stringify(texts)).not.toContain('sk-');
  });
});
