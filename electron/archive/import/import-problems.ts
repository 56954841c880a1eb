import { ProblemError } from '../../../shared/result.ts';

const WORDS: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  ENOSPC: { why: 'the disk is full', next: 'Free some space, then import again.' },
  EDQUOT: { why: 'the disk quota is used up', next: 'Free some space, then import again.' },
  EROFS: {
    why: 'the disk can only be read',
    next: 'Move the workspace to where it can be written, then import again.',
  },
  EACCES: {
    why: 'the folder may not be written',
    next: 'Let this user write to the archive folder of the workspace, then import again.',
  },
  EPERM: {
    why: 'the folder may not be written',
    next: 'Let this user write to the archive folder of the workspace, then import again.',
  },
  EMFILE: { why: 'too many files are open', next: 'Close other programs, then import again.' },
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
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = WORDS[code];
  const said = error instanceof Error ? error.message : 'the reason is not known';
  return new ProblemError({
    code: 'archive_not_written',
    message: `${description} could not be stored in the archive of ${node} (${known?.why ?? said}). ${state}`,
    next: known?.next ?? 'Import it again: what is there already is not counted twice.',
    where: `archive/${node}`,
  });
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
