import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Operation } from '../../../shared/plan/plan.ts';
import { work } from '../target.ts';
import { ask } from './ask.ts';
import { openTarget, type Target } from './target.ts';

const NAME = `Keys ${randomBytes(3).toString('hex')} Ltd`;

describe('the keys of an organization that is deleted', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  const base = { id: '1', node: 'under-test', kind: 'organization', name: NAME, fields: [] } as const;
  const apply = (operation: Operation, connection = target.connection()) =>
    target.adapter.apply(connection, operation, work());

  it('call no model any more, and open nothing', async () => {
    const email = `keys-${randomBytes(3).toString('hex')}@org.example.test`;
    const wanted = await target.withIds({ owners: ['bob'], settings: { email } });
    const { resourceId } = await apply({ ...base, action: 'create', wanted });
    const before = await target.adapter.reread(target.connection(), 'organization', resourceId, work());
    if (before === null) throw new Error('The organization is not there.');
    const calling = await target.makeKey(NAME, 'realtime');
    const managing = await target.makeKey(NAME, 'platform');
    await until(calling, 200);
    expect(await statusOfAdmin(managing)).toBe(200);
    // The admin made that key, so one that acts as the admin would not be let delete it.
    await apply({ ...base, action: 'delete', before, resourceId }, target.connection(await otherManager()));
    expect(await statusOfAdmin(managing)).toBe(401);
    await until(calling, 403);
  });

  /** The platform key of a manager who made no key. */
  async function otherManager(): Promise<string> {
    const username = `manager-${randomBytes(3).toString('hex')}`;
    const roles = ['PlatformManager', 'StandardUser'];
    await ask(target, 'POST', '/users', { username, email: `${username}@example.test`, roles });
    return target.makeKey(username, 'platform');
  }

  /** Keys reach the part that calls models a moment after they are made or deleted. */
  async function until(key: string, status: number): Promise<void> {
    let last = 0;
    for (let tries = 0; tries < 100 && last !== status; tries += 1) {
      last = await statusOfCall(key);
      if (last !== status) await pause(50);
    }
    expect(last).toBe(status);
  }

  async function statusOfCall(key: string): Promise<number> {
    const answer = await fetch(`${target.url}/ai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'mock-small',
        messages: [{ role: 'user', content: 'a' }],
        max_tokens: 1,
      }),
    });
    await answer.text();
    return answer.status;
  }

  async function statusOfAdmin(key: string): Promise<number> {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${target.url}/admin/api/v1/groups?limit=1`, { headers });
    await answer.text();
    return answer.status;
  }
});
