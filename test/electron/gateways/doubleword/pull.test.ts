import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import { KEY, LOG, closeAfterwards, startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });

function find(resources: readonly Resource[], kind: string, name: string): Resource {
  const found = resources.find((resource) => resource.kind === kind && resource.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

describe('a pull from Doubleword', () => {
  it('brings every part home, complete', async () => {
    const { connection } = await startNode();
    const state = doublewordSampleState(5);
    const pulled = await adapter.pull(connection, work());
    expect(pulled.version).toBeNull();
    expect(pulled.sections.map(({ kind, state: read, count }) => [kind, read, count])).toEqual([
      ['model', 'complete', 6],
      ['endpoint', 'complete', 2],
      ['probe', 'complete', 1],
      ['toolSource', 'complete', 1],
      ['team', 'complete', 6],
      ['user', 'complete', state.users.length],
      ['key', 'complete', state.apiKeys.length],
      ['budget', 'absent', 0],
      ['organization', 'complete', 1],
      ['webhook', 'complete', 2],
      ['grant', 'complete', LOG.ledger.filter(({ transaction_type: type }) => type !== 'usage').length],
      ['setting', 'complete', 11],
    ]);
  });

  it('reads a group as a team with the aliases and members of its edges, sorted', async () => {
    const { connection } = await startNode();
    const state = doublewordSampleState(5);
    const { resources } = await adapter.pull(connection, work());
    const search = find(resources, 'team', 'search');
    const names = new Set(['search-indexer', 'search-frontend', 'shared-tools']);
    const members = state.users.filter(({ username }) => names.has(username)).map(({ id }) => id);
    expect(search.fields).toEqual({
      models: ['bge-m3', 'mistral-small'],
      members: members.sort(),
      toolSources: [],
    });
    expect(search.settings).toEqual({ description: 'Search and ranking', source: 'native' });
    expect(search.owner).toBe('database');
  });

  it('leaves the members of Everyone out and gives it to the server', async () => {
    const { connection } = await startNode();
    const everyone = find((await adapter.pull(connection, work())).resources, 'team', 'Everyone');
    expect(everyone.owner).toBe('server');
    expect(everyone.fields).toEqual({ models: ['gemma-3-12b'], toolSources: [] });
  });

  it('reads prices from the tariff in force, no tariff as free, and rates a minute exactly', async () => {
    const { connection } = await startNode();
    const { resources } = await adapter.pull(connection, work());
    expect(find(resources, 'model', 'qwen3-32b').fields).toEqual({
      target: 'Qwen/Qwen3-32B',
      inputPrice: '0.00000029',
      outputPrice: '0.00000059',
      tariffs: [
        {
          name: 'realtime',
          inputPrice: '0.00000029',
          outputPrice: '0.00000059',
          purpose: 'realtime',
          completionWindow: null,
        },
      ],
      requestsPerMinute: 750,
      toolSources: [],
    });
    expect(find(resources, 'model', 'gemma-3-12b').fields).toMatchObject({
      inputPrice: '0',
      outputPrice: '0',
      requestsPerMinute: null,
    });
    const router = find(resources, 'model', 'chat-default');
    expect(router.settings['components']).toMatchObject([{ model: 'mistral-small' }, { model: 'qwen3-32b' }]);
    expect(find(resources, 'model', 'bge-m3').settings['endpoint_name']).toBe('gpu-east');
  });

  it('does not show the role that everybody has, nor ids of this node, among what is compared', async () => {
    const { connection } = await startNode();
    const { resources } = await adapter.pull(connection, work());
    expect(find(resources, 'user', 'support-bot').fields['roles']).toEqual([]);
    expect(find(resources, 'user', 'admin').fields['roles']).toEqual(['PlatformManager']);
    const compared = resources.map(({ settings, fields }) => ({ settings, fields }));
    const ids = doublewordSampleState(5).models.map(({ id }) => id);
    for (const id of ids) expect(JSON.stringify(compared)).not.toContain(id);
  });

  it('is the same on the next pull', async () => {
    const { connection } = await startNode();
    const first = await adapter.pull(connection, work());
    expect((await adapter.pull(connection, work())).resources).toEqual(first.resources);
  });

  it('keeps the raw answers, page by page', async () => {
    const { connection } = await startNode();
    const { raw } = await adapter.pull(connection, work());
    const models = raw.get('/admin/api/v1/models') ?? [];
    // The deleted ones are asked for first.
    expect(models).toHaveLength(2);
    for (const page of models) expect((JSON.parse(page) as { total_count: number }).total_count).toBe(6);
    expect(JSON.stringify([...raw])).not.toContain(KEY);
  });

  it('reads lists that are longer than a page, each row once', async () => {
    const state = doublewordSampleState(5);
    const like = state.users[1];
    if (like === undefined) throw new Error('the sample has no users');
    for (let number = 0; number < 230; number += 1)
      state.users.push(
        Object.assign(structuredClone(like), { id: userId(number), username: `bulk-${number}` }),
      );
    const { connection } = await startNode({ state });
    const pulled = await adapter.pull(connection, work());
    const users = pulled.resources.filter(({ kind }) => kind === 'user');
    expect(new Set(users.map(({ id }) => id)).size).toBe(state.users.length);
    expect(users).toHaveLength(state.users.length);
  });

  it('refuses a wrong key with a problem that names node and route, and not the key', async () => {
    const { connection } = await startNode();
    const wrong = adapter.pull({ ...connection, key: 'sk-not-the-key-at-all' }, work());
    await expect(wrong).rejects.toMatchObject({
      problem: { code: 'wrong_key', where: 'GET /admin/api/v1/config' },
    });
    await expect(wrong).rejects.toThrow(/^dw-eu (?!.*sk-not)/);
  });

  it('refuses an address where something answers every route with a page', async () => {
    const url = await startPages();
    const pull = adapter.pull({ node: 'dw-eu', url, key: KEY }, work());
    await expect(pull).rejects.toMatchObject({ problem: { code: 'answered_html' } });
  });

  it('ends at once when it is cancelled', async () => {
    const { connection } = await startNode({ latencyMs: 30 });
    const controller = new AbortController();
    const pull = adapter.pull(connection, {
      signal: controller.signal,
      progress: (_done, _total, detail) => {
        if (detail === 'models') controller.abort();
      },
    });
    await expect(pull).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  });
});

function userId(number: number): string {
  return `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

async function startPages(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAfterwards({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
