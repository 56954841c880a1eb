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
    // The budget that it makes for the members of a team stays, and limits nothing.
    keeps: ({ action, kind, name }) =>
      action === 'create' && kind === 'budget' && /^team-payments-budget-[0-9a-f]{32}$/.test(name),
  });
});
