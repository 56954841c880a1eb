import { describe, expect, it } from 'vitest';

import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import type { DoublewordState } from '../../../../electron/sample/doubleword/state.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { startNodeChanged } from './front.ts';
import { startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });
const ID = doublewordSampleState(5).organizations[0]?.id ?? '';

const DELETION: Operation = {
  id: '1',
  node: 'dw-eu',
  action: 'delete',
  kind: 'organization',
  name: 'payments-scoring',
  resourceId: ID,
  fields: [],
};

/** The sample, whose organization owns a platform key that somebody made. */
function stateWithKeyBy(maker: 'the admin' | 'somebody else'): DoublewordState {
  const state = doublewordSampleState(5);
  const [first] = state.apiKeys;
  const other = state.users.find(({ id }) => id !== state.adminUserId);
  if (first === undefined || other === undefined) throw new Error('the sample is too small');
  const made = { user_id: ID, created_by: maker === 'the admin' ? state.adminUserId : other.id };
  state.apiKeys.push({ ...first, id: crypto.randomUUID(), name: 'console', purpose: 'platform', ...made });
  return state;
}

async function keysOf(connection: Connection): Promise<number> {
  const { resources } = await adapter.pull(connection, work());
  return resources.filter(({ kind, fields }) => kind === 'key' && fields['user'] === ID).length;
}

describe('an organization whose keys are deleted with it', () => {
  it('stays, and all its keys, where one may be the key that is asked with', async () => {
    const { connection } = await startNode({ state: stateWithKeyBy('the admin') });
    const before = await keysOf(connection);
    await expect(adapter.apply(connection, DELETION, work())).rejects.toMatchObject({
      problem: {
        code: 'protected',
        message: expect.stringContaining('The key "console" of payments-scoring') as unknown,
      },
    });
    expect(await keysOf(connection)).toBe(before);
    expect(await adapter.reread(connection, 'organization', ID, work())).not.toBeNull();
  });

  it('goes with them where the platform keys among them are of others', async () => {
    const { connection } = await startNode({ state: stateWithKeyBy('somebody else') });
    await adapter.apply(connection, DELETION, work());
    expect(await adapter.reread(connection, 'organization', ID, work())).toBeNull();
  });

  it('stays where the list of its keys never holds still', async () => {
    let asked = 0;
    const connection = await startNodeChanged((path, body) => {
      if (path !== `/users/${ID}/api-keys`) return body;
      asked += 1;
      return { ...(body as JsonObject), total_count: 50 + asked };
    });
    await expect(adapter.apply(connection, DELETION, work())).rejects.toMatchObject({
      problem: {
        code: 'protected',
        message: expect.stringContaining('changed while they were read') as unknown,
      },
    });
  });
});
