import type { ImportSummary } from '../../shared/audit/logged-request.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Problem } from '../../shared/result.ts';
import type { LogSource } from './sources/log-source.ts';

/**
 * What is said when one of several files could not be imported: why, and what became of the others. An error
 * that is none of ours stays as it is while nothing was imported before it.
 *
 * @param sources all files, in order
 * @param done summaries of those that were imported before it
 */
export function importStopped(
  sources: readonly Pick<LogSource, 'description'>[],
  done: readonly ImportSummary[],
  error: unknown,
): unknown {
  const names = sources.map(({ description }) => description);
  const [failed = '', ...left] = names.slice(done.length);
  if (done.length === 0 && (left.length === 0 || !(error instanceof ProblemError))) return error;
  const before = names.slice(0, done.length).map((name, index) => `${name} (${done[index]?.inserted} new)`);
  const others = [
    ...(before.length === 0 ? [] : [`Imported before ${failed}: ${before.join(', ')}.`]),
    ...(left.length === 0 ? [] : [`Not imported after ${failed}: ${left.join(', ')}.`]),
  ];
  const problem = problemOf(failed, error);
  return new ProblemError({ ...problem, message: [problem.message, ...others].join(' ') });
}

function problemOf(file: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: 'import_failed',
    message: `${file} could not be imported: ${error instanceof Error ? error.message : 'the reason is not known'}.`,
    next: 'Import it again when the cause is gone: what is there already is not counted twice.',
    where: file,
  };
}
