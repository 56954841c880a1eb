import { expect, test } from 'vitest';

import { goOn, killRounds } from './kill-rounds.ts';

const ROUNDS = 100;

test(`a push that is killed at ${ROUNDS} random points is explained, and going on with it ends as wanted`, async () => {
  const seed = process.env['GATEHOUSE_SEED'] ?? 'resume-1';
  const tally = await killRounds(seed, ROUNDS, async (killed, { after }) => {
    const change = await goOn(killed);
    expect(change.results.filter(({ status }) => status !== 'verified')).toEqual([]);
    expect(change.status).toBe('verified');
    await killed.requireState(after);
  });
  process.stdout.write(`killed pushes, seed "${seed}", gone on with: ${JSON.stringify(tally)}\n`);
  expect(tally.found['interrupted']).toBeGreaterThan(ROUNDS / 2);
}, 300_000);
