import { describe, expect, it } from 'vitest';

import { differsFromWanted } from '../../../../electron/changes/verify.ts';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import type { Resource, ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { sendJson, startServer } from '../http/server.ts';
import { closeAfterwards, startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });

async function held(connection: Connection, kind: ResourceKind, name: string): Promise<Resource> {
  const { resources } = await adapter.pull(connection, work());
  const found = resources.find((resource) => resource.kind === kind && resource.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function create(kind: ResourceKind, name: string, wanted: JsonObject): Operation {
  return { id: '1', node: 'dw-eu', action: 'create', kind, name, fields: [], wanted };
}

function update(before: Resource, wanted: JsonObject): Operation {
  const { kind, name, id } = before;
  return { id: '1', node: 'dw-eu', action: 'update', kind, name, fields: [], resourceId: id, before, wanted };
}

function remove(before: Resource): Operation {
  const { kind, name, id } = before;
  return { id: '1', node: 'dw-eu', action: 'delete', kind, name, fields: [], resourceId: id, before };
}

const apply = (connection: Connection, operation: Operation) => adapter.apply(connection, operation, work());

/** All that a node holds, but for the times at which things were touched. */
async function everything(connection: Connection): Promise<unknown> {
  const { resources } = await adapter.pull(connection, work());
  return resources.map(({ kind, id, name, fields, settings }) => ({ kind, id, name, fields, settings }));
}

describe('writing to Doubleword', () => {
  it('never sends the same tariffs again: a set that is in force keeps its beginning', async () => {
    const { connection } = await startNode();
    const model = await held(connection, 'model', 'qwen3-32b');
    const began = (one: Resource): unknown => one.observed['tariffs'];
    const { tariffs = null } = model.fields;
    await apply(connection, update(model, { tariffs }));
    const after = await held(connection, 'model', 'qwen3-32b');
    expect(began(after)).toEqual(began(model));
    expect(after.observed['updated_at']).toBe(model.observed['updated_at']);
  });

  it('sends no PATCH that says nothing', async () => {
    const { connection } = await startNode();
    for (const kind of ['team', 'user', 'endpoint', 'organization'] as const) {
      const { resources } = await adapter.pull(connection, work());
      const before = resources.find((one) => one.kind === kind && one.owner === 'database');
      if (before === undefined) throw new Error(kind);
      await apply(connection, update(before, {}));
      const after = await adapter.reread(connection, kind, before.id, work());
      expect(after?.observed['updated_at']).toBe(before.observed['updated_at']);
    }
  });

  it('deletes an endpoint only when no model is left on it, and names those that are', async () => {
    const { connection } = await startNode();
    const before = await everything(connection);
    const write = apply(connection, remove(await held(connection, 'endpoint', 'gpu-west')));
    await expect(write).rejects.toMatchObject({ problem: { code: 'protected' } });
    await expect(write).rejects.toThrow(/qwen3-32b.*llama-3\.3-70b|llama-3\.3-70b.*qwen3-32b/);
    expect(await everything(connection)).toEqual(before);
  });

  it('deletes no endpoint with models that are switched off, and by nobody who does not see those', async () => {
    const state = doublewordSampleState(5);
    for (const model of state.models) model.inactive = true;
    const { connection } = await startNode({ state });
    const endpoint = await held(connection, 'endpoint', 'gpu-west');
    await expect(apply(connection, remove(endpoint))).rejects.toThrow(/qwen3-32b/);
    for (const user of state.users) {
      if (!user.is_admin) continue;
      user.is_admin = false;
      user.roles = ['PlatformManager', 'StandardUser'];
    }
    const { connection: managers } = await startNode({ state });
    await expect(apply(managers, remove(endpoint))).rejects.toThrow(
      /does not see models that are switched off/,
    );
  });

  it('changes models that are switched off, and groups that hold them, and reads both again as they are', async () => {
    const state = doublewordSampleState(5);
    for (const model of state.models) if (model.alias === 'bge-m3') model.inactive = true;
    const { connection } = await startNode({ state });
    const model = await held(connection, 'model', 'bge-m3');
    const team = await held(connection, 'team', 'search');
    for (const one of [model, team]) {
      const alone = await adapter.reread(connection, one.kind, one.id, work());
      expect(alone).toMatchObject({ fields: one.fields, settings: one.settings });
    }
    const faster = update(model, { requestsPerMinute: 6 });
    await apply(connection, faster);
    expect(differsFromWanted(faster, await adapter.reread(connection, 'model', model.id, work()))).toEqual(
      [],
    );
    const other = await held(connection, 'team', 'research');
    const more = update(other, { models: [...(other.fields['models'] as string[]), 'bge-m3'].sort() });
    await apply(connection, more);
    expect(differsFromWanted(more, await adapter.reread(connection, 'team', other.id, work()))).toEqual([]);
  });

  it('never deletes the system user', async () => {
    const { connection } = await startNode();
    const user = await held(connection, 'user', 'evaluation');
    const nil = '00000000-0000-0000-0000-000000000000';
    await expect(apply(connection, remove({ ...user, id: nil }))).rejects.toMatchObject({
      problem: { code: 'protected' },
    });
  });

  it.each([
    [
      'a price of nine decimals',
      'model',
      'qwen3-32b',
      { tariffs: [{ name: 'a', inputPrice: '0.000000001', outputPrice: '0' }] },
    ],
    ['a rate that it would round', 'model', 'qwen3-32b', { requestsPerMinute: 100 }],
    ['a role that is none', 'user', 'evaluation', { roles: ['Boss'] }],
    ['a spend limit of nothing', 'key', 'evaluation/service', { budget: { limit: '0', period: null } }],
  ] as const)(
    'refuses %s also where a plan from a file wants it, and sends nothing',
    async (_what, kind, name, wanted) => {
      const { connection } = await startNode();
      const before = await everything(connection);
      const write = apply(connection, update(await held(connection, kind, name), wanted));
      await expect(write).rejects.toMatchObject({ problem: { code: 'not_supported' } });
      await expect(write).rejects.toThrow(new RegExp(`dw-eu.*${name}`));
      expect(await everything(connection)).toEqual(before);
    },
  );

  it('refuses what a PATCH would drop also where a plan from a file wants it, and sends nothing', async () => {
    const { connection } = await startNode();
    const user = await held(connection, 'user', 'evaluation');
    const before = await everything(connection);
    const change = update(user, { settings: { ...user.settings, email: 'other@example.com' } });
    await expect(apply(connection, change)).rejects.toThrow(
      /settings\.email .*can only be given when it is made/,
    );
    expect(await everything(connection)).toEqual(before);
  });

  it('grants once, however often it is sent', async () => {
    const { connection } = await startNode();
    const user = await held(connection, 'user', 'evaluation');
    const grant = create('grant', 'console:0c8e2f6d-9b3a-4b7e-9a51-5f0e7c1a6f0e', {
      user: user.id,
      amount: '25.500000000000001',
    });
    await apply(connection, grant);
    await apply(connection, grant);
    const { resources } = await adapter.pull(connection, work());
    expect(resources.filter(({ kind, name }) => kind === 'grant' && name === grant.name)).toHaveLength(1);
    const read = await adapter.reread(connection, 'grant', grant.name, work());
    expect(differsFromWanted(grant, read)).toEqual([]);
    const other = create('grant', grant.name, { user: user.id, amount: '30' });
    await apply(connection, other);
    expect(differsFromWanted(other, await adapter.reread(connection, 'grant', grant.name, work()))).toEqual([
      { path: 'amount', before: '30', after: '25.500000000000001' },
    ]);
  });

  it('makes a key whose secret stands in nothing that is read', async () => {
    const { connection } = await startNode();
    const user = await held(connection, 'user', 'evaluation');
    const { resourceId } = await apply(
      connection,
      create('key', 'evaluation/new', { user: user.id, requestsPerMinute: 30 }),
    );
    const pulled = await adapter.pull(connection, work());
    expect(JSON.stringify([pulled.resources, [...pulled.raw]])).not.toContain('sk-simulated-');
    const key = await held(connection, 'key', 'evaluation/new');
    expect(key.id).toBe(resourceId);
    expect(await adapter.reread(connection, 'key', resourceId, work())).toEqual(key);
    await apply(connection, remove(key));
    await apply(connection, remove(key));
    expect(await adapter.reread(connection, 'key', resourceId, work())).toBeNull();
  });

  it('names a key below an owner whose name holds a slash', async () => {
    const { connection } = await startNode();
    const { resourceId: owner } = await apply(
      connection,
      create('user', 'R&D/Platform', {
        roles: ['StandardUser'],
        settings: { email: 'platform@example.com' },
      }),
    );
    const { resourceId } = await apply(connection, create('key', 'R&D/Platform/second', { user: owner }));
    expect((await held(connection, 'key', 'R&D/Platform/second')).id).toBe(resourceId);
  });

  it('leaves no key without its limit where 8.94.2 takes a spend limit and keeps none', async () => {
    const row = { id: 'k1', name: 'new', user_id: 'u1', purpose: 'realtime', requests_per_second: null };
    const asked: string[] = [];
    const server = await startServer(({ method, path }, response) => {
      asked.push(`${method} ${path}`);
      if (method === 'POST') sendJson(response, { ...row, key: 'sk-made-up-secret-0001' }, 201);
      else if (method === 'GET') sendJson(response, { id: 'u1', username: 'alice' }, 200);
      else sendJson(response, null, 204);
    });
    closeAfterwards(server);
    const connection = { node: 'dw-old', url: server.url, key: 'sk-made-up-admin-0001' };
    const wanted = { user: 'u1', budget: { limit: '5', period: '1mo' } };
    await expect(apply(connection, create('key', 'alice/new', wanted))).rejects.toThrow(
      /keeps none: the key was deleted again/,
    );
    expect(asked.at(-1)).toBe('DELETE /admin/api/v1/users/u1/api-keys/k1');
    const { resourceId } = await apply(connection, create('key', 'alice/new', { user: 'u1' }));
    expect(resourceId).toBe('u1/k1');
  });
});
