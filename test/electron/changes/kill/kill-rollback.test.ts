import { expect, test } from 'vitest';

import { changeOffers } from '../../../../shared/plan/change-offers.ts';
import { killRounds } from './kill-rounds.ts';

const ROUNDS = 100;

test(`a push that is killed at ${ROUNDS} random points is explained, and taking it back ends as before`, async () => {
  const seed = process.env['GATEHOUSE_SEED'] ?? 'rollback-1';
  const tally = await killRounds(seed, ROUNDS, async (killed, { before }) => {
    const { change, call } = killed;
    if (changeOffers(change).rollback) {
      const back = await call('changes.rollback', { id: change.id });
      expect(back.change.plan.reverts).toBe(change.id);
      const undone = await call('changes.push', { id: back.change.id });
      expect(undone.change.results.filter(({ status }) => status !== 'verified')).toEqual([]);
    }
    await killed.requireState(before);
  });
  process.stdout.write(`killed pushes, seed "${seed}", taken back: ${JSON.stringify(tally)}\n`);
  expect(tally.found['interrupted']).toBeGreaterThan(ROUNDS / 2);
}, 300_000);
