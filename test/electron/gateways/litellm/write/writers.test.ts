import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../../shared/json.ts';
import type { Operation } from '../../../../../shared/plan/plan.ts';
import { MaybeWrittenError } from '../../../../../electron/gateways/maybe-written.ts';
import { sendJson } from '../../http/server.ts';
import { recorded } from '../recorded.ts';
import { adapter, gateway, work } from '../world.ts';

function operation(part: Partial<Operation>): Operation {
  return { id: '1', node: 'prod-1', action: 'update', kind: 'key', name: 'x', fields: [], ...part };
}

const held = (part: Partial<Resource>): Resource => ({
  kind: 'tag',
  id: 'x',
  name: 'x',
  owner: 'database',
  fields: {},
  settings: {},
  observed: {},
  ...part,
});

/** Answers each route with what stands under its name; everything else is not there. */
function answers(routes: Readonly<Record<string, readonly [status: number, body: unknown]>>) {
  return gateway(({ method, path }, response) => {
    const [status, body] = routes[`${method} ${path}`] ?? [404, { detail: 'Not Found' }];
    sendJson(response, body, status);
  });
}

/** The writes a gateway was sent, in order. */
function sent(asked: readonly { readonly method: string; readonly path: string; readonly body: string }[]) {
  return asked
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [
      `${method} ${path}`,
      body === '' ? null : (JSON.parse(body) as JsonObject),
    ]);
}

const HASH = '934b29ad4ae5ee76a52954f685e608e1f8a5ccf82074569e31855228e7bae154';

describe('keys', () => {
  it('are made with the secret that was chosen, and known by their hash', async () => {
    const { server, connection } = await answers({
      'POST /key/generate': [200, { key: 'sk-made-up-1', token: 'hash-1' }],
    });
    const made = await adapter.apply(
      connection,
      operation({
        action: 'create',
        name: 'ci',
        wanted: { team: 't1', models: ['gpt-4o'], settings: { key: 'sk-made-up-1' } },
      }),
      work(),
    );
    expect(made).toEqual({ resourceId: 'hash-1' });
    expect(sent(server.asked)).toEqual([
      ['POST /key/generate', { key: 'sk-made-up-1', key_alias: 'ci', team_id: 't1', models: ['gpt-4o'] }],
    ]);
  });

  it('never send their secret again when they change', async () => {
    const { server, connection } = await answers({ 'POST /key/update': [200, {}] });
    const change = operation({
      resourceId: 'hash-1',
      wanted: { blocked: true, settings: { key: 'sk-made-up-1' } },
    });
    await adapter.apply(connection, change, work());
    expect(sent(server.asked)).toEqual([['POST /key/update', { key: 'hash-1', blocked: true }]]);
  });

  it('that are answered for though they were deleted are not there', async () => {
    const { connection } = await answers({
      'GET /key/info': [200, { key: 'h', info: { key_alias: 'ci', deleted_at: '2026-11-26T17:28:39Z' } }],
    });
    expect(await adapter.reread(connection, 'key', 'h', work())).toBeNull();
  });

  it('are read alone as in a list', async () => {
    const { connection } = await answers({
      'GET /key/info': [200, recorded('key-info-after-writes').response.body],
    });
    expect(await adapter.reread(connection, 'key', HASH, work())).toMatchObject({
      kind: 'key',
      id: HASH,
      name: 'rec-key',
      fields: { team: 'team-00', models: ['claude-sonnet', 'gpt-4o'] },
    });
  });
});

describe('users', () => {
  it('are made without a key of their own, by their address', async () => {
    const { server, connection } = await answers({ 'POST /user/new': [200, { user_id: 'u-1' }] });
    await adapter.apply(
      connection,
      operation({
        kind: 'user',
        action: 'create',
        name: 'a@example.test',
        wanted: { role: 'internal_user' },
      }),
      work(),
    );
    expect(sent(server.asked)).toEqual([
      [
        'POST /user/new',
        { user_role: 'internal_user', user_email: 'a@example.test', auto_create_key: false },
      ],
    ]);
  });

  it('get all models by name, because an empty list leaves theirs as it was', async () => {
    const { server, connection } = await answers({ 'POST /user/update': [200, {}] });
    await adapter.apply(
      connection,
      operation({ kind: 'user', resourceId: 'u-1', wanted: { models: ['*'] } }),
      work(),
    );
    expect(sent(server.asked)[0]?.[1]).toEqual({ user_id: 'u-1', models: ['all-proxy-models'] });
  });
});

describe('customers', () => {
  const OWN_BUDGET = '81514f58-75ce-4978-b28f-7b1ab04b6fdd';
  const info = (budget: string | null) => ({
    user_id: 'c',
    blocked: false,
    budget_id: budget,
    litellm_budget_table: { budget_id: budget, rpm_limit: 5 },
  });

  it('have their limits written to the budget that is theirs', async () => {
    const { server, connection } = await answers({
      'GET /customer/info': [200, info(OWN_BUDGET)],
      'POST /customer/update': [200, {}],
      'POST /budget/update': [200, {}],
    });
    const wanted = { blocked: true, budget: null, requestsPerMinute: 5 };
    await adapter.apply(connection, operation({ kind: 'customer', resourceId: 'c', wanted }), work());
    expect(sent(server.asked)).toEqual([
      ['POST /customer/update', { blocked: true, user_id: 'c' }],
      [
        'POST /budget/update',
        { max_budget: null, budget_duration: null, rpm_limit: 5, budget_id: OWN_BUDGET },
      ],
    ]);
  });
});

