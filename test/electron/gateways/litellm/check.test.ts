import { describe, expect, it } from 'vitest';
import { capabilityWords, LITELLM_CAPABILITIES } from '../../../../shared/fleet/capabilities.ts';
import { sendJson, startServer } from '../http/server.ts';
import { replay } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

const NEW = {
  'GET /health/readiness': 'health-readiness-noauth',
  'GET /health/readiness/details': 'health-readiness-details-admin',
  'GET /health/license': 'health-license',
  'GET /v2/team/list': 'team-v2-list-alias-partial',
  'GET /v2/model/info': 'model-v2-info-page1',
  'GET /config/list': 'config-list-general-settings',
  'GET /spend/logs/v2': 'spend-logs-v2-past-end',
  'GET /v1/access_group': 'access_group-v1-list',
  'GET /credentials': 'credentials-list-masked',
  'GET /organization/list': 'organization-list-oss',
  'GET /v2/guardrails/list': 'guardrails-list-v2',
  'GET /policies/list': 'policies-list',
  'GET /policies/compare': 'policies-compare',
  'GET /router/settings': 'nodb-router-settings',
  'GET /management/v1/budgets': 'budget-management-v1',
};

const { 'GET /router/settings': _router, ...OLD } = NEW;

describe('check', () => {
  it('knows 1.106.2 and what it can do, asking nothing that costs', async () => {
    const { server, connection } = await gateway(replay(NEW));
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({
      node: 'prod-1',
      reachable: true,
      authorised: true,
      version: '1.106.2',
      checkedAt: '2026-11-23T12:00:00.000Z',
    });
    expect(health.problem).toBeUndefined();
    expect(health.capabilities).toEqual([
      'database',
      'teams.paged',
      'models.paged',
      'accessGroups.v1',
      'credentials',
      'guardrails.v2',
      'policies',
      'policies.versions',
      'settings.list',
      'settings.source',
      'router.settings',
      'router.source',
      'management.v1',
      'spendLogs.v2',
      'spendLogs.page1000',
    ]);
    expect(health.latencyMs).toBeGreaterThanOrEqual(0);
    const asked = server.asked.map(({ path }) => path);
    expect(asked).not.toContain('/health');
    expect(asked.some((path) => path.startsWith('/health/test_connection'))).toBe(false);
    expect(server.asked.every(({ method }) => method === 'GET')).toBe(true);
    // The one setting that may be asked for by its name; the master key would come back in clear.
    expect(
      server.asked
        .filter(({ path }) => path === '/config/field/info')
        .map(({ query }) => query.get('field_name')),
    ).toEqual(['store_model_in_db']);
    expect(
      server.asked.find(({ path }) => path === '/health/readiness')?.headers.authorization,
    ).toBeUndefined();
  });

  it('knows 1.81.13 by its readiness, and its small pages', async () => {
    const { connection } = await gateway(
      replay(
        {
          ...OLD,
          'GET /health/readiness/details': 'health-readiness-details-admin',
          'GET /spend/logs/v2': 'spend-logs-v2-page-size-1000',
        },
        '1.81.13',
      ),
    );
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ authorised: true, version: '1.81.13' });
    expect(health.capabilities).toEqual(
      expect.arrayContaining(['spendLogs.v2', 'organizations', 'settings.list', 'policies']),
    );
    for (const newer of ['spendLogs.page1000', 'settings.source', 'policies.versions', 'management.v1'])
      expect(health.capabilities).not.toContain(newer);
  });

  it('sees routes that only write by the method they refuse, without running them', async () => {
    const { connection } = await gateway((request, response) => {
      if (['/team/gatehouse-probe', '/model/block'].includes(request.path))
        sendJson(response, { detail: 'Method Not Allowed' }, 405);
      else void replay(NEW)(request, response);
    });
    const { capabilities } = await adapter.check(connection, work());
    expect(capabilities).toEqual(expect.arrayContaining(['teams.patch', 'models.block']));
  });

  it('asks only once for what a version can do, and anew after an upgrade or with another key', async () => {
    let version = '1.106.2';
    const { server, connection } = await gateway((request, response) => {
      if (request.path === '/health/readiness/details')
        sendJson(response, { status: 'healthy', litellm_version: version });
      else void replay(NEW)(request, response);
    });
    const first = await adapter.check(connection, work());
    const count = server.asked.length;
    const second = await adapter.check(connection, work());
    expect(server.asked.length - count).toBe(4);
    expect(second.capabilities).toEqual(first.capabilities);
    await adapter.check({ ...connection, key: 'sk-made-up-other-0001' }, work());
    expect(server.asked.length - count - 4).toBe(count);
    version = '1.107.0';
    await adapter.check(connection, work());
    expect(server.asked.length - count - 4).toBe(2 * count);
  });

  it('remembers nothing of a node that was failing', async () => {
    const { server, connection } = await gateway((request, response) => {
      if (request.path === '/policies/list') sendJson(response, { detail: 'busy' }, 500);
      else void replay(NEW)(request, response);
    });
    await adapter.check(connection, work());
    const count = server.asked.length;
    await adapter.check(connection, work());
    expect(server.asked.length).toBe(2 * count);
  });

  it('has plain words for every capability', () => {
    for (const words of Object.values(LITELLM_CAPABILITIES)) expect(words).toMatch(/^[a-z][\w ,]+$/);
    expect(capabilityWords('litellm', 'teams.paged')).toBe('lists teams page by page');
    expect(capabilityWords('litellm', 'something-else')).toBe('something-else');
  });

  it('says that the key is wrong', async () => {
    const refused = Object.fromEntries(Object.keys(NEW).map((route) => [route, 'auth-bad-key']));
    const { connection } = await gateway(
      replay({ ...refused, 'GET /health/readiness': 'health-readiness-noauth' }),
    );
    expect(await adapter.check(connection, work())).toMatchObject({
      reachable: true,
      authorised: false,
      problem: { code: 'wrong_key' },
    });
  });

  it('says that the key has no right, where it is accepted otherwise', async () => {
    const { connection } = await gateway(
      replay({
        'GET /health/readiness': 'health-readiness-noauth',
        'GET /v2/team/list': 'auth-team-key-v2-team-list',
        'GET /spend/logs/v2': 'spend-logs-v2-team-key',
      }),
    );
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: true, authorised: false });
    expect(['wrong_key', 'not_permitted']).toContain(health.problem?.code);
  });

  it('works without a database', async () => {
    const { connection } = await gateway(
      replay({
        'GET /health/readiness': 'nodb-health-readiness',
        'GET /health/readiness/details': 'nodb-health-readiness-details',
        'GET /spend/logs/v2': 'nodb-spend-logs-v2',
        'GET /v2/team/list': 'nodb-team-v2-list',
        'GET /credentials': 'nodb-credentials-list',
        'GET /policies/list': 'nodb-policies-list',
        'GET /management/v1/budgets': 'nodb-budget-management-v1',
        'GET /router/settings': 'nodb-router-settings',
      }),
    );
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: true, authorised: true, version: '1.106.2' });
    // Credentials and policies are answered with an empty list, which says nothing.
    expect(health.capabilities).toEqual(['router.settings', 'router.source']);
  });

  it('says when nobody is there, and when it is somebody else', async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    const connection = { node: 'prod-1', url: gone.url, key: 'sk-made-up-master-0001' };
    expect(await adapter.check(connection, work())).toMatchObject({
      reachable: false,
      authorised: null,
      latencyMs: null,
      problem: { code: 'node_unreachable' },
    });

    const page = await gateway((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    });
    expect(await adapter.check(page.connection, work())).toMatchObject({
      reachable: false,
      problem: { code: 'answered_html' },
    });

    const other = await gateway((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":"world"}');
    });
    expect(await adapter.check(other.connection, work())).toMatchObject({
      reachable: false,
      problem: { code: 'wrong_gateway' },
    });
  });

  it('ends as cancelled when cancelled', async () => {
    const { server, connection } = await gateway(() => undefined);
    const controller = new AbortController();
    const checking = adapter.check(connection, work(controller.signal));
    await expect.poll(() => server.asked.length).toBe(1);
    controller.abort();
    await expect(checking).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  });
});
