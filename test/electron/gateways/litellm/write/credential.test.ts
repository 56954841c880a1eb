import { expect, it } from 'vitest';

import type { Operation } from '../../../../../shared/plan/plan.ts';
import { sendJson } from '../../http/server.ts';
import { adapter, gateway, work } from '../world.ts';
import { secretReference } from '../../../../../shared/plan/secret-references.ts';

const change: Operation = {
  id: '1',
  node: 'prod-1',
  action: 'update',
  kind: 'credential',
  name: 'openai',
  fields: [],
  resourceId: 'openai',
  wanted: {
    settings: {
      credential_info: { description: 'new' },
      credential_values: { api_key: secretReference('KEY') },
    },
  },
};

/** A gateway that shows a change of its credential only when it was looked at some more times. */
function slowGateway(looks: number) {
  let left = Infinity;
  return gateway(({ method }, response) => {
    if (method === 'PATCH') left = looks;
    else left -= 1;
    const description = left < 0 ? 'new' : 'old';
    const credential = { credential_name: 'openai', credential_info: { description }, credential_values: {} };
    sendJson(response, method === 'GET' ? credential : { success: true });
  });
}

it('a credential that changes is written when the gateway shows it', async () => {
  const { server, connection } = await slowGateway(2);
  await adapter.apply(connection, change, work());
  expect(server.asked.map(({ method }) => method)).toEqual(['PATCH', 'GET', 'GET', 'GET']);
  expect(await adapter.reread(connection, 'credential', 'openai', work())).toMatchObject({
    settings: { credential_info: { description: 'new' } },
  });
});

it('a credential that is shown at once is looked at once', async () => {
  const { server, connection } = await slowGateway(0);
  await adapter.apply(connection, change, work());
  expect(server.asked.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
});
