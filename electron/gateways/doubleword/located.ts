import { ProblemError } from '../../../shared/result.ts';

/** Names the node in a problem that does not: readers see bodies, not where they came from. */
export function located(error: unknown, node: string): unknown {
  if (!(error instanceof ProblemError) || error.problem.message.includes(node)) return error;
  return new ProblemError({ ...error.problem, message: `${node}: ${error.problem.message}` });
}
