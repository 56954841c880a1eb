import fc from 'fast-check';
import { expect, it } from 'vitest';

import { inParallel } from '../../shared/in-parallel.ts';

it('answers in the order of the items, with no more at once than the limit', async () => {
  const items = fc.array(fc.nat(5), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 6 }), async (turns, limit) => {
      let running = 0;
      let most = 0;
      const answers = await inParallel(turns, limit, async (count) => {
        running += 1;
        most = Math.max(most, running);
        for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
        running -= 1;
        return count;
      });
      expect(answers).toEqual(turns);
      expect(most).toBeLessThanOrEqual(limit);
    }),
  );
});

it('begins nothing more after a failure, and waits for what runs before it passes the failure on', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const all = inParallel([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    if (item === 0) throw new Error('no');
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    ended.push(item);
  });
  await expect(all).rejects.toThrow('no');
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
