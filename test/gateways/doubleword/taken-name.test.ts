import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { consequences } from '../../../shared/plan/consequences.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { makeSnapshot } from '../../../electron/workspace/snapshot-store.ts';
import { work } from '../target.ts';
import { openTarget, type Target } from './target.ts';

const NAME = `taken-${randomBytes(3).toString('hex')}`;

describe('the name of a model that was deleted on a control layer', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  const create: Operation = {
    id: '1',
    node: 'under-test',
    action: 'create',
    kind: 'model',
    name: NAME,
    fields: [],
    wanted: { target: 'mock-free', settings: { endpoint_name: 'mock-upstream' } },
  };

  /** Applies, and gives what was done besides. */
  async function apply(operation: Operation): Promise<{ readonly id: string; readonly notices: string[] }> {
    const notices: string[] = [];
    const { resourceId } = await target.adapter.apply(target.connection(), operation, {
      ...work(),
      notice: (message) => notices.push(message),
    });
    return { id: resourceId, notices };
  }

  /** What a plan says that the making of the model brings with it, as the node is now. */
  async function said(): Promise<readonly string[]> {
    const pulled = await target.adapter.pull(target.connection(), work());
    const entry = {
      name: 'under-test',
      kind: 'doubleword',
      url: target.url,
      environment: 'test',
      key: { from: 'keychain' },
    } as const;
    return consequences(create, makeSnapshot(entry, pulled, new Date()));
  }

  it('is free before there was one, and taken afterwards, of which the plan and the journal tell', async () => {
    expect(await said()).toEqual([]);
    const first = await apply(create);
    expect(first.notices).toEqual([]);
    expect(await said()).toEqual([]);
    await remove(first.id);
    const freed = `${NAME} (deleted ${first.id.slice(0, 8)})`;
    expect(await said()).toEqual([expect.stringContaining(`has the name "${NAME}" still`)]);
    const second = await apply(create);
    expect(second.id).not.toBe(first.id);
    expect(second.notices).toEqual([expect.stringContaining(`it is called "${freed}" now`)]);
    expect(await said()).toEqual([]);
    await remove(second.id);
  });

  async function remove(id: string): Promise<void> {
    const before: Resource | null = await target.adapter.reread(target.connection(), 'model', id, work());
    if (before === null) throw new Error('The model is not there.');
    const { wanted: _wanted, ...rest } = create;
    await apply({ ...rest, action: 'delete', before, resourceId: id });
  }
});
