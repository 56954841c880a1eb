import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });

async function team(connection: Connection, name: string): Promise<Resource> {
  const { resources } = await adapter.pull(connection, work());
  const found = resources.find((resource) => resource.kind === 'team' && resource.name === name);
  if (found === undefined) throw new Error(`there is no team ${name}`);
  return found;
}

function operation(change: Partial<Operation>): Operation {
  return { id: '1', node: 'dw-eu', action: 'create', kind: 'team', name: 'payments', fields: [], ...change };
}

function updateOf(before: Resource, wanted: Operation['wanted']): Operation {
  const { id, name } = before;
  return operation({
    action: 'update',
    name,
    resourceId: id,
    before,
    ...(wanted === undefined ? {} : { wanted }),
  });
}

describe('writing teams to Doubleword', () => {
  it('creates a group with its models, and reads it back as the plan wants it', async () => {
    const { connection } = await startNode();
    const wanted = { models: ['bge-m3', 'qwen3-32b'] };
    const { resourceId } = await adapter.apply(connection, operation({ wanted }), work());
    const read = await adapter.reread(connection, 'team', resourceId, work());
    expect(read).toMatchObject({ id: resourceId, name: 'payments', fields: { ...wanted, members: [] } });
    expect(await team(connection, 'payments')).toEqual(read);
  });

  it('adds and takes away models, and leaves the members alone', async () => {
    const { connection } = await startNode();
    const before = await team(connection, 'search');
    await adapter.apply(connection, updateOf(before, { models: ['bge-m3', 'llama-3.3-70b'] }), work());
    const after = await adapter.reread(connection, 'team', before.id, work());
    expect(after?.fields).toEqual({ ...before.fields, models: ['bge-m3', 'llama-3.3-70b'] });
  });

  it('changes only the edges the plan shows, and may be sent twice', async () => {
    const { connection } = await startNode();
    const before = await team(connection, 'search');
    await adapter.apply(
      connection,
      updateOf(before, { models: ['bge-m3', 'mistral-small', 'gemma-3-12b'] }),
      work(),
    );
    const planned = updateOf(before, { models: ['bge-m3'] });
    await adapter.apply(connection, planned, work());
    await adapter.apply(connection, planned, work());
    expect((await team(connection, 'search')).fields['models']).toEqual(['bge-m3', 'gemma-3-12b']);
  });

  it('writes members when a plan that goes back names them', async () => {
    const { connection } = await startNode();
    const before = await team(connection, 'search');
    const members = (before.fields['members'] as readonly string[]).slice(1);
    await adapter.apply(connection, updateOf(before, { members }), work());
    expect((await team(connection, 'search')).fields['members']).toEqual(members);
  });

  it('deletes a group; one that is gone already is deleted', async () => {
    const { connection } = await startNode();
    const before = await team(connection, 'fraud');
    const removal = operation({ action: 'delete', name: 'fraud', resourceId: before.id, before });
    await adapter.apply(connection, removal, work());
    await adapter.apply(connection, removal, work());
    expect(await adapter.reread(connection, 'team', before.id, work())).toBeNull();
  });

  it.each([
    ['a budget', { budget: { limit: '100', period: '1mo' } }, 'not_supported'],
    ['a rate limit', { requestsPerMinute: 10 }, 'not_supported'],
    ['every model', { models: ['*'] }, 'not_supported'],
    ['blocking', { blocked: true }, 'not_supported'],
    ['a model that is not there', { models: ['gpt-9'] }, 'unknown_model'],
  ])('refuses %s and writes nothing', async (_what, wanted, code) => {
    const { connection } = await startNode();
    const before = (await adapter.pull(connection, work())).resources;
    const write = adapter.apply(connection, operation({ wanted }), work());
    await expect(write).rejects.toMatchObject({ problem: { code } });
    await expect(write).rejects.toThrow(/dw-eu.*payments/);
    expect((await adapter.pull(connection, work())).resources).toEqual(before);
  });

  it('takes "no budget" for what it is', async () => {
    const { connection } = await startNode();
    const wanted = { budget: null, requestsPerMinute: null, models: [] };
    const { resourceId } = await adapter.apply(connection, operation({ wanted }), work());
    expect(await adapter.reread(connection, 'team', resourceId, work())).not.toBeNull();
  });

  it('never touches Everyone or the system user', async () => {
    const { connection } = await startNode();
    const everyone = await team(connection, 'Everyone');
    const removal = operation({ action: 'delete', name: 'Everyone', resourceId: everyone.id });
    await expect(adapter.apply(connection, removal, work())).rejects.toMatchObject({
      problem: { code: 'protected' },
    });
    await expect(adapter.apply(connection, updateOf(everyone, { models: [] }), work())).rejects.toMatchObject(
      { problem: { code: 'protected' } },
    );
    const system = operation({ wanted: { members: [everyone.id] } });
    await expect(adapter.apply(connection, system, work())).rejects.toMatchObject({
      problem: { code: 'not_supported' },
    });
  });

  it('says when a name is taken', async () => {
    const { connection } = await startNode();
    const write = adapter.apply(connection, operation({ name: 'search', wanted: { models: [] } }), work());
    await expect(write).rejects.toMatchObject({ problem: { code: 'already_exists' } });
  });

  it('refuses kinds that it only reads', async () => {
    const { connection } = await startNode();
    const write = adapter.apply(connection, operation({ kind: 'setting', wanted: {} }), work());
    await expect(write).rejects.toMatchObject({ problem: { code: 'not_supported' } });
  });

  it.each(['model', 'user', 'endpoint', 'organization', 'team', 'key', 'grant'] as const)(
    'reads a %s again as a pull reads it',
    async (kind) => {
      const { connection } = await startNode();
      const { resources } = await adapter.pull(connection, work());
      for (const resource of resources.filter((candidate) => candidate.kind === kind))
        expect(await adapter.reread(connection, kind, resource.id, work())).toEqual(resource);
    },
  );
});
