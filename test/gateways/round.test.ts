import { describeRound } from './round.ts';
import { editsOf, ROUND_SECRETS } from './round-edits.ts';
import { openTarget } from './target.ts';

describeRound({
  title: 'a round of thirty changes',
  open: openTarget,
  edits: ({ release }) => editsOf(release),
  secrets: ROUND_SECRETS,
  atLeast: 30,
});
