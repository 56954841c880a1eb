import { renameSync } from 'node:fs';
import path from 'node:path';

import { DamagedError } from '../segment/sections.ts';
import { openSegment } from '../segment/segment-reader.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { CacheBudget } from './cache-budget.ts';
import type { CommittedSegment } from './commit.ts';
import { lossOf, missing } from './lost-segment.ts';
import type { LostSegment } from './lost-segment.ts';

/** Segments of a node that are open, and those that turned out not to be readable. */
export interface OpenSegments {
  /** Kept open; null, and told of by {@link lost}, when it cannot be read. */
  open(segment: CommittedSegment): SegmentReader | null;
  /** Runs something over a segment; what it finds damaged is set aside. Null when it cannot be read. */
  use<T>(segment: CommittedSegment, what: (reader: SegmentReader) => T): T | null;
  /** Whether it can be read as far as is known. What could not be, and may be now, is tried. */
  isReadable(segment: CommittedSegment, isThere: boolean): boolean;
  /** Those that cannot, whether a commit still names them or not. */
  lost(): readonly LostSegment[];
  /** One more each time that something was found lost or was found again. */
  turns(): number;
  forget(name: string): void;
  close(): void;
}

export interface OpenOptions {
  readonly cache: CacheBudget;
  readonly stamp: () => string;
}

/** What the system did not let be read is tried again after so long, milliseconds. */
const TRIED_AGAIN_MS = 3_000;

export function createOpenSegments(folder: string, options: OpenOptions): OpenSegments {
  const readers = new Map<string, SegmentReader>();
  const lost = new Map<string, LostSegment>();
  /** When what the system did not let be read was asked for last. */
  const triedAt = new Map<string, number>();
  let turns = 0;

  function forget(name: string): void {
    const reader = readers.get(name);
    if (reader === undefined) return;
    options.cache.drop(reader);
    reader.forget();
    readers.delete(name);
  }

  function keep(name: string, reader: SegmentReader): SegmentReader {
    readers.set(name, reader);
    options.cache.touch(reader, () => forget(name));
    return reader;
  }

  /** A whole segment can be another one than its commit says: one that was copied over it. */
  function openCommitted(segment: CommittedSegment): SegmentReader {
    const reader = openSegment(path.join(folder, segment.name));
    const { rows, firstMs, lastMs } = reader.facts;
    const isIt =
      reader.fileBytes === segment.bytes &&
      rows === segment.rows &&
      firstMs === segment.firstMs &&
      lastMs === segment.lastMs;
    if (!isIt) throw new DamagedError('it is another one than was imported');
    return reader;
  }

  function open(segment: CommittedSegment): SegmentReader | null {
    const known = readers.get(segment.name);
    if (known !== undefined) return keep(segment.name, known);
    if (lost.has(segment.name)) return null;
    try {
      return keep(segment.name, openCommitted(segment));
    } catch (error) {
      note(segment, error);
      return null;
    }
  }

  /** What cannot be read is told of, and a damaged file gets another name, so that nothing takes it for a good one. */
  function note(segment: CommittedSegment, error: unknown): void {
    const loss = lossOf(segment, error);
    if (loss === null) throw error;
    forget(segment.name);
    if (loss.state === 'unreadable') triedAt.set(segment.name, performance.now());
    lose(loss.state === 'damaged' ? { ...loss, kept: !setAside(segment.name) } : loss);
  }

  function lose(loss: LostSegment): void {
    lost.set(loss.segment.name, loss);
    turns += 1;
  }

  /** False in a folder that cannot be written. */
  function setAside(name: string): boolean {
    const from = path.join(folder, name);
    try {
      renameSync(from, `${from}.corrupt-${options.stamp()}`);
      return true;
    } catch {
      return false;
    }
  }

  function find(name: string): void {
    lost.delete(name);
    turns += 1;
  }

  /** What the system did not let be read is opened again, now and then; until that works it stays lost. */
  function triedAgain(segment: CommittedSegment): boolean {
    const { name } = segment;
    if (performance.now() - (triedAt.get(name) ?? 0) < TRIED_AGAIN_MS) return false;
    triedAt.set(name, performance.now());
    try {
      const reader = openCommitted(segment);
      reader.check();
      keep(name, reader);
    } catch (error) {
      if (lossOf(segment, error)?.state === 'unreadable') return false;
      // It is something else by now; whoever opens it finds out what.
    }
    find(name);
    return true;
  }

  return {
    open,
    use(segment, what) {
      const reader = open(segment);
      if (reader === null) return null;
      try {
        const result = what(reader);
        options.cache.makeRoom(reader);
        return result;
      } catch (error) {
        note(segment, error);
        return null;
      }
    },
    isReadable(segment, isThere) {
      const known = lost.get(segment.name);
      if (!isThere) {
        if (known === undefined) lose(missing(segment));
        return false;
      }
      if (known === undefined) return true;
      if (known.state === 'unreadable') return triedAgain(segment);
      if (known.state !== 'missing' && known.kept) return false;
      // A copy that was put back.
      find(segment.name);
      return true;
    },
    lost: () => [...lost.values()],
    turns: () => turns,
    forget,
    close() {
      for (const name of readers.keys()) forget(name);
    },
  };
}
