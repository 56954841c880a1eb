import type { ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { replayRun } from './replay-state.ts';

/** Why there is no replay. What is wrong with a text is mended in the text; anything else may be tried again. */
export function ReplayProblem({
  problem,
  inline = false,
}: {
  readonly problem: Problem;
  readonly inline?: boolean;
}): ReactNode {
  const isFault = problem.code === 'policy_invalid' || problem.code === 'resources_invalid';
  return <ProblemNote problem={problem} onRetry={isFault ? undefined : replayRun.again} inline={inline} />;
}
