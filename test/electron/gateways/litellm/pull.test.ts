import { describe, expect, it } from 'vitest';
import type { PulledState } from '../../../../electron/gateways/adapter.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
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
};

function states(pulled: PulledState): Partial<Record<ResourceKind, string>> {
  return Object.fromEntries(pulled.sections.map(({ kind, state }) => [kind, state]));
}

/** A gateway whose only list is `/v2/team/list`, with so many teams. */
function teamsGateway(count: () => number, size = 100): Handler {
  return ({ path, query }, response) => {
    if (path === '/health/readiness') sendJson(response, { status: 'healthy', litellm_version: '1.81.13' });
    else if (path === '/v2/team/list') {
      const start = (Number(query.get('page')) - 1) * size;
      const all = Array.from({ length: count() }, (_, n) => ({
        team_id: `t${String(n)}`,
        team_alias: `team ${String(n)}`,
      }));
      sendJson(response, { teams: all.slice(start, start + size), total: all.length });
    } else sendJson(response, { detail: 'Not Found' }, 404);
  };
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

  it('reads all pages', async () => {
    const { connection } = await gateway(teamsGateway(() => 250));
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources.map(({ id }) => id)).toEqual(
      Array.from({ length: 250 }, (_, n) => `t${String(n)}`),
    );
    expect(states(pulled).team).toBe('complete');
  });

  it('ends although a gateway ignores the page', async () => {
    const { connection } = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/user/list') sendJson(response, { users: [{ user_id: 'u' }] });
      else sendJson(response, { detail: 'Not Found' }, 404);
    });
    expect((await adapter.pull(connection, work())).resources).toHaveLength(1);
  });

  it('reads a list again when rows moved between its pages', async () => {
    let asked = 0;
    const { connection } = await gateway(({ path, query }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/v2/team/list') {
        asked += 1;
        // Team 0 is deleted after the first page was read, so team 100 moves onto that page, unseen.
        const all = Array.from({ length: 150 }, (_, n) => ({ team_id: `t${String(n)}` })).slice(
          asked > 1 ? 1 : 0,
        );
        const start = (Number(query.get('page')) - 1) * 100;
        sendJson(response, { teams: all.slice(start, start + 100), total: 150 });
      } else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources.some(({ id }) => id === 't100')).toBe(true);
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
