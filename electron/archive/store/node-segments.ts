import type { SegmentReader } from '../segment/segment-reader.ts';
import type { CommittedSegment } from './commit.ts';

/** The segments of one node's archive that count, to be read. */
export interface NodeSegments {
  readonly folder: string;
  /** Those that count and can be read, in the order in which they were committed. */
  segments(): Promise<readonly CommittedSegment[]>;
  /**
   * Changes when anything was committed, found lost or found again, and never back: what was read before and after is of
   * different archives.
   */
  version(): Promise<string>;
  /** An open segment; it is kept open and belongs to the store. Null when it cannot be read, and then it is among the lost. */
  open(segment: CommittedSegment): SegmentReader | null;
  /** Runs something over a segment; what it finds damaged is set aside. Null when it cannot be read. */
  use<T>(segment: CommittedSegment, what: (reader: SegmentReader) => T): T | null;
}
