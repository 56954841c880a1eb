import { describe, expect, it } from 'vitest';
import type { PulledState } from '../../../../electron/gateways/adapter.ts';
import { comparableState } from '../../../../shared/fleet/snapshot.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { canonicalJson } from '../../../../shared/json.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { sendJson } from '../http/server.ts';
import type { Handler } from '../http/server.ts';
import { replay } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

const ROUTES = {
  'GET /health/readiness': 'health-readiness-noauth',
  'GET /health/readiness/details': 'health-readiness-details-admin',
  'GET /v2/model/info': 'model-v2-info-all',
  'GET /v2/team/list': 'team-v2-list-alias-partial',
  'GET /user/list': 'user-list-role-filter',
  'GET /key/list': 'key-list-full-object',
  'GET /budget/list': 'budget-list',
  'GET /organization/list': 'organization-list-oss',
  'GET /config/list': 'config-list-general-settings',
  'GET /v1/access_group': 'access_group-v1-list',
  'GET /credentials': 'credentials-list-masked',
  'GET /customer/list': 'customer-list',
  'GET /v2/guardrails/list': 'guardrails-list-v2',
  'GET /policies/list': 'policies-list',
  'GET /router/settings': 'nodb-router-settings',
  'GET /get/default_team_settings': 'settings-get-default-team-settings',
  'GET /config/cost_discount_config': 'config-cost-discount',
  'GET /health/license': 'health-license',
  'GET /get/config/callbacks': 'callbacks-get-config',
  'GET /get/allowed_ips': 'config-get-allowed-ips',
};

/** A gateway that answers every route alike, but for its state. */
function alike(state: string, answer: string): Handler {
  return (request, response) => {
    const name = request.path === '/health/readiness' ? state : answer;
    void replay({ [`GET ${request.path}`]: name })(request, response);
  };
}

function states(pulled: PulledState): Partial<Record<ResourceKind, string>> {
  return Object.fromEntries(pulled.sections.map(({ kind, state }) => [kind, state]));
}

