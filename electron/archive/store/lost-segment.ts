import { DamagedError, NewerLayoutError } from '../segment/sections.ts';
import type { CommittedSegment } from './commit.ts';

/** A segment that is named by a commit and cannot be read. */
export interface LostSegment {
  readonly segment: CommittedSegment;
  /**
   * `missing`: not there. `newer`: of a later version of this program. `damaged`: set aside under another name.
   * `unreadable`: the system does not let it be read now, which says nothing of what is in it.
   */
  readonly state: 'missing' | 'newer' | 'damaged' | 'unreadable';
  readonly why: string;
  /** It still has its name: of a newer version, or in a folder that cannot be written. */
  readonly kept: boolean;
}

/** What it means that reading a segment failed, before anything is done about it; null for a fault of the program. */
export function lossOf(segment: CommittedSegment, error: unknown): LostSegment | null {
  if (error instanceof NewerLayoutError) return { segment, state: 'newer', why: error.message, kept: true };
  if (error instanceof DamagedError) return { segment, state: 'damaged', why: error.message, kept: true };
  if (!isRefusal(error)) return null;
  if (error.code === 'ENOENT') return missing(segment);
  if (error.code === 'EISDIR') return { segment, state: 'damaged', why: 'it is a folder', kept: true };
  return { segment, state: 'unreadable', why: error.code, kept: true };
}

export function missing(segment: CommittedSegment): LostSegment {
  return { segment, state: 'missing', why: 'it is not there', kept: false };
}

/** What the system says, such as EACCES or EMFILE; not what Node says of a wrong call (ERR_…). */
export function isRefusal(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]+$/.test(error.code)
  );
}
