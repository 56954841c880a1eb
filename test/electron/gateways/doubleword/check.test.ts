import { describe, expect, it } from 'vitest';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import { FORBIDDEN, PAGE, startNodeWith } from './front.ts';
import { startNode, work } from './node.ts';

const now = (): Date => new Date('2026-11-20T12:00:00Z');
const adapter = createDoublewordAdapter({ client: { retries: 0 }, now });

describe('the check of a Doubleword node', () => {
  it('finds all that the recorded version can, and no version, because none is told', async () => {
    const { connection } = await startNode();
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({
      node: 'dw-eu',
      reachable: true,
      authorised: true,
      version: null,
      capabilities: [
        'teams',
        'request-log',
        'ledger',
        'organizations',
        'probes',
        'webhooks',
        'tool-sources',
        'demand',
        'usage-recompute',
      ],
      checkedAt: '2026-11-20T12:00:00.000Z',
    });
    expect(health.latencyMs).not.toBeNull();
    expect(health.problem).toBeUndefined();
  });

  it('sees spend limits where the keys have the field', async () => {
    const keys = JSON.stringify({
      data: [{ id: 'k', spend_limit: null }],
      total_count: 1,
      skip: 0,
      limit: 1,
    });
    const connection = await startNodeWith({
      '/users/current/api-keys': { status: 200, type: 'application/json', body: keys },
    });
    expect((await adapter.check(connection, work())).capabilities).toContain('key-spend-limits');
  });

  it('does not take a page with status 200 for a route, nor a refusal for a right', async () => {
    const connection = await startNodeWith({
      '/monitoring/demand': PAGE,
      '/tool-sources': PAGE,
      '/requests': FORBIDDEN,
    });
    const health = await adapter.check(connection, work());
    expect(health.capabilities).toEqual([
      'teams',
      'ledger',
      'organizations',
      'probes',
      'webhooks',
      'usage-recompute',
    ]);
    expect(health.problem).toBeUndefined();
  });

  it.each([
    [['StandardUser'], 'too_few_roles'],
    [['BatchAPIUser', 'StandardUser'], 'too_few_roles'],
    [['RequestViewer', 'StandardUser'], undefined],
    [['PlatformManager', 'StandardUser'], undefined],
  ])(
    'is ready for work by the key of somebody with the roles %j only if those show more than models',
    async (roles, code) => {
      const body = JSON.stringify({ id: 'u-2', username: 'user2', is_admin: false, roles });
      const connection = await startNodeWith({
        '/users/current': { status: 200, type: 'application/json', body },
      });
      const { authorised, problem } = await adapter.check(connection, work());
      expect(authorised).toBe(true);
      expect(problem?.code).toBe(code);
      if (code !== undefined) {
        expect(problem?.message).toContain(`belongs to "user2"`);
        expect(problem?.next).toContain('PlatformManager and RequestViewer');
      }
    },
  );

  it('tells a wrong key from everything else', async () => {
    const { connection } = await startNode();
    const health = await adapter.check({ ...connection, key: 'sk-wrong-key-000' }, work());
    expect(health).toMatchObject({ reachable: true, authorised: false, problem: { code: 'wrong_key' } });
    expect(JSON.stringify(health)).not.toContain('sk-wrong');
  });

  it('does not call something else that answers a control layer', async () => {
    const connection = await startNodeWith({ '/config': PAGE });
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: false, authorised: null, problem: { code: 'answered_html' } });
  });

  it('says that a node is overloaded without doubting the key', async () => {
    const body = JSON.stringify({ error: 'service_unavailable', message: 'Service temporarily overloaded' });
    const connection = await startNodeWith({
      '/users/current': { status: 503, type: 'application/json', body },
    });
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: true, authorised: null });
    expect(health.problem?.message).toContain('Service temporarily overloaded');
  });

  it('says that nothing listens', async () => {
    const { node, connection } = await startNode();
    await node.close();
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({
      reachable: false,
      authorised: null,
      latencyMs: null,
      problem: { code: 'node_unreachable' },
    });
  });
});

describe('a pull with fewer rights', () => {
  it('leaves out what the key may not read, and says why', async () => {
    const connection = await startNodeWith({ '/models': FORBIDDEN, '/organizations': PAGE });
    const { sections, resources } = await adapter.pull(connection, work());
    const byKind = new Map(sections.map((section) => [section.kind, section]));
    expect(byKind.get('model')).toMatchObject({ state: 'absent', count: 0 });
    expect(byKind.get('model')?.why).toContain('Insufficient permissions');
    expect(byKind.get('organization')).toMatchObject({ state: 'absent' });
    expect(byKind.get('team')).toMatchObject({ state: 'partial', count: 6 });
    const teams = resources.filter(({ kind }) => kind === 'team');
    expect(teams.every(({ fields }) => !('models' in fields))).toBe(true);
  });

  it('is not told of models that are switched off without the rights of the administrator, and says so', async () => {
    const state = doublewordSampleState(5);
    for (const model of state.models) if (model.alias === 'bge-m3') model.inactive = true;
    for (const user of state.users) {
      if (!user.is_admin) continue;
      user.is_admin = false;
      user.roles = ['PlatformManager', 'StandardUser'];
    }
    const { connection } = await startNode({ state });
    const { sections, resources } = await adapter.pull(connection, work());
    const byKind = new Map(sections.map((section) => [section.kind, section]));
    expect(byKind.get('model')).toMatchObject({ state: 'partial', count: 5 });
    expect(byKind.get('model')?.why).toMatch(/switched off.*administrator/);
    // Which models that are on a team may use is known all the same.
    const models = (name: string) =>
      resources.find((one) => one.kind === 'team' && one.name === name)?.fields['models'];
    expect(models('research')).toEqual(['llama-3.3-70b', 'qwen3-32b']);
    expect(models('search')).toEqual(['mistral-small']);
    expect(byKind.get('team')?.state).toBe('partial');
    expect(byKind.get('team')?.why).toMatch(/"data-platform", "search" may use more models/);
  });

  it('names node and route when an answer is of another shape', async () => {
    const connection = await startNodeWith({
      '/groups': { status: 200, type: 'application/json', body: '{"teams":[]}' },
    });
    const pull = adapter.pull(connection, work());
    await expect(pull).rejects.toMatchObject({
      problem: { code: 'answer_unreadable', where: 'GET /admin/api/v1/groups' },
    });
    await expect(pull).rejects.toThrow(/^dw-eu: GET \/admin\/api\/v1\/groups/);
  });
});
