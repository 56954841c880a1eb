import { expect, it } from 'vitest';

import type { Operation } from '../../../../../shared/plan/plan.ts';
import { sendJson } from '../../http/server.ts';
import { adapter, gateway, work } from '../world.ts';

const change: Operation = {
  id: '1',
  node: 'prod-1',
  action: 'update',
  kind: 'guardrailPolicy',
  name: 'strict',
  fields: [],
  resourceId: 'p-1',
  wanted: { settings: { description: 'b' } },
};

it('a policy is changed in place where the release knows no versions', async () => {
  const { server, connection } = await gateway(({ method }, response) => {
    if (method === 'PUT') sendJson(response, {});
    else sendJson(response, { detail: 'Not Found' }, 404);
  });
  expect(await adapter.apply(connection, change, work())).toEqual({ resourceId: 'p-1' });
  expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /policies/name/strict/versions',
    'PUT /policies/p-1',
  ]);
});

it('a policy that is not there is not changed in place', async () => {
  const { server, connection } = await gateway((_asked, response) =>
    sendJson(response, { detail: "Policy 'strict' not found" }, 404),
  );
  await expect(adapter.apply(connection, change, work())).rejects.toMatchObject({
    problem: { code: 'not_found' },
  });
  expect(server.asked).toHaveLength(1);
});
