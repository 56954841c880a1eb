import { afterEach, expect, it } from 'vitest';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { MaybeWrittenError } from '../../../../electron/gateways/maybe-written.ts';
import { sendJson, startServer } from '../http/server.ts';
import type { TestServer } from '../http/server.ts';
import { work } from './node.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

it.each([
  ['a model is refused after the group was made', 201, true],
  ['the group itself is refused', 403, false],
])('tells whether something may be written when %s', async (_what, groupStatus, maybe) => {
  const server = await startServer(({ method, path }, response) => {
    if (method === 'GET') sendJson(response, { data: [{ id: 'm1', alias: 'bge-m3' }], total_count: 1 });
    else if (path.endsWith('/groups')) sendJson(response, { id: 'g1' }, groupStatus);
    else sendJson(response, { message: 'no' }, 403);
  });
  servers.push(server);
  const adapter = createDoublewordAdapter({ client: { retries: 0 } });
  const connection = { node: 'dw-eu', url: server.url, key: 'sk-made-up-admin-0001' };
  const error: unknown = await adapter
    .apply(
      connection,
      {
        id: '1',
        node: 'dw-eu',
        action: 'create',
        kind: 'team',
        name: 'payments',
        fields: [],
        wanted: { models: ['bge-m3'] },
      },
      work(),
    )
    .catch((caught: unknown) => caught);
  expect(error instanceof MaybeWrittenError).toBe(maybe);
  expect(error).toMatchObject({ problem: { code: 'not_permitted' }, ...(maybe ? { resourceId: 'g1' } : {}) });
});
