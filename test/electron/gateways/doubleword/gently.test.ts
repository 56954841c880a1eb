import { describe, expect, it } from 'vitest';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { sendJson, startServer } from '../http/server.ts';
import { closeAfterwards, LOG, OCTOBER, startNode, work } from './node.ts';

/** Enough log for a reading that takes as long as the rest. */
const WINDOW = { sinceMs: OCTOBER.sinceMs, untilMs: OCTOBER.sinceMs + 10 * 24 * 3_600_000 };

describe('asking a Doubleword node gently', () => {
  it('never gets it stuck, however many pulls, checks, pushes, readings again and imports run at once', async () => {
    // Held as long as the real one holds its callers, a stuck node would show as a time-out of this test.
    const { node, connection } = await startNode({ latencyMs: 3, stallMs: 30_000, log: LOG });
    const adapter = createDoublewordAdapter({ client: { retries: 0 } });
    // The fleet file may name one server twice, and write its address in two ways.
    const named = connection.url.replace('127.0.0.1', 'localhost');
    const twin: Connection = { ...connection, node: 'dw-twin', url: `${named}/` };
    const [pulled] = await Promise.all([
      adapter.pull(connection, work()),
      adapter.pull(twin, work()),
      adapter.pull(connection, work()),
    ]);
    const models = pulled.resources.filter(({ kind }) => kind === 'model');
    const teams = pulled.resources.filter(({ kind }) => kind === 'team');
    const importing = async (to: Connection): Promise<number> => {
      let rows = 0;
      for await (const page of adapter.readLog(to, WINDOW, work())) rows += page.rows.length;
      return rows;
    };
    const [first, second, ...health] = await Promise.all([
      importing(connection),
      importing(twin),
      ...[connection, twin, connection, twin].map((to) => adapter.check(to, work())),
      ...[connection, twin, connection].map((to) => adapter.pull(to, work()).then(() => null)),
      ...[...models, ...teams, ...models, ...teams].map(({ kind, id }) =>
        adapter.reread(twin, kind, id, work()).then(() => null),
      ),
      ...Array.from({ length: 8 }, (_, index) =>
        adapter
          .apply(
            index % 2 === 0 ? connection : twin,
            {
              id: String(index),
              node: 'dw-eu',
              action: 'create',
              kind: 'team',
              name: `made meanwhile ${String(index)}`,
              fields: [],
              wanted: { models: ['bge-m3', 'qwen3-32b'] },
            },
            work(),
          )
          .then(() => null),
      ),
    ]);
    expect(first).toBeGreaterThan(100);
    expect(second).toBe(first);
    for (const one of health)
      if (one !== null) expect(one).toMatchObject({ reachable: true, authorised: true });
    expect(node.peaks().modelLists).toBeLessThanOrEqual(2);
    expect(node.peaks().calls).toBe(4);
  }, 60_000);

  it('stays clear of it when two processes ask at once, which know nothing of each other', async () => {
    const { node, connection } = await startNode({ latencyMs: 20, stallMs: 30_000, log: LOG });
    const processes = [1, 2].map(() => createDoublewordAdapter({ client: { retries: 0 } }));
    const pulls = processes.flatMap((adapter) => [1, 2, 3].map(() => adapter.pull(connection, work())));
    for (const { sections } of await Promise.all(pulls))
      expect(sections.find(({ kind }) => kind === 'model')).toMatchObject({ state: 'complete' });
    expect(node.peaks().modelLists).toBe(4);
    expect(node.peaks().calls).toBe(8);
  }, 60_000);

  it('is shown a stuck node by the same simulator, when it is asked without care', async () => {
    const { node, connection } = await startNode({ latencyMs: 20, stallMs: 200 });
    const headers = { authorization: `Bearer ${connection.key}` };
    const asked = Array.from({ length: 6 }, () =>
      fetch(`${connection.url}/admin/api/v1/models?include=pricing`, { headers }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses).toContain(503);
    expect(node.peaks().modelLists).toBe(6);
  });

  it('takes a slow refusal for overload and asks again, and a quick one for a wrong key', async () => {
    const answers: (() => Promise<number>)[] = [
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5_100));
        return 401;
      },
      () => Promise.resolve(200),
    ];
    let asked = 0;
    const server = await startServer(({ path }, response) => {
      if (path !== '/admin/api/v1/config') {
        sendJson(response, 'Authentication required', 401);
        return;
      }
      asked += 1;
      void (answers.shift() ?? (() => Promise.resolve(200)))().then((status) =>
        sendJson(response, status === 200 ? { region: 'x' } : 'Authentication required', status),
      );
    });
    closeAfterwards(server);
    const adapter = createDoublewordAdapter({ client: { retryWaitMs: 5 } });
    const connection = { node: 'dw-eu', url: server.url, key: 'sk-made-up-admin-0001' };
    // The config comes at the second try; the user's own route refuses at once, and is not asked again.
    await expect(adapter.pull(connection, work())).rejects.toMatchObject({
      problem: { code: 'wrong_key', where: 'GET /admin/api/v1/users/current' },
    });
    expect(asked).toBe(2);
  }, 20_000);

  it('waits as long as Retry-After says before it asks again', async () => {
    const times: number[] = [];
    const server = await startServer(({ path }, response) => {
      if (path !== '/admin/api/v1/config') {
        sendJson(response, 'Insufficient permissions', 403);
        return;
      }
      times.push(performance.now());
      if (times.length > 1) sendJson(response, {});
      else {
        const message = 'Service temporarily overloaded, please retry';
        response.setHeader('retry-after', '1');
        sendJson(response, { error: 'service_unavailable', message, retry_after_seconds: 1 }, 503);
      }
    });
    closeAfterwards(server);
    const connection = { node: 'dw-eu', url: server.url, key: 'sk-made-up-admin-0001' };
    const adapter = createDoublewordAdapter({ client: { retryWaitMs: 1 } });
    await expect(adapter.pull(connection, work())).rejects.toMatchObject({
      problem: { code: 'not_permitted' },
    });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });
});
