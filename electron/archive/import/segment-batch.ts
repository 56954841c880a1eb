import { randomBytes } from 'node:crypto';

import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import type { ArchivePlaces } from '../places.ts';
import { createBuilder } from '../segment/segment-builder.ts';
import type { SegmentBuilder } from '../segment/segment-builder.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { NodeStore } from '../store/node-store.ts';
import { makeSegment } from './made-here.ts';
import { openSession } from './session.ts';
import type { CommitPart, SessionCounts, SessionOptions } from './session.ts';
import { openStaging } from './staging.ts';

/** What comes in between two commits, of something that is committed as it is read. */
export interface SegmentBatch {
  /** What is gathered for the next segment. */
  readonly builder: SegmentBuilder;
  /** Adds a request; a segment that is full is written. */
  add(request: LoggedRequest, position: number): void;
  /** Notes the side file that {@link commit} counts; see `Staging`. */
  noteSideFile(name: string): Promise<void>;
  /** Writes what is gathered, and commits all of it when it is on the disk. The batch is at its end, whatever comes of it. */
  commit(change: CommitPart): Promise<SessionCounts>;
  /** Gives up what was not committed. */
  discard(): Promise<void>;
}

/** What a batch works with. */
export interface BatchTools {
  readonly node: string;
  readonly places: ArchivePlaces;
  readonly store: NodeStore;
  readonly stamp: () => string;
}

/** The number of the next commit, for who holds the node's lock. */
export async function nextCommit(store: NodeStore): Promise<number> {
  return ((await store.state()).commits.at(-1)?.number ?? 0) + 1;
}

/** Opens a batch of segments of `capacity` requests; what a killed one leaves is cleared by the next import. */
export function openSegmentBatch(
  { node, places, store, stamp }: BatchTools,
  source: SegmentSource,
  capacity: number,
  options: SessionOptions = {},
): SegmentBatch {
  const prefix = `${stamp()}-${randomBytes(3).toString('hex')}`;
  const staging = openStaging(places.staging(node), prefix);
  const session = openSession(node, store, staging, source, prefix, capacity, options);
  const builder = createBuilder(capacity);
  const syncing: Promise<void>[] = [];
  let names = 0;

  function flush(): void {
    if (builder.count === 0) return;
    names += 1;
    const content = { node, folder: staging.folder, builder, source };
    const { made, synced } = makeSegment(content, `${prefix}-${names}.seg`);
    // What it fails with is told when it is waited for.
    synced.catch(() => undefined);
    syncing.push(synced);
    session.note(made);
    builder.clear();
  }

  async function discard(): Promise<void> {
    session.close();
    await Promise.allSettled(syncing);
    await staging.discard();
  }

  return {
    builder,
    add(request, position) {
      if (builder.full) flush();
      builder.add(request, position);
    },
    noteSideFile: async (name) => staging.noteSideFile(name, await nextCommit(store)),
    async commit(change) {
      try {
        flush();
        await Promise.all(syncing);
        return await session.commit(change);
      } finally {
        await discard();
      }
    },
    discard,
  };
}