describe('pull', () => {
  it('brings home every part, says which it could not read and why, and keeps the raw answers', async () => {
    const { server, connection } = await gateway(replay(ROUTES));
    const pulled = await adapter.pull(connection, work());
    expect(pulled.version).toBe('1.106.2');
    expect(states(pulled)).toMatchObject({
      model: 'complete',
      budget: 'complete',
      setting: 'complete',
      organization: 'absent',
    });
    expect(pulled.sections.find(({ kind }) => kind === 'organization')?.why).toMatch(/licen[cs]e/i);
    expect(pulled.resources.filter(({ kind }) => kind === 'model')).toHaveLength(10);
    expect([...pulled.raw.keys()]).toContain('GET /v2/model/info');
    expect(server.asked.some(({ path }) => path.startsWith('/config/field'))).toBe(false);
    expect(server.asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('says that a list came out shorter than the gateway counts', async () => {
    const { connection } = await gateway(replay(ROUTES));
    const pulled = await adapter.pull(connection, work());
    // The recorded page holds 2 of 132 keys, and so does every further one.
    const section = pulled.sections.find(({ kind }) => kind === 'key');
    expect(section).toMatchObject({ state: 'partial', count: 2 });
    expect(section?.why).toContain('may be missing');
  });

  it('keeps no key in what it brings home', async () => {
    const { connection } = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/config/list')
        sendJson(response, [
          { field_name: 'master_key', field_value: 'sk-very-secret-0001', source: 'config', editable: false },
        ]);
      else if (path === '/v2/model/info')
        sendJson(response, {
          data: [
            {
              model_name: 'm',
              litellm_params: { model: 'x/m', api_key: 'plain-secret-0002' },
              model_info: { id: 'i' },
            },
          ],
          total_count: 1,
        });
      else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources).toHaveLength(2);
    expect(JSON.stringify([pulled.resources, [...pulled.raw]])).not.toMatch(/very-secret|plain-secret/);
  });

  it('takes nothing from what is no LiteLLM, such as another service at the same address', async () => {
    const { connection } = await gateway((_request, response) => {
      sendJson(response, []);
    });
    await expect(adapter.pull(connection, work())).rejects.toMatchObject({
      problem: { code: 'wrong_gateway' },
    });
  });

  it('falls back to the older lists', async () => {
    const { connection } = await gateway(
      replay({
        'GET /health/readiness': 'health-readiness-noauth',
        'GET /model/info': 'model-info-all',
        'GET /v2/model/info': 'nodb-v2-model-info',
      }),
    );
    const pulled = await adapter.pull(connection, work());
    expect(states(pulled)).toMatchObject({ model: 'complete', team: 'absent' });
    expect(pulled.resources.filter(({ kind }) => kind === 'model')).toHaveLength(10);
    expect(pulled.resources.find(({ id }) => id === 'file-wild')).toMatchObject({
      name: 'bedrock/*',
      fields: { target: 'bedrock/*' },
    });
  });

  it('says that a gateway without a database keeps none, whatever its lists answer', async () => {
    const { connection } = await gateway((request, response) => {
      const empty: Readonly<Record<string, unknown>> = {
        '/credentials': { success: true, credentials: [] },
        '/policies/list': { policies: [], total_count: 0 },
        '/v2/guardrails/list': { guardrails: [] },
        '/policies/attachments/list': { attachments: [], total_count: 0 },
      };
      const routes: Readonly<Record<string, string>> = {
        'GET /health/readiness': 'nodb-health-readiness',
        'GET /health/readiness/details': 'nodb-health-readiness-details',
        'GET /v2/model/info': 'nodb-v2-model-info',
        'GET /model/info': 'model-info-all',
        'GET /v2/team/list': 'nodb-team-v2-list',
        'GET /team/list': 'nodb-team-list',
        'GET /key/list': 'nodb-key-list',
        'GET /budget/list': 'nodb-budget-list',
        'GET /customer/list': 'nodb-customer-list',
        'GET /v1/access_group': 'nodb-access-group-list',
        'GET /access_group/list': 'nodb-access-group-model-list',
        'GET /router/settings': 'nodb-router-settings',
        'GET /config/list': 'nodb-config-field-info',
      };
      const body = empty[request.path];
      if (body === undefined) void replay(routes)(request, response);
      else sendJson(response, body);
    });
    const pulled = await adapter.pull(connection, work());
    const of = (kind: ResourceKind) => pulled.sections.find((section) => section.kind === kind);
    expect(pulled.version).toBe('1.106.2');
    expect(of('model')).toMatchObject({ state: 'complete', count: 10 });
    for (const kind of [
      'team',
      'key',
      'budget',
      'customer',
      'credential',
      'guardrail',
      'guardrailPolicy',
    ] as const)
      expect(of(kind)).toMatchObject({
        state: 'absent',
        why: expect.stringContaining('without a database') as string,
      });
    expect(of('setting')).toMatchObject({
      state: 'partial',
      why: 'No general settings: LiteLLM runs without a database, so it keeps no general settings.',
    });
  });

  it('says what an older release does not have, what a key may not read, and what it sees only a part of', async () => {
    const { connection } = await gateway(
      replay({
        ...ROUTES,
        'GET /budget/list': 'auth-internal-user-budget-list',
        'GET /user/list': 'auth-internal-user-user-list',
        'GET /credentials': 'credentials-internal-user',
      }),
    );
    const { sections } = await adapter.pull(connection, work());
    const why = Object.fromEntries(sections.map((section) => [section.kind, section.why]));
    expect(why).toMatchObject({
      budget: 'This key may not read the budgets.',
      user: 'This key may not read the users.',
      credential: 'This key may not read the credentials.',
      tag: 'This version of LiteLLM has no list of tags.',
      organization: 'Needs a LiteLLM licence.',
    });
    expect(why['key']).toContain('may see only its own');
    expect(why['team']).toContain('may see only its own');
    // A release without the older access groups lacks nothing.
    expect(sections.find(({ kind }) => kind === 'accessGroup')).toMatchObject({
      state: 'complete',
      count: 1,
    });
  });

  it('takes a gateway without provider budgets for one that has none, not for a failure', async () => {
    const { connection } = await gateway((request, response) => {
      if (request.path === '/provider/budgets')
        sendJson(
          response,
          { error: { message: 'No provider budget config found.', type: 'x', code: '500' } },
          500,
        );
      else void replay(ROUTES)(request, response);
    });
    const { sections } = await adapter.pull(connection, work());
    expect(sections.find(({ kind }) => kind === 'status')).toMatchObject({ state: 'complete', count: 4 });
  });

  it('tells tags of requests together, and wildcards once', async () => {
    const { connection } = await gateway((request, response) => {
      if (request.path === '/tag/list')
        sendJson(response, [
          { name: 'made', models: [], created_by: 'me' },
          { name: 'b', models: null, created_at: 't' },
          { name: 'a', models: null, created_at: 't' },
        ]);
      else if (request.path === '/model_group/info')
        sendJson(response, {
          data: [{ model_group: 'gpt-4o' }, { model_group: 'bedrock/one' }, { model_group: 'bedrock/two' }],
        });
      else void replay(ROUTES)(request, response);
    });
    const { resources, sections } = await adapter.pull(connection, work());
    expect(sections.find(({ kind }) => kind === 'tag')).toMatchObject({ state: 'complete', count: 1 });
    expect(resources.find(({ id }) => id === 'request-tags')?.observed).toEqual({
      count: 2,
      names: ['a', 'b'],
    });
    expect(
      resources
        .filter(({ kind }) => kind === 'modelGroup')
        .map(({ name, observed }) => [name, observed['expands_to']]),
    ).toEqual([
      ['gpt-4o', undefined],
      ['bedrock/*', 2],
    ]);
  });

  it('does not count customers of whom nothing is set: every unknown user of a request makes one', async () => {
    let traffic: readonly JsonObject[] = [];
    const { connection } = await gateway((request, response) => {
      const made = { user_id: 'made', alias: null, blocked: true, spend: 0 };
      if (request.path === '/customer/list') sendJson(response, [made, ...traffic]);
      else void replay(ROUTES)(request, response);
    });
    const before = await adapter.pull(connection, work());
    traffic = [{ user_id: 'new-1', alias: null, blocked: false, spend: 0.1, litellm_budget_table: null }];
    const after = await adapter.pull(connection, work());
    expect(canonicalJson(comparableState(after.resources))).toBe(
      canonicalJson(comparableState(before.resources)),
    );
    expect(after.resources.find(({ id }) => id === 'request-customers')?.observed).toEqual({
      count: 1,
      names: ['new-1'],
    });
    expect(after.sections.find(({ kind }) => kind === 'customer')).toMatchObject({
      state: 'complete',
      count: 1,
    });
  });

  it('brings home the same state twice', async () => {
    const { connection } = await gateway(replay(ROUTES));
    const [first, second] = [await adapter.pull(connection, work()), await adapter.pull(connection, work())];
    expect(canonicalJson(comparableState(second.resources))).toBe(
      canonicalJson(comparableState(first.resources)),
    );
  });

  it('names an address that is not let in', async () => {
    const locked = await gateway(
      alike('health-readiness-noauth', 'auth-locked-out-after-last-allowed-ip-removed'),
    );
    await expect(adapter.pull(locked.connection, work())).rejects.toMatchObject({
      problem: { code: 'address_not_allowed' },
    });
  });

  it('counts rows it could not understand', async () => {
    const { connection } = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/budget/list') sendJson(response, [{ budget_id: 'b' }, { max_budget: 3 }]);
      else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.sections.find(({ kind }) => kind === 'budget')).toMatchObject({
      state: 'partial',
      count: 1,
      why: '1 could not be read (page 1, row 2: it has no id).',
    });
  });

  it('rejects with a wrong key, and when the node goes away', async () => {
    const refused = Object.fromEntries(Object.keys(ROUTES).map((route) => [route, 'auth-bad-key']));
    const { connection } = await gateway(replay(refused));
    await expect(adapter.pull(connection, work())).rejects.toMatchObject({ problem: { code: 'wrong_key' } });

    const dying = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/key/list') response.destroy();
      else sendJson(response, { detail: 'Not Found' }, 404);
    });
    await expect(adapter.pull(dying.connection, work())).rejects.toMatchObject({
      problem: { code: 'node_unreachable' },
    });
  });

  it('ends as cancelled when cancelled', async () => {
    const { server, connection } = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy', litellm_version: '1.81.13' });
    });
    const controller = new AbortController();
    const pulling = adapter.pull(connection, work(controller.signal));
    await expect.poll(() => server.asked.length).toBeGreaterThan(2);
    controller.abort();
    await expect(pulling).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  });
});
