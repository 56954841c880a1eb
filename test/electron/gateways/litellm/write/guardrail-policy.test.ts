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

/** What was sent to change something, in order. */
function writes(asked: readonly { readonly method: string; readonly path: string }[]): readonly string[] {
  return asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

it('a policy goes on with the draft that a push left which was cut off', async () => {
  const row = { policy_name: 'strict', created_by: 'a', updated_by: 'a', parent_version_id: 'p-1' };
  const { server, connection } = await gateway(({ method, path }, response) => {
    if (method === 'PUT') sendJson(response, {});
    else if (path === '/policies/list')
      sendJson(response, { policies: [{ ...row, policy_id: 'p-2', version_status: 'draft' }] });
    else sendJson(response, { detail: 'no second draft' }, 400);
  });
  expect(await adapter.apply(connection, change, work())).toEqual({ resourceId: 'p-2' });
  expect(writes(server.asked)).toEqual([
    'PUT /policies/p-2',
    'PUT /policies/p-2/status',
    'PUT /policies/p-2/status',
  ]);
});

it('a policy is changed in place where the release knows no versions', async () => {
  const { server, connection } = await gateway(({ method }, response) => {
    if (method === 'PUT') sendJson(response, {});
    else sendJson(response, { detail: 'Not Found' }, 404);
  });
  expect(await adapter.apply(connection, change, work())).toEqual({ resourceId: 'p-1' });
  expect(writes(server.asked)).toEqual(['POST /policies/name/strict/versions', 'PUT /policies/p-1']);
});

it('a policy that is not there is not changed in place', async () => {
  const { server, connection } = await gateway((_asked, response) =>
    sendJson(response, { detail: "Policy 'strict' not found" }, 404),
  );
  await expect(adapter.apply(connection, change, work())).rejects.toMatchObject({
    problem: { code: 'not_found' },
  });
  expect(writes(server.asked)).toEqual(['POST /policies/name/strict/versions']);
});
