import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { work } from '../target.ts';
import { ask } from './ask.ts';
import { openTarget, type Target } from './target.ts';

/** Much less than the half minute for which a stuck server answers nobody. */
const SOON_MS = 20_000;

describe('many tasks at once on a control layer', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  it('never get it stuck', async () => {
    const { adapter } = target;
    const { resources } = await adapter.pull(target.connection(), work());
    const models = resources.filter(({ kind }) => kind === 'model' || kind === 'team');
    const slowest = watchSlowest(target);
    await Promise.all([
      ...Array.from({ length: 4 }, () => adapter.pull(target.connection(), work())),
      ...Array.from({ length: 4 }, async () => {
        const health = await adapter.check(target.connection(), work());
        expect(health).toMatchObject({ reachable: true, authorised: true });
      }),
      ...[...models, ...models].map(({ kind, id }) => adapter.reread(target.connection(), kind, id, work())),
    ]);
    expect(await slowest.end()).toBeLessThan(SOON_MS);
    if (target.simulator === null) return;
    expect(target.simulator.peaks().modelLists).toBeLessThanOrEqual(2);
    // The four of ours, and the one that watches.
    expect(target.simulator.peaks().calls).toBeLessThanOrEqual(5);
  });
});

/** Asks a small question again and again meanwhile, and says how long the slowest answer took, milliseconds. */
function watchSlowest(target: Target): { readonly end: () => Promise<number> } {
  const ending = new AbortController();
  let slowest = 0;
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const began = performance.now();
      await ask(target, 'GET', '/users?limit=1');
      slowest = Math.max(slowest, performance.now() - began);
    }
  })();
  return {
    end: async () => {
      ending.abort();
      await watching;
      return slowest;
    },
  };
}
