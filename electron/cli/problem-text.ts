import type { Problem } from '../../shared/result.ts';

/** A problem as lines of text: what happened, where, and what to do. */
export function describeProblem(problem: Problem): string {
  const where = problem.where === undefined ? '' : `\n  at ${problem.where}`;
  const next = problem.next === undefined ? '' : `\n  ${problem.next}`;
  return `${problem.message}${where}${next}\n${(problem.more ?? []).map(describeProblem).join('')}`;
}

/** What of the archive an answer lacks because it cannot be read, and what to do, as a line beside the answer. */
export function missingLine({ message, next }: Problem): string {
  return `Missing: ${message}${next === undefined ? '' : ` ${next}`}`;
}
