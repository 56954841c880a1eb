import { describe } from 'vitest';

import { testRound } from '../round.ts';
import { editsFor, ROUND_SECRETS } from './round-edits.ts';
import { isOlder, openTarget } from './target.ts';

const edits = editsFor(await isOlder());

describe('a round of changes on a control layer', { timeout: 240_000 }, () => {
  testRound({
    open: openTarget,
    edits: () => edits,
    secrets: ROUND_SECRETS,
    atLeast: 25,
  });
});