describe('customers that share a budget', () => {
  it('do not change it for the others', async () => {
    const { server, connection } = await answers({
      'GET /customer/info': [200, { user_id: 'c', blocked: false, budget_id: 'shared-trial' }],
    });
    const wanted = { blocked: true, budget: { limit: '99', period: null } };
    const change = operation({ kind: 'customer', resourceId: 'c', wanted });
    await expect(adapter.apply(connection, change, work())).rejects.toMatchObject({
      problem: { code: 'not_supported' },
    });
    expect(sent(server.asked)).toEqual([]);
  });
});

describe('what is gone', () => {
  it.each([
    'key',
    'team',
    'user',
    'credential',
    'customer',
    'guardrail',
    'guardrailPolicy',
    'accessGroup',
  ] as const)('is never told from a stranger’s 404: %s', async (kind) => {
    const { connection } = await gateway((_, response) => {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('404 page not found\n');
    });
    await expect(adapter.reread(connection, kind, 'x', work())).rejects.toMatchObject({
      problem: { code: expect.any(String) as string },
    });
    const remove = operation({ kind, action: 'delete', resourceId: 'x', before: held({ kind }) });
    await expect(adapter.apply(connection, remove, work())).rejects.toMatchObject({
      problem: { code: expect.any(String) as string },
    });
  });

  it.each([
    ['team', 'team-info-unknown'],
    ['key', 'key-info-unknown'],
    ['user', 'user-info-unknown'],
    ['customer', 'customer-info-unknown'],
    ['guardrail', 'guardrails-unknown'],
    ['accessGroup', 'access_group-v1-unknown'],
    ['model', 'model-v1-info-unknown'],
  ] as const)('is told by the gateway’s own words: %s', async (kind, name) => {
    const { response: answer } = recorded(name);
    const { connection } = await gateway((_, response) => {
      sendJson(response, answer.body, answer.status);
    });
    expect(await adapter.reread(connection, kind, 'nope', work())).toBeNull();
  });
});

describe('tags', () => {
  it('keep the description and models that an update does not speak of', async () => {
    const { server, connection } = await answers({
      'POST /tag/info': [200, { x: { name: 'x', models: ['m'], description: 'the shop' } }],
      'POST /tag/update': [200, {}],
    });
    const before = held({ fields: { models: ['m'] }, settings: { description: 'the shop' } });
    const wanted = { budget: { limit: '3', period: '7d' } };
    await adapter.apply(connection, operation({ kind: 'tag', resourceId: 'x', before, wanted }), work());
    expect(sent(server.asked).find(([path]) => path === 'POST /tag/update')?.[1]).toEqual({
      name: 'x',
      description: 'the shop',
      models: ['m'],
      max_budget: 3,
      budget_duration: '7d',
    });
  });

  const withBudget = (budget: object) => ({ x: { name: 'x', models: [], litellm_budget_table: budget } });
  const made = 'e21f10aa-38ca-4ad6-8e76-fc6e8c4b854a';

  it('take the budget that was made for them along when they go or have no limit any more', async () => {
    const { server, connection } = await answers({
      'POST /tag/info': [200, withBudget({ budget_id: made, max_budget: null })],
      'POST /tag/delete': [200, {}],
      'POST /budget/update': [200, {}],
      'POST /budget/delete': [200, {}],
    });
    const deletions = () => server.asked.filter(({ path }) => path === '/budget/delete').length;
    const before = held({ fields: { budget: { limit: '3', period: null } } });
    const clear = operation({ kind: 'tag', resourceId: 'x', before, wanted: { budget: null } });
    await adapter.apply(connection, clear, work());
    expect(deletions()).toBe(1);
    await adapter.apply(
      connection,
      operation({ kind: 'tag', action: 'delete', resourceId: 'x', before }),
      work(),
    );
    expect(deletions()).toBe(2);
  });

  it('never change a budget that others may share, nor delete it', async () => {
    const { server, connection } = await answers({
      'POST /tag/info': [200, withBudget({ budget_id: 'shared', max_budget: 3 })],
      'POST /tag/delete': [200, {}],
    });
    const wanted = { budget: { limit: '4', period: null } };
    const change = operation({ kind: 'tag', resourceId: 'x', before: held({}), wanted });
    await expect(adapter.apply(connection, change, work())).rejects.toMatchObject({
      problem: { code: 'not_supported' },
    });
    const remove = operation({ kind: 'tag', action: 'delete', resourceId: 'x', before: held({}) });
    await adapter.apply(connection, remove, work());
    expect(server.asked.map(({ path }) => path)).not.toContain('/budget/delete');
    expect(server.asked.map(({ path }) => path)).not.toContain('/tag/update');
  });

  it('that are made behind an error are told by their name', async () => {
    const { connection } = await answers({ 'POST /tag/new': [500, { detail: '500: 404: Model not found' }] });
    const create = operation({ kind: 'tag', action: 'create', name: 'shop', wanted: { models: ['m'] } });
    const error: unknown = await adapter.apply(connection, create, work()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MaybeWrittenError);
    expect(error).toMatchObject({ resourceId: 'shop' });
  });

  it('that are gone are deleted, though that is answered with 500', async () => {
    const gone: readonly [number, unknown] = [500, { detail: '404: Tag x not found' }];
    const { connection } = await answers({
      'POST /tag/delete': gone,
      'POST /tag/info': [500, { detail: "404: Tags not found: ['x']" }],
    });
    const remove = operation({ kind: 'tag', action: 'delete', resourceId: 'x', before: held({}) });
    await expect(adapter.apply(connection, remove, work())).resolves.toEqual({ resourceId: 'x' });
  });
});

