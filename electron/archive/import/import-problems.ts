import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';

const WORDS: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  ENOSPC: { why: 'the disk is full', next: 'Free some space' },
  EDQUOT: { why: 'the disk quota is used up', next: 'Free some space' },
  EROFS: {
    why: 'the disk can only be read',
    next: 'Move the workspace to where it can be written',
  },
  EACCES: {
    why: 'the folder may not be written',
    next: 'Let this user write to the archive folder of the workspace',
  },
  EPERM: {
    why: 'the folder may not be written',
    next: 'Let this user write to the archive folder of the workspace',
  },
  EMFILE: { why: 'too many files are open', next: 'Close other programs' },
};

const UNCHANGED = 'The archive is as it was before.';
/** Of a node's log, which is committed as it comes in. */
export const KEPT_SO_FAR = 'What was committed before is kept, and the next import goes on from there.';

/** An import that could not be stored. `state`: what became of the archive, as a sentence. */
export function notStored(
  node: string,
  description: string,
  error: unknown,
  state = UNCHANGED,
): ProblemError {
  const { why, next } = reasonOf(error);
  return new NotWrittenError(why, next, {
    code: NOT_WRITTEN,
    message: `${description} could not be stored in the archive of ${node} (${why}). ${state}`,
    next:
      next === null
        ? 'Import it again: what is there already is not counted twice.'
        : `${next}, then import again.`,
    where: `archive/${node}`,
  });
}

/** The archive could not be written while it was repaired: the same as of an import, in the words of a repair. */
export function notRepaired(node: string, error: unknown): unknown {
  if (!(error instanceof NotWrittenError)) return error;
  return new ProblemError({
    code: NOT_WRITTEN,
    message: `The archive of ${node} could not be repaired (${error.why}). What was repaired before stays.`,
    next: `${error.mend ?? 'Mend what is in the way'}, then run gatehouse verify --repair again.`,
    where: `archive/${node}`,
  });
}

const NOT_WRITTEN = 'archive_not_written';

/** With why the archive could not be written, and what to do about it; null where nobody knows. */
class NotWrittenError extends ProblemError {
  readonly why: string;
  readonly mend: string | null;

  constructor(why: string, mend: string | null, problem: Problem) {
    super(problem);
    this.why = why;
    this.mend = mend;
  }
}

function reasonOf(error: unknown): { readonly why: string; readonly next: string | null } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = error instanceof Error ? error.message : 'the reason is not known';
  return WORDS[code] ?? { why: said, next: null };
}

/** Whether requests repeat those of a segment that this version cannot read, nobody here can say. */
export function tooNew(node: string, layout: number): ProblemError {
  return new ProblemError({
    code: 'segment_too_new',
    message: `A part of the archive of ${node} was written by a newer version of this program (layout ${layout}), so nothing can be imported beside it. The archive was not touched.`,
    next: 'Open this workspace with the newer version.',
    where: `archive/${node}`,
  });
}
