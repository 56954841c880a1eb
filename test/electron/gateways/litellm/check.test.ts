import { describe, expect, it } from 'vitest';
import { startServer } from '../http/server.ts';
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
};

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
      'teams.v2',
      'models.v2',
      'settings',
      'settings.ownership',
      'spend-logs.page-1000',
    ]);
    expect(health.latencyMs).toBeGreaterThanOrEqual(0);
    expect(server.asked.map(({ path }) => path).sort()).toEqual(
      Object.keys(NEW)
        .map((route) => route.slice(4))
        .sort(),
    );
    expect(
      server.asked.find(({ path }) => path === '/health/readiness')?.headers.authorization,
    ).toBeUndefined();
  });

  it('knows 1.81.13 by its readiness, and its small pages', async () => {
    const { connection } = await gateway(
      replay(
        {
          ...NEW,
          'GET /health/readiness/details': 'health-readiness-details-admin',
          'GET /spend/logs/v2': 'spend-logs-v2-page-size-1000',
        },
        '1.81.13',
      ),
    );
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ authorised: true, version: '1.81.13' });
    expect(health.capabilities).toContain('spend-logs.page-100');
    expect(health.capabilities).not.toContain('settings.ownership');
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
      }),
    );
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: true, authorised: true, version: '1.106.2' });
    expect(health.capabilities).toEqual([]);
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
