import type { SegmentReader } from '../segment/segment-reader.ts';

/** How much of segments is kept in memory for the next question: one budget for all nodes of an archive. */
export interface CacheBudget {
  /** Counts a segment, as the one that was used last. `forget` is called when there is no room for it any more. */
  touch(reader: SegmentReader, forget: () => void): void;
  /** Forgets those that were not used for longest until the rest fits, but never `used`. */
  makeRoom(used: SegmentReader): void;
  /** Counts a segment no longer. */
  drop(reader: SegmentReader): void;
}

export function createCacheBudget(bytes: number): CacheBudget {
  const counted = new Map<SegmentReader, () => void>();
  return {
    touch(reader, forget) {
      counted.delete(reader);
      counted.set(reader, forget);
    },
    makeRoom(used) {
      let total = 0;
      for (const reader of counted.keys()) total += reader.kept();
      for (const [reader, forget] of counted) {
        if (total <= bytes) return;
        if (reader === used) continue;
        total -= reader.kept();
        counted.delete(reader);
        forget();
      }
    },
    drop(reader) {
      counted.delete(reader);
    },
  };
}
