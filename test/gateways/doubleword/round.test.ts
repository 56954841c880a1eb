import { describe } from 'vitest';

import { testRound } from '../round.ts';
import { EDITS, ROUND_SECRETS } from './round-edits.ts';
import { openTarget } from './target.ts';

describe('a round of changes on a control layer', { timeout: 240_000 }, () => {
  testRound({
    open: openTarget,
    edits: () => EDITS,
    secrets: ROUND_SECRETS,
    atLeast: 25,
  });
});
