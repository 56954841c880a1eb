import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KEYS, openTarget, work, type Target } from './target.ts';

describe('a check', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  it('says which release it is, that the key is accepted, and what it can do', async () => {
    const health = await target.adapter.check(target.connection(), work());
    expect(health).toMatchObject({ reachable: true, authorised: true, version: target.release });
    const everywhere = ['database', 'teams.paged', 'models.paged', 'settings.list', 'spendLogs.v2'] as const;
    expect(health.capabilities).toEqual(expect.arrayContaining([...everywhere, 'credentials', 'policies']));
    expect(health.capabilities).not.toContain('licence');
    for (const newer of ['settings.source', 'policies.versions', 'management.v1', 'spendLogs.page1000'])
      expect(health.capabilities.includes(newer), newer).toBe(target.release !== '1.81.13');
    expect(health.problem).toBeUndefined();
  });

  it.each([
    ['a key nobody knows', KEYS.unknown, 'wrong_key'],
    ['a key for models only', KEYS.llmOnly, 'not_permitted'],
  ])('is reachable and not authorised with %s', async (_what, key, code) => {
    const health = await target.adapter.check(target.connection(key), work());
    expect(health).toMatchObject({ reachable: true, authorised: false, problem: { code } });
    expect(JSON.stringify(health)).not.toContain(key);
  });

  it('is authorised with the key of a viewer', async () => {
    const health = await target.adapter.check(target.connection(KEYS.viewer), work());
    expect(health).toMatchObject({ reachable: true, authorised: true });
  });

  it('costs nothing, and neither does a pull', async () => {
    const before = await target.forbiddenCalls();
    await target.adapter.check(target.connection(), work());
    await target.adapter.pull(target.connection(), work());
    expect(await target.forbiddenCalls()).toBe(before);
  });
});