describe('deployments', () => {
  it('that are saved behind an error are told by the id that was chosen', async () => {
    const { connection } = await answers({
      'POST /model/new': [500, recorded('model-new-unknown-provider').response.body],
    });
    const create = operation({
      kind: 'model',
      action: 'create',
      name: 'm',
      wanted: { id: 'chosen', target: 'no-such-provider/x' },
    });
    const error: unknown = await adapter.apply(connection, create, work()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MaybeWrittenError);
    expect(error).toMatchObject({ resourceId: 'chosen' });
  });

  it('are changed in part, and blocked by a route of its own', async () => {
    const { server, connection } = await answers({
      'PATCH /model/m-1/update': [200, {}],
      'POST /model/block': [200, {}],
    });
    const wanted = { requestsPerMinute: 7, settings: { model_info: { mode: 'chat' }, blocked: true } };
    await adapter.apply(connection, operation({ kind: 'model', resourceId: 'm-1', wanted }), work());
    expect(sent(server.asked)).toEqual([
      ['PATCH /model/m-1/update', { litellm_params: { rpm: 7 }, model_info: { mode: 'chat' } }],
      ['POST /model/block', { model_id: 'm-1' }],
    ]);
  });
});

describe('policies of guardrails', () => {
  it('change by a new version that takes the place of the one in production', async () => {
    const { server, connection } = await answers({
      'POST /policies/name/strict/versions': [200, { policy_id: 'p-2' }],
      'PUT /policies/p-2': [200, {}],
      'PUT /policies/p-2/status': [200, {}],
    });
    const wanted = { settings: { description: 'b' } };
    const change = operation({ kind: 'guardrailPolicy', name: 'strict', resourceId: 'p-1', wanted });
    expect(await adapter.apply(connection, change, work())).toEqual({ resourceId: 'p-2' });
    expect(sent(server.asked)).toEqual([
      ['POST /policies/name/strict/versions', {}],
      ['PUT /policies/p-2', { description: 'b', policy_name: 'strict' }],
      ['PUT /policies/p-2/status', { version_status: 'published' }],
      ['PUT /policies/p-2/status', { version_status: 'production' }],
    ]);
  });
});

describe('settings', () => {
  it.each([
    [
      'general_settings.max_parallel_requests',
      55,
      'POST /config/field/update',
      { field_name: 'max_parallel_requests', field_value: 55, config_type: 'general_settings' },
    ],
    [
      'general_settings.max_parallel_requests',
      null,
      'POST /config/field/delete',
      { field_name: 'max_parallel_requests', config_type: 'general_settings' },
    ],
    [
      'litellm_settings.default_team_params',
      { max_budget: 5 },
      'PATCH /update/default_team_settings',
      { max_budget: 5 },
    ],
    ['router_settings.num_retries', 3, 'POST /config/update', { router_settings: { num_retries: 3 } }],
  ])('%s as %j goes where its section is written', async (name, value, route, body) => {
    const { server, connection } = await answers({ [route]: [200, {}] });
    await adapter.apply(
      connection,
      operation({ kind: 'setting', name, resourceId: name, wanted: { value } }),
      work(),
    );
    expect(sent(server.asked)).toEqual([[route, body]]);
  });
});

describe('who writes', () => {
  it.each([
    [undefined, 'gatehouse'],
    ['an admin', 'gatehouse (an admin)'],
    ['Ünïcode\r\nX-Evil: 1', 'gatehouse (?n?code??X-Evil: 1)'],
  ])('of the account %j is told to the gateway as %j', async (account, expected) => {
    const { server, connection } = await answers({ 'POST /budget/update': [200, {}] });
    const own = account === undefined ? connection : { ...connection, changedBy: account };
    const change = operation({ kind: 'budget', resourceId: 'b', wanted: { requestsPerMinute: 1 } });
    await adapter.apply(own, change, work());
    expect(server.asked[0]?.headers['litellm-changed-by']).toBe(expected);
  });
});
