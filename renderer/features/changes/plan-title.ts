import type { Change } from '../../../shared/plan/plan.ts';
import { plural } from '../../ui/format.ts';
import { listNodes } from './change-words.ts';
import { countResults, nodesOf } from './operation-groups.ts';

/** What became of a change, in a line: a title that says something. */
export function titleOf({ status, plan, results }: Change): string {
  const count = plan.operations.length;
  const nodes = listNodes(nodesOf(plan.operations));
  if (count === 0) return 'Nothing to change';
  const verified = countResults(results).get('verified') ?? 0;
  switch (status) {
    case 'planned':
      if (plan.reverts !== undefined) return `Take back ${plural(count, 'change')} on ${nodes}`;
      return `${plural(count, 'change')} for ${nodes}`;
    case 'pushing':
      return `Pushing ${plural(count, 'change')} to ${nodes}`;
    case 'verified':
      return `${plural(count, 'change')} verified on ${nodes}`;
    case 'failed':
      return `${verified} of ${plural(count, 'change')} verified on ${nodes}`;
    case 'interrupted':
      return `Interrupted: ${verified} of ${plural(count, 'change')} verified on ${nodes}`;
  }
}
