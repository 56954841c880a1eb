import { ProblemError } from '../../shared/result.ts';
import type { Problem } from '../../shared/result.ts';
import type { SegmentKey } from './places.ts';

/** The code of a segment that cannot be read and was set aside. */
export const SEGMENT_DAMAGED = 'segment_damaged';
/** The code of a segment that is named by its record but not there. */
export const SEGMENT_MISSING = 'segment_missing';

/** A damaged segment, after it was moved out of the way. */
export function damaged({ node, month }: SegmentKey, where: string, why: string): ProblemError {
  return new ProblemError({
    code: SEGMENT_DAMAGED,
    message: `The archive of ${node} for ${month} is damaged (${why}) and was set aside as ${where}.`,
    next: `Import ${month} of ${node} again, or put a good copy of the file back in its place.`,
    where,
  });
}

/** A month of which there is nothing but a damaged segment that was set aside before. */
export function stillSetAside({ node, month }: SegmentKey): Problem {
  return {
    code: SEGMENT_DAMAGED,
    message: `The archive of ${node} for ${month} was damaged and set aside.`,
    next: `Import ${month} of ${node} again, or put a good copy of the file back in its place.`,
    where: `archive/${node}`,
  };
}

/** A segment whose record is there, but not the file. */
export function missing({ node, month }: SegmentKey, where: string): ProblemError {
  return new ProblemError({
    code: SEGMENT_MISSING,
    message: `The archive of ${node} for ${month} is gone: ${where} was there and is not.`,
    next: `Put the file back from a copy, or remove its .json file beside it and import ${month} again.`,
    where,
  });
}

/** A segment of a later version of this program: left as it is. */
export function tooNew({ node, month }: SegmentKey, where: string, version: number): ProblemError {
  return new ProblemError({
    code: 'segment_too_new',
    message: `The archive of ${node} for ${month} was written by a newer version (layout ${version}).`,
    next: 'Open this workspace with the newer version. The file was not touched.',
    where,
  });
}

/** Somebody else saved the segment since it was read. */
export function changedMeanwhile({ node, month }: SegmentKey, where: string): ProblemError {
  return new ProblemError({
    code: 'archive_changed',
    message: `Another import changed the archive of ${node} for ${month} meanwhile. This one kept nothing.`,
    next: 'Import again: what is there already is not counted twice.',
    where,
  });
}

/** Saving stopped after some months of an import and before others. */
export function partlySaved(
  node: string,
  saved: readonly string[],
  failed: string,
  error: unknown,
): ProblemError {
  const why = error instanceof Error ? error.message.replace(/\.$/, '') : 'the reason is not known';
  return new ProblemError({
    code: 'import_partly_saved',
    message: `The import into ${node} was saved for ${saved.join(', ')}, and not from ${failed} on: ${why}.`,
    next: 'Import again: what is there already is not counted twice.',
    where: `archive/${node}`,
  });
}

/** A segment that has grown past what one file may hold. */
export function full({ node, month }: SegmentKey, where: string): ProblemError {
  return new ProblemError({
    code: 'segment_full',
    message: `The archive of ${node} for ${month} would grow beyond what one month's file may hold.`,
    next: 'Import a shorter window. What was in the archive before is unchanged.',
    where,
  });
}
