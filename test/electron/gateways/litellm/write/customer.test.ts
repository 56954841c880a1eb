import { describe, expect, it } from 'vitest';

import type { Operation } from '../../../../../shared/plan/plan.ts';
import { sendJson } from '../../http/server.ts';
import { adapter, gateway, work } from '../world.ts';

const MADE = '6ec6ba76-e692-4205-b999-6c46901c207a';

function operation(part: Partial<Operation>): Operation {
  return { id: '1', node: 'prod-1', action: 'delete', kind: 'customer', name: 'c', fields: [], ...part };
}

/** A gateway with one customer, whose budget takes what is written to it. */
async function oneCustomer(budget: Readonly<Record<string, unknown>> | null) {
  let held = budget;
  const { server, connection } = await gateway(({ method, path, body }, response) => {
    if (path === '/budget/update') held = { ...held, ...(JSON.parse(body) as object) };
    if (path === '/budget/delete') held = null;
    const customer = {
      user_id: 'c',
      blocked: false,
      budget_id: held?.['budget_id'],
      litellm_budget_table: held,
    };
    sendJson(response, method === 'GET' ? customer : {});
  });
  const writes = () =>
    server.asked.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, JSON.parse(body)]);
  return { connection, writes };
}

describe('a customer', () => {
  it('that goes takes along the budget that was made for it', async () => {
    const { connection, writes } = await oneCustomer({ budget_id: MADE, max_budget: 4 });
    await adapter.apply(connection, operation({ resourceId: 'c' }), work());
    expect(writes()).toEqual([
      ['/customer/delete', { user_ids: ['c'] }],
      ['/budget/delete', { id: MADE }],
    ]);
  });

  it('that goes leaves a budget that somebody named', async () => {
    const { connection, writes } = await oneCustomer({ budget_id: 'shared', max_budget: 4 });
    await adapter.apply(connection, operation({ resourceId: 'c' }), work());
    expect(writes()).toEqual([['/customer/delete', { user_ids: ['c'] }]]);
  });

  it('without limits has no budget any more, and with one left keeps it', async () => {
    const change = operation({ action: 'update', resourceId: 'c', wanted: { budget: null } });
    const bare = await oneCustomer({ budget_id: MADE, max_budget: 4 });
    await adapter.apply(bare.connection, change, work());
    expect(bare.writes().at(-1)).toEqual(['/budget/delete', { id: MADE }]);
    const limited = await oneCustomer({ budget_id: MADE, max_budget: 4, rpm_limit: 5 });
    await adapter.apply(limited.connection, change, work());
    expect(limited.writes().map(([path]) => path)).toEqual(['/budget/update']);
  });

  it('that has no budget and wants none is not written to', async () => {
    const { connection, writes } = await oneCustomer(null);
    const wanted = { budget: null, requestsPerMinute: null };
    await adapter.apply(connection, operation({ action: 'update', resourceId: 'c', wanted }), work());
    expect(writes()).toEqual([]);
  });
});
