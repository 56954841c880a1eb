import { describe } from 'vitest';

import { testRound } from './round.ts';
import { editsOf, ROUND_SECRETS } from './round-edits.ts';
import { openTarget } from './target.ts';

describe('a round of thirty changes', { timeout: 240_000 }, () => {
  testRound({
    open: openTarget,
    edits: ({ release }) => editsOf(release),
    secrets: ROUND_SECRETS,
    atLeast: 30,
  });
});
