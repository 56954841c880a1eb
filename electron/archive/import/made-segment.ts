/** A part of a source that was read: bytes of a file that can be read anywhere, else numbered records. */
export interface Piece {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  /** How many lines it holds, blank ones too. */
  readonly lines: number;
  /** How many of them are rows. */
  readonly rows: number;
  readonly refused: readonly RefusedLine[];
}

/** A line that could not be understood. */
export interface RefusedLine {
  /** From 0, within its piece. */
  readonly line: number;
  readonly reason: string;
  /** The line as it came, without the bodies of calls and without secrets, cut at 64 kB. */
  readonly raw: string;
}

/** A segment's file, as the archive knows it. */
export interface SegmentEntry {
  /** Within the node's folder. */
  readonly name: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  /** First and last start, milliseconds since 1970 UTC; 0 without rows. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What was made of some pieces of a source. */
export interface Made {
  readonly pieces: readonly Piece[];
  /** Null when none of their lines could be kept. */
  readonly segment: SegmentEntry | null;
  /** Two halves of the hash of each request's id, in the order of the segment. */
  readonly hashes: Uint32Array<ArrayBuffer>;
}
