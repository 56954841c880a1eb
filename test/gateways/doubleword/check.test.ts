import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { work } from '../target.ts';
import { ask } from './ask.ts';
import { isOlder, openTarget, type Target } from './target.ts';

const older = await isOlder();

/** What no release before 10 can do. */
const SINCE_10 = ['key-spend-limits', 'demand', 'usage-recompute'];

describe('a check of a control layer', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  it('says that the key is accepted and what the server can do, whose release is told nowhere', async () => {
    // The keys' spend limits are seen from a key of the admin's own.
    await target.makeKey('admin@example.test', 'realtime');
    const health = await target.adapter.check(target.connection(), work());
    expect(health).toMatchObject({ reachable: true, authorised: true, version: null });
    expect(health.problem).toBeUndefined();
    const always = ['teams', 'request-log', 'ledger', 'organizations', 'probes', 'webhooks', 'tool-sources'];
    expect(health.capabilities).toEqual(expect.arrayContaining(always));
    for (const newer of SINCE_10) expect(health.capabilities.includes(newer), newer).toBe(!older);
  });

  it('is reachable and not authorised with a key nobody knows', async () => {
    const key = 'sk-made-up-nobody-knows-0001';
    const health = await target.adapter.check(target.connection(key), work());
    expect(health).toMatchObject({ reachable: true, authorised: false, problem: { code: 'wrong_key' } });
    expect(JSON.stringify(health)).not.toContain(key);
  });

  it('says of a key for calling models that it is one', async () => {
    const key = await target.makeKey('alice', 'realtime');
    await untilCallable(target, key);
    const health = await target.adapter.check(target.connection(key), work());
    expect(health).toMatchObject({ reachable: true, authorised: false });
    expect(`${health.problem?.message ?? ''} ${health.problem?.next ?? ''}`).toMatch(
      /calling models|call models/,
    );
    expect(JSON.stringify(health)).not.toContain(key);
  });

  it('is authorised with the key of somebody who sees half, and lists less', async () => {
    const key = await target.makeKey('reporter', 'platform');
    const health = await target.adapter.check(target.connection(key), work());
    expect(health).toMatchObject({ reachable: true, authorised: true });
    expect(health.capabilities).toEqual(expect.arrayContaining(['request-log', 'ledger']));
    expect(health.capabilities).not.toContain('teams');
  });

  it('calls no model, and neither does a pull', async () => {
    const last = async (): Promise<unknown> => ask(target, 'GET', '/requests?limit=1');
    const before = await last();
    await target.adapter.check(target.connection(), work());
    await target.adapter.pull(target.connection(), work());
    expect(await last()).toEqual(before);
  });
});

/** A new key reaches the part that calls models a moment later. */
async function untilCallable({ url }: Target, key: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const headers = { authorization: `Bearer ${key}` };
    const { ok } = await fetch(`${url}/ai/v1/models`, { headers });
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The new key was never accepted.');
}
