import { describeRound } from '../round.ts';
import { EDITS, ROUND_SECRETS } from './round-edits.ts';
import { openTarget } from './target.ts';

describeRound({
  title: 'a round of changes on a control layer',
  open: openTarget,
  edits: () => EDITS,
  secrets: ROUND_SECRETS,
  atLeast: 25,
});
