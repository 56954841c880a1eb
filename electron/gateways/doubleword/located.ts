import { ProblemError } from '../../../shared/result.ts';

/** Names the node in a problem that does not: readers see bodies, not where they came from. */
export function located(error: unknown, node: string): unknown {
  if (!(error instanceof ProblemError) || error.problem.message.includes(node)) return error;
  return new ProblemError({ ...error.problem, message: `${node}: ${error.problem.message}` });
}

/** Runs a reader over an answer; a body it cannot read is a problem of that route. */
export function atRoute<T>(answer: { readonly method: string; readonly path: string }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.where !== undefined) throw error;
    const where = `${answer.method} ${answer.path}`;
    throw new ProblemError({ ...error.problem, message: `${where}: ${error.problem.message}`, where });
  }
}
